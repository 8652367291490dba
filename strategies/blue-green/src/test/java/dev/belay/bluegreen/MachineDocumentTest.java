package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.strategy.TransitionDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The diagrams in docs/machines.md are what the tables give; {@code -Dbelay.drawMachines} draws them anew. */
class MachineDocumentTest {

  @Test
  void showsTheCutoverAtOnceThatIsTestedHere() throws IOException {
    shows(BlueGreenStrategy.atOnce().build());
  }

  @Test
  void showsTheCutoverAfterASliceThatIsTestedHere() throws IOException {
    shows(BlueGreenStrategy.afterSlice(Slice.percent(5)).build());
  }

  private static void shows(BlueGreenStrategy strategy) throws IOException {
    Path document = root().resolve("docs/machines.md");
    String text = Files.readString(document);
    String begin = "<!-- " + strategy.name() + " begins -->\n```mermaid\n";
    String end = "```\n<!-- " + strategy.name() + " ends -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    assertTrue(from >= 0 && to > from, document + " has no place for " + strategy.name());
    String diagram = TransitionDiagram.mermaid(strategy.table());
    if (System.getProperty("belay.drawMachines") != null) {
      text = text.substring(0, from + begin.length()) + diagram + text.substring(to);
      Files.writeString(document, text);
      return;
    }
    assertEquals(diagram, text.substring(from + begin.length(), to));
  }

  /** Tests run in the directory of their module, or wherever an editor runs them. */
  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/machines.md"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("docs/machines.md is in no directory above here");
      }
      directory = parent;
    }
    return directory;
  }
}

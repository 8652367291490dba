package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.strategy.TransitionDiagram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The diagram in docs/machines.md is what the table gives; {@code -Dbelay.drawMachines} draws it anew. */
class MachineDocumentTest {

  @Test
  void showsTheMachineThatIsTestedHere() throws IOException {
    Path document = root().resolve("docs/machines.md");
    String text = Files.readString(document);
    String begin = "<!-- canary begins -->\n```mermaid\n";
    String end = "```\n<!-- canary ends -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    assertTrue(from >= 0 && to > from, document + " has no place for the canary");
    String diagram =
        TransitionDiagram.mermaid(CanaryStrategy.stagesOfPercent(1).build().table());
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

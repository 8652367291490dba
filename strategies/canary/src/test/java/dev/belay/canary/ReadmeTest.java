package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void showsTheSampleThatIsCompiledHere() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    String source = Files.readString(Path.of("src/test/java/dev/belay/canary/ReadmeSample.java"));
    assertEquals(
        between(source, "// README begins\n", "    // README ends")
            .stripTrailing()
            .stripIndent()
            .strip(),
        between(readme, "```java\n", "```").strip());
  }

  @Test
  void theSampleRuns() {
    assertEquals(.25, ReadmeSample.run(Map.of("7", transaction -> .25), "any"));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}

package dev.belay.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static String describe() {
    return Runtime.getRuntime().availableProcessors() + " processors (" + processor() + "), "
        + System.getProperty("os.name") + ", " + System.getProperty("java.vm.name") + " "
        + System.getProperty("java.version");
  }

  /** What Linux says; elsewhere the architecture has to do. */
  private static String processor() {
    if (Files.isReadable(PROCESSORS)) {
      try (Stream<String> lines = Files.lines(PROCESSORS)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        throw new IllegalStateException("/proc/cpuinfo could not be read", e);
      }
    }
    return System.getProperty("os.arch");
  }
}

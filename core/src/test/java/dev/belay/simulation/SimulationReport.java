package dev.belay.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The large simulation: writes its tables between two markers of a Markdown file. The seeds are fixed, so the same code
 * writes the same tables.
 *
 * <pre>
 *   ./mvnw -q -pl core test-compile exec:java -Dexec.skip=false -Dexec.classpathScope=test \
 *       -Dexec.mainClass=dev.belay.simulation.SimulationReport -Dexec.args=docs/evidence.md
 * </pre>
 */
public final class SimulationReport {

  private static final String BEGIN = "<!-- simulation:begin -->";
  private static final String END = "<!-- simulation:end -->";
  private static final String HEADING = """
      ## Simulations

      Written by `SimulationReport` in core's tests, with fixed seeds; the build runs a smaller size of the same
      simulations. To write it anew:

      ```
      ./mvnw -q -pl core test-compile exec:java -Dexec.skip=false -Dexec.classpathScope=test \\
          -Dexec.mainClass=dev.belay.simulation.SimulationReport -Dexec.args=docs/evidence.md
      ```

      Run `i` of a row has the seed `1,000,003 s + i`, where `s` counts the rows: from 100 for errors (two for each row), 200 for
      healthy candidates, 300 for exposure, 401 for latency, 411 for quality, 421 for drift, and in tens from 500 for sticky
      users (one more for each ratio).

      The rules of other tools are written from their published behaviour; where that leaves a setting open, it is our choice
      (the latency and quality rules among them), and none of them is the tool itself. Flagger:
      a success rate below 99 % in a minute is a failed check, five in all roll back. Argo: a rate above twice stable's in
      five minutes, more than three times. Kayenta: a Mann-Whitney test at 98 % of the rates by minute with tolerance .25,
      every half hour. The z-test compares two proportions at 1 % each minute, as if it were the only look.
      """;

  private SimulationReport() {}

  /**
   * Writes the report.
   *
   * @param args the file
   * @throws IOException if it cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    List<Supplier<String>> tables = List.of(
        FailureTables::errors,
        FailureTables::peerErrors,
        FailureTables::exposure,
        SignalTables::latency,
        SignalTables::quality,
        SignalTables::drift,
        StickyTables::sticky);
    StringBuilder report = new StringBuilder(HEADING);
    for (Supplier<String> table : tables) {
      report.append('\n').append(table.get());
    }
    Files.writeString(file, replaced(Files.readString(file), report.toString()));
  }

  private static String replaced(String text, String report) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the markers " + BEGIN + " and " + END + " are missing");
    }
    return text.substring(0, begin + BEGIN.length()) + "\n\n" + report + "\n" + text.substring(end);
  }
}

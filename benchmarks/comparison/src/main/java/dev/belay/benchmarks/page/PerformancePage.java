package dev.belay.benchmarks.page;

import dev.belay.benchmarks.ReactionReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything that docs/performance.md tells, and writes it.
 *
 * <pre>
 * ./mvnw -q -Pcomparison -pl benchmarks/comparison -am verify -DskipTests -Dpage
 * </pre>
 */
public final class PerformancePage {

  private PerformancePage() {}

  /**
   * Measures and writes.
   *
   * @param args the file to write, and "quick" for a smoke test that measures next to nothing
   * @throws RunnerException if a benchmark fails
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] args) throws RunnerException, IOException {
    Path page = Path.of(args[0]);
    boolean quick = args.length > 1 && args[1].equals("quick");
    Template template = new Template(resource("performance.md"));
    Figures figures = new Figures(Runs.of(quick).run());
    Directives directives = new Directives(
        figures, ReactionReport.measure(quick ? 20 : 1_000), Memory.measure(quick ? 10 : 1_000));
    Files.writeString(page, template.fill(directives));
    System.out.println("written: " + page);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PerformancePage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

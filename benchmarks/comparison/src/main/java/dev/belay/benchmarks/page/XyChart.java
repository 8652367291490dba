package dev.belay.benchmarks.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines over a parameter that grows in steps: as a chart that Markdown shows, and as a table below it. */
record XyChart(String title, String unit, String parameter, List<String> values, List<Line> lines) {

  /** One value for each step. */
  record Line(String label, List<Double> points) {}

  String toMarkdown() {
    double most = lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(1);
    StringBuilder text = new StringBuilder("```mermaid\nxychart-beta\n");
    text.append("  title \"").append(title).append("\"\n");
    text.append("  x-axis \"").append(parameter).append("\" ").append(quoted()).append('\n');
    text.append(String.format(Locale.ROOT, "  y-axis \"%s\" 0 --> %.4g%n", unit, 1.1 * most));
    for (Line line : lines) {
      text.append("  line \"").append(line.label()).append("\" ");
      text.append(line.points().stream()
          .map(point -> String.format(Locale.ROOT, "%.4g", point))
          .collect(Collectors.joining(", ", "[", "]\n")));
    }
    return text.append("```\n\n").append(table()).toString();
  }

  private String quoted() {
    return values.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    text.append("| ")
        .append(parameter)
        .append(" | ")
        .append(String.join(" | ", values))
        .append(" |\n");
    text.append("|---".repeat(values.size() + 1)).append("|\n");
    for (Line line : lines) {
      text.append("| ").append(line.label()).append(", ").append(unit);
      line.points().forEach(point -> text.append(" | ").append(Directives.number(point)));
      text.append(" |\n");
    }
    return text.toString().stripTrailing();
  }
}

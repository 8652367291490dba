package dev.belay.benchmarks.page;

import dev.belay.benchmarks.ReactionReport.Reactions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the places of the page stand for. */
final class Directives {

  private final Figures figures;
  private final List<Reactions> reactions;
  private final List<Memory.Point> memory;

  Directives(Figures figures, List<Reactions> reactions, List<Memory.Point> memory) {
    this.figures = figures;
    this.reactions = reactions;
    this.memory = memory;
  }

  String apply(String directive, String argument) {
    String[] parts = argument.split(" ?\\| ?");
    return switch (directive) {
      case "date" -> LocalDate.now(ZoneOffset.UTC).toString();
      case "machine" -> Machine.describe();
      case "cpu" -> number(figures.cpu(argument));
      case "bytes" -> whole(figures.bytes(argument));
      case "score" -> number(figures.score(argument));
      case "error" -> number(figures.error(argument));
      case "callers" -> number(figures.callers(argument));
      case "callersRatio" -> number(figures.callers(parts[0]) / figures.callers(parts[1]));
      case "contenders" -> new Contenders(figures, argument).rows();
      case "best" -> number(new Contenders(figures, argument).bestOfTheOthers());
      case "ratio" -> number(figures.cpu(parts[0]) / figures.cpu(parts[1]));
      case "less" -> number(figures.cpu(parts[0]) - figures.cpu(parts[1]));
      case "scaling" ->
        number(2 * figures.score(parts[0]) / figures.score(parts[0] + " threads=2"));
      case "growth" -> growth(parts);
      case "reaction" -> reaction(parts[0]);
      case "distribution" -> Distribution.of(reactionsOf(argument)).toMarkdown();
      case "memory" -> memory();
      case "polls" -> PollCost.table();
      default -> throw new IllegalArgumentException("unknown directive " + directive);
    };
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** Of three significant digits. */
  static String number(double value) {
    int digits = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
    return String.format(Locale.ROOT, "%,." + Math.max(0, 2 - Math.max(digits, 0)) + "f", value);
  }

  /** A title, the unit, the parameter, what is read, and what is measured with each of its values: label and name. */
  private String growth(String[] parts) {
    String parameter = parts[2];
    ToDoubleFunction<String> reading = switch (parts[3]) {
      case "cpu" -> figures::cpu;
      case "score" -> figures::score;
      case "median" -> figures::median;
      default -> throw new IllegalArgumentException("unknown reading " + parts[3]);
    };
    List<String> values = parameter.equals("threads")
        ? List.of("1", "2", "4", "8", "16", "32")
        : figures.values(parts[4].split(": ")[1], parameter);
    List<XyChart.Line> lines = new ArrayList<>();
    for (int i = 4; i < parts.length; i++) {
      String[] labelled = parts[i].split(": ");
      List<Double> points = values.stream()
          .map(value -> reading.applyAsDouble(labelled[1] + " " + parameter + "=" + value))
          .toList();
      lines.add(new XyChart.Line(labelled[0], points));
    }
    return new XyChart(parts[0], parts[1], parameter, values, lines).toMarkdown();
  }

  private String memory() {
    return new XyChart(
            "Heap of one endpoint in a rollout",
            "KiB",
            "endpoints",
            memory.stream().map(point -> Integer.toString(point.endpoints())).toList(),
            List.of(new XyChart.Line(
                "in a rollout",
                memory.stream().map(point -> point.bytes() / 1_024).toList())))
        .toMarkdown();
  }

  private String reaction(String kind) {
    Reactions found = reactionsOf(kind);
    return String.join(
        " | ",
        number(found.quantile(.5)),
        number(found.quantile(.9)),
        number(found.quantile(.99)),
        number(found.quantile(1)),
        number(found.first()));
  }

  private Reactions reactionsOf(String kind) {
    return reactions.stream()
        .filter(all -> all.name().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no reactions called '" + kind + "'"));
  }
}

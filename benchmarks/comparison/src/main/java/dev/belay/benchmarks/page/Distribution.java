package dev.belay.benchmarks.page;

import dev.belay.benchmarks.ReactionReport.Reactions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many reactions took how long, in steps that double. */
record Distribution(String name, List<String> steps, List<Long> counts) {

  private static final int STEPS = 14;

  static Distribution of(Reactions reactions) {
    List<Long> counts = IntStream.range(0, STEPS)
        .mapToObj(step ->
            reactions.micros().stream().filter(micros -> step == stepOf(micros)).count())
        .toList();
    List<String> steps =
        IntStream.range(0, STEPS).mapToObj(step -> "<" + (1 << (step + 1))).toList();
    return new Distribution(reactions.name(), steps, counts);
  }

  private static int stepOf(double micros) {
    int step = micros < 2 ? 0 : Math.getExponent(micros);
    return Math.min(step, STEPS - 1);
  }

  String toMarkdown() {
    String labels = steps.stream().collect(Collectors.joining("\", \"", "[\"", "\"]"));
    return String.format(
        Locale.ROOT,
        "```mermaid%nxychart-beta%n  title \"%s\"%n  x-axis \"microseconds\" %s%n  y-axis \"rollouts\"%n  bar %s%n```",
        name,
        labels,
        counts);
  }
}

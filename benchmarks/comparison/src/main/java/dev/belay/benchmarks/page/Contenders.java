package dev.belay.benchmarks.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Belay beside the others, in one benchmark. */
final class Contenders {

  private static final String CONTENDER = "contender";
  private static final String KIND = "kind";
  private static final String BELAY = "BELAY";

  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry(BELAY, "**Belay**"),
      Map.entry("TOGGLZ", "Togglz"),
      Map.entry("LAUNCHDARKLY", "LaunchDarkly"),
      Map.entry("UNLEASH", "Unleash"),
      Map.entry("PROCTOR", "Proctor"),
      Map.entry("SPLIT", "Split"),
      Map.entry("FLAGD", "OpenFeature with flagd"),
      Map.entry("OPENFEATURE", "OpenFeature alone"),
      Map.entry("MICROMETER", "Micrometer timer"),
      Map.entry("MICROMETER_HISTOGRAM", "Micrometer timer with a histogram"),
      Map.entry("HDR_HISTOGRAM", "HdrHistogram recorder and `LongAdder`"),
      Map.entry("DROPWIZARD", "Dropwizard timer"),
      Map.entry("PROMETHEUS", "Prometheus histogram"),
      Map.entry("RESILIENCE4J", "resilience4j circuit breaker"),
      Map.entry("TOGGLZ_COMPOSED", "Togglz, Micrometer, resilience4j"),
      Map.entry("LAUNCHDARKLY_COMPOSED", "LaunchDarkly, Micrometer, resilience4j"),
      Map.entry("FLAGD_COMPOSED", "OpenFeature with flagd, Micrometer, resilience4j"));

  private final Figures figures;
  private final String benchmark;

  Contenders(Figures figures, String benchmark) {
    this.figures = figures;
    this.benchmark = benchmark;
  }

  /** A row of a table for each: for each kind of key, or with how many times as long as Belay it takes. */
  String rows() {
    return all().stream().map(this::row).collect(Collectors.joining("\n"));
  }

  private String row(String contender) {
    List<String> kinds = figures.values(benchmark, KIND);
    String name = nameOf(contender);
    String figuresOf = kinds.isEmpty()
        ? pair(name) + " | " + times(contender)
        : kinds.stream()
            .map(kind -> pair(name + " " + KIND + "=" + kind))
            .collect(Collectors.joining(" | "));
    return "| " + NAMES.getOrDefault(contender, contender) + " | " + figuresOf + " |";
  }

  private String pair(String name) {
    return Directives.number(figures.cpu(name)) + " | " + Directives.whole(figures.bytes(name));
  }

  private String times(String contender) {
    return contender.equals(BELAY)
        ? ""
        : Directives.number(figures.cpu(nameOf(contender)) / figures.cpu(nameOf(BELAY)))
            + " times Belay";
  }

  /** How many times as long as Belay the fastest of the others takes. */
  double bestOfTheOthers() {
    return all().stream()
        .filter(contender -> !contender.equals(BELAY))
        .mapToDouble(contender -> figures.cpu(nameOf(contender)) / figures.cpu(nameOf(BELAY)))
        .min()
        .orElseThrow();
  }

  private List<String> all() {
    return figures.values(benchmark, CONTENDER);
  }

  private String nameOf(String contender) {
    return benchmark + " " + CONTENDER + "=" + contender;
  }
}

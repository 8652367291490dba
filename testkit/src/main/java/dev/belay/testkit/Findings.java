package dev.belay.testkit;

import dev.belay.strategy.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Collects violations: of a rule, in a phase, by a kind of input, the first one with the shortest story. Not thread-safe. */
final class Findings {

  private record Kind(String rule, Phase phase, String input) {}

  private final Map<Kind, Exploration.Violation> found = new LinkedHashMap<>();

  void add(
      String rule, String what, Phase phase, String input, Supplier<List<Exploration.Step>> path) {
    found.computeIfAbsent(
        new Kind(rule, phase, input), kind -> new Exploration.Violation(rule, what, path.get()));
  }

  boolean has(String rule, Phase phase, String input) {
    return found.containsKey(new Kind(rule, phase, input));
  }

  List<Exploration.Violation> all() {
    List<Exploration.Violation> all = new ArrayList<>(found.values());
    all.sort(Comparator.comparingInt(violation -> violation.path().size()));
    return all;
  }
}

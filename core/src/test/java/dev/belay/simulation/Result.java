package dev.belay.simulation;

import dev.belay.simulation.Race.Outcome;
import dev.belay.simulation.Rule.Verdict;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How one rule fared in all runs of a race. A run without a verdict counts with what it cost until the end. */
final class Result {

  private final List<Outcome> outcomes;

  Result(List<Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  int runs() {
    return outcomes.size();
  }

  long count(Verdict verdict) {
    return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
  }

  double share(Verdict verdict) {
    return (double) count(verdict) / runs();
  }

  /** Mean cost until the verdict. */
  double cost() {
    return mean(outcome -> outcome.cost());
  }

  /** Standard error of {@link #cost}. */
  double costError() {
    double mean = cost();
    double squares = mean(outcome -> (outcome.cost() - mean) * (outcome.cost() - mean));
    return Math.sqrt(squares / Math.max(1, runs() - 1));
  }

  private double mean(ToDoubleFunction<Outcome> value) {
    return outcomes.stream().mapToDouble(value).average().orElse(0);
  }
}

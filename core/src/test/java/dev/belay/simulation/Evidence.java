package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.util.function.ToDoubleFunction;

/** Rules that roll back when a logarithm of evidence reaches its threshold. */
final class Evidence {

  private Evidence() {}

  /** Rolls back as soon as the evidence after an interval is at least {@code 1 / level}. */
  static <I> Rule<I> reaching(double level, ToDoubleFunction<I> logEvidence) {
    double threshold = Math.log(1 / level);
    return interval ->
        logEvidence.applyAsDouble(interval) >= threshold ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
  }

  /** The logarithm of the mean of evidence that is given by logarithms. */
  static double logMean(double... logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum / logs.length);
  }
}

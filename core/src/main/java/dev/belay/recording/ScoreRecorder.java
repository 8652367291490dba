package dev.belay.recording;

import dev.belay.evidence.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * Counts quality scores in steps of a thousandth. Sums are computed from the counts when they are read, so that number, sum
 * and sum of squares always belong together. Thread-safe; recording allocates nothing and never waits.
 */
final class ScoreRecorder {

  private static final int STEPS = 1_000;
  private static final int REJECTED = STEPS + 1;

  private final Stripes steps = new Stripes(REJECTED + 1);
  private final Growth growth = new Growth(steps, REJECTED + 1);

  /** Adds a score; one that is not a number in [0, 1] is counted as rejected. */
  void record(double score) {
    boolean valid = score >= 0 && score <= 1;
    steps.increment(valid ? (int) Math.rint(score * STEPS) : REJECTED);
  }

  /** What has been added since the last call. */
  ScoreSums take() {
    long @Nullable [] grown = growth.take();
    if (grown == null) {
      return ScoreSums.NONE;
    }
    long count = 0;
    double sum = 0;
    double sumOfSquares = 0;
    for (int step = 0; step <= STEPS; step++) {
      double score = (double) step / STEPS;
      count += grown[step];
      sum += grown[step] * score;
      sumOfSquares += grown[step] * score * score;
    }
    return new ScoreSums(count, sum, sumOfSquares, grown[REJECTED]);
  }
}

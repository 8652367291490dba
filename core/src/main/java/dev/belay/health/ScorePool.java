package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.ScoreSums;

/** Joins the scores of intervals of the same share until both versions have some, and turns them into how bad they were. */
final class ScorePool {

  private static final int NONE = -1;

  private int share = NONE;
  private ScoreSums candidate = ScoreSums.NONE;
  private ScoreSums stable = ScoreSums.NONE;

  /** Takes numbers, sums and sums of squares. */
  interface Sink {
    void accept(
        double trials,
        double sum,
        double squares,
        double baseTrials,
        double baseSum,
        double baseSquares);
  }

  void add(EvidenceIncrement increment, Sink sink) {
    if (increment.share() != share) {
      share = increment.share();
      candidate = ScoreSums.NONE;
      stable = ScoreSums.NONE;
    }
    candidate = candidate.plus(increment.candidate().random().scores());
    stable = stable.plus(increment.stable().random().scores());
    if (candidate.count() > 0 && stable.count() > 0) {
      sink.accept(
          candidate.count(),
          badness(candidate),
          badnessSquared(candidate),
          stable.count(),
          badness(stable),
          badnessSquared(stable));
      candidate = ScoreSums.NONE;
      stable = ScoreSums.NONE;
    }
  }

  private static double badness(ScoreSums scores) {
    return Math.max(0, scores.count() - scores.sum());
  }

  private static double badnessSquared(ScoreSums scores) {
    return Math.max(0, scores.count() - 2 * scores.sum() + scores.sumOfSquares());
  }

  double[] save() {
    return new double[] {
      share,
      candidate.count(),
      candidate.sum(),
      candidate.sumOfSquares(),
      stable.count(),
      stable.sum(),
      stable.sumOfSquares()
    };
  }

  void restore(double[] saved) {
    share = (int) saved[0];
    candidate = new ScoreSums((long) saved[1], saved[2], saved[3], 0);
    stable = new ScoreSums((long) saved[4], saved[5], saved[6], 0);
  }
}

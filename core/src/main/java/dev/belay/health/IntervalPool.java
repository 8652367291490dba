package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.CallCounts;

/**
 * Joins intervals of the same share until both versions have calls. A test of two versions learns nothing from an interval in
 * which one has none; at a few requests a second that would be nearly all of them.
 *
 * <p>When an interval is closed depends on how many calls there were, never on how they ended, and no interval spans a change
 * of the share: both are conditions of the tests. What came while one version was cut off is left out.
 */
final class IntervalPool {

  private static final int NONE = -1;

  /** Minus the logarithm of 1 in 400, the probability that calls are missing by chance. */
  private static final int MOST_UNLIKELY = 6;

  private int share = NONE;
  private CallCounts candidate = CallCounts.NONE;
  private CallCounts stable = CallCounts.NONE;

  /** Takes the counts of an interval. */
  interface Sink {
    void accept(CallCounts candidate, CallCounts stable);
  }

  /** Adds an interval, and hands over what is complete. */
  void add(int shareNow, CallCounts candidateMore, CallCounts stableMore, Sink sink) {
    if (shareNow != share) {
      share = shareNow;
      candidate = CallCounts.NONE;
      stable = CallCounts.NONE;
    }
    candidate = candidate.plus(candidateMore);
    stable = stable.plus(stableMore);
    if (candidate.requests() > 0 && stable.requests() > 0) {
      sink.accept(candidate, stable);
    } else if (!cutOff()) {
      return;
    }
    candidate = CallCounts.NONE;
    stable = CallCounts.NONE;
  }

  /** Whether the one version had so many calls that the other should have had some: then it was cut off meanwhile. */
  private boolean cutOff() {
    double part = (double) share / BasisPoints.WHOLE;
    return candidate.requests() == 0
        ? stable.requests() * -Math.log1p(-part) > MOST_UNLIKELY
        : candidate.requests() * -Math.log(part) > MOST_UNLIKELY;
  }

  double[] save() {
    return new double[] {
      share, candidate.requests(), candidate.failures(), stable.requests(), stable.failures()
    };
  }

  void restore(double[] saved) {
    share = (int) saved[0];
    candidate = new CallCounts((long) saved[1], (long) saved[2]);
    stable = new CallCounts((long) saved[3], (long) saved[4]);
  }
}

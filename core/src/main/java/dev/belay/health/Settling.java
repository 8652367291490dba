package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;

/**
 * Which intervals may count in favour of the candidate. Calls are counted when they complete, so right after the share has
 * moved the fast ones come first and slow failures are still missing. Only intervals that begin later than a call may last
 * are settled.
 */
final class Settling {

  private static final int NONE = -1;

  private final long settleNanos;
  private int share = NONE;
  private long elapsedNanos;

  Settling(Duration longestCall) {
    this.settleNanos = longestCall.toNanos();
  }

  /** Takes the next interval, and tells whether it is settled. */
  boolean settled(EvidenceIncrement increment) {
    if (increment.share() != share) {
      share = increment.share();
      elapsedNanos = 0;
    }
    boolean settled = elapsedNanos >= settleNanos;
    elapsedNanos += Duration.between(increment.from(), increment.to()).toNanos();
    return settled;
  }

  double[] save() {
    return new double[] {share, elapsedNanos};
  }

  void restore(double[] saved) {
    share = (int) saved[0];
    elapsedNanos = (long) saved[1];
  }
}

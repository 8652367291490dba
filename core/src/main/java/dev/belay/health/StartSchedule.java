package dev.belay.health;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleConsumer;

/**
 * When a rollback test starts anew, so that it notices a candidate that goes bad late.
 *
 * <p>Half of the wealth is bet at the beginning. The other half is bet in equal parts every ten minutes, or every twelfth
 * of a horizon shorter than two hours, until the horizon is over.
 */
final class StartSchedule {

  /** The part of the wealth that is bet at the beginning. */
  static final double FIRST_BET = .5;

  private static final Duration LONGEST_STEP = Duration.ofMinutes(10);
  private static final int FEWEST_RESTARTS = 12;

  private final long stepNanos;
  private final int restarts;
  private long elapsedNanos;
  private int started = -1;

  StartSchedule(Duration horizon) {
    Duration twelfth = horizon.dividedBy(FEWEST_RESTARTS);
    stepNanos =
        Math.max(1, (twelfth.compareTo(LONGEST_STEP) < 0 ? twelfth : LONGEST_STEP).toNanos());
    restarts = (int) Math.min(100_000, Math.max(1, horizon.toNanos() / stepNanos));
  }

  /** Starts what is due before an interval, then counts the interval. */
  void advance(Instant from, Instant to, DoubleConsumer start) {
    int due = (int) Math.min(restarts, elapsedNanos / stepNanos);
    double weight = 0;
    if (started < 0) {
      weight = FIRST_BET;
      started = 0;
    }
    weight += (1 - FIRST_BET) * (due - started) / restarts;
    started = Math.max(started, due);
    if (weight > 0) {
      start.accept(weight);
    }
    elapsedNanos += Duration.between(from, to).toNanos();
  }

  double[] save() {
    return new double[] {elapsedNanos, started};
  }

  void restore(double[] saved) {
    elapsedNanos = (long) saved[0];
    started = (int) saved[1];
  }
}

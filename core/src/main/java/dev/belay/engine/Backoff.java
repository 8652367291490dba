package dev.belay.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When to try again what has failed: soon, then after twice the time, up to a bound, and never together with others that failed
 * at the same moment. Used by one thread.
 */
final class Backoff {

  private static final int MOST_DOUBLINGS = 20;

  private final Duration shortest;
  private final Duration longest;
  private final IntSupplier randomBits;
  private int failures;
  private @Nullable Instant next;

  /** Waits within half of these bounds and the whole of them, by chance. */
  Backoff(Duration shortest, Duration longest, IntSupplier randomBits) {
    this.shortest = shortest;
    this.longest = longest;
    this.randomBits = randomBits;
  }

  /** Whether it may be tried now. */
  boolean due(Instant now) {
    return next == null || !now.isBefore(next);
  }

  /** Whether it has failed and not succeeded since. */
  boolean failing() {
    return next != null;
  }

  /** Notes a failure. */
  void failed(Instant now) {
    Duration delay = shortest.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    if (delay.compareTo(longest) > 0) {
      delay = longest;
    }
    failures++;
    double part = 0.5 + (randomBits.getAsInt() >>> 1) * 0x1p-32;
    next = now.plusNanos((long) (delay.toNanos() * part));
  }

  /** Waits without a failure: what was asked for takes its time. */
  void waitFor(Duration delay, Instant now) {
    failures = 0;
    next = now.plus(delay);
  }

  /** Notes a success, or that it is to be tried at once. */
  void reset() {
    failures = 0;
    next = null;
  }

  /** How long until it is due, at most a bound. */
  Duration untilDue(Instant now, Duration bound) {
    Instant due = next;
    if (due == null) {
      return bound;
    }
    Duration left = now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
    return left.compareTo(bound) < 0 ? left : bound;
  }
}

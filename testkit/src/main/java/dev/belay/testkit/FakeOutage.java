package dev.belay.testkit;

import java.time.Duration;

/**
 * A time in which a fake model is gone: from its death to its recovery, or on and off. Every call then fails at once with
 * {@link FailureKind#disconnect()}, or hangs. A call that has begun before is not cut off. Immutable.
 *
 * <pre>{@code
 * FakeOutage.from(Duration.ofMinutes(10))                                      // dies, and stays dead
 * FakeOutage.from(Duration.ofMinutes(10)).until(Duration.ofMinutes(12))        // recovers
 * FakeOutage.from(Duration.ZERO).flapping(Duration.ofSeconds(30), .8).hanging()
 * }</pre>
 */
public final class FakeOutage {

  private final Duration from;
  private final long untilNanos;
  private final long periodNanos;
  private final long upNanos;
  private final boolean hanging;

  private FakeOutage(
      Duration from, long untilNanos, long periodNanos, long upNanos, boolean hanging) {
    this.from = from;
    this.untilNanos = untilNanos;
    this.periodNanos = periodNanos;
    this.upNanos = upNanos;
    this.hanging = hanging;
  }

  /**
   * Begins at a moment, and does not end.
   *
   * @param moment after the endpoint was made; at least zero, at most 365 days
   * @return the outage
   * @throws IllegalArgumentException if the moment is out of range
   */
  public static FakeOutage from(Duration moment) {
    Require.atLeastZero("from", moment, Require.YEAR);
    return new FakeOutage(moment, Long.MAX_VALUE, 1, 0, false);
  }

  /**
   * Sets when the model recovers for good.
   *
   * @param moment after the endpoint was made; above that of the beginning, at most 365 days
   * @return the changed outage
   * @throws IllegalArgumentException if the moment is out of range
   */
  public FakeOutage until(Duration moment) {
    if (moment.compareTo(from) <= 0 || moment.compareTo(Require.YEAR) > 0) {
      throw new IllegalArgumentException("until must be above the beginning " + from
          + " and at most " + Require.YEAR + ", but was " + moment);
    }
    return new FakeOutage(from, moment.toNanos(), periodNanos, upNanos, hanging);
  }

  /**
   * Makes the model come and go: in each period it is there first, and then gone.
   *
   * @param period above zero, at most 365 days
   * @param duty the part of the period in which the model is there, in (0, 1)
   * @return the changed outage
   * @throws IllegalArgumentException if a value is out of range
   */
  public FakeOutage flapping(Duration period, double duty) {
    long nanos = Require.aboveZero("period", period, Require.YEAR).toNanos();
    long up = Math.round(nanos * Require.open("duty", duty, 0, 1));
    return new FakeOutage(from, untilNanos, nanos, up, hanging);
  }

  /**
   * Makes calls hang instead of failing at once: they take as long as {@link FakeModel.Builder#hangsFor} says.
   *
   * @return the changed outage
   */
  public FakeOutage hanging() {
    return new FakeOutage(from, untilNanos, periodNanos, upNanos, true);
  }

  boolean at(long elapsedNanos) {
    long since = elapsedNanos - from.toNanos();
    return since >= 0 && elapsedNanos < untilNanos && since % periodNanos >= upNanos;
  }

  FailureKind kind() {
    return hanging ? FailureKind.timeout() : FailureKind.disconnect();
  }
}

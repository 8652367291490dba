package dev.belay.testkit;

import java.time.Duration;

/**
 * The beginning of a fake model's life, in which it is slower or fails more: cold caches, lazy loading. It happens once, and not
 * again after an outage. Immutable.
 *
 * <pre>{@code
 * FakeWarmUp.ofCalls(50).slowerBy(5).failureRate(.2)
 * }</pre>
 */
public final class FakeWarmUp {

  private final long calls;
  private final long nanos;
  private final double slower;
  private final double failureRate;

  private FakeWarmUp(long calls, long nanos, double slower, double failureRate) {
    this.calls = calls;
    this.nanos = nanos;
    this.slower = slower;
    this.failureRate = failureRate;
  }

  /**
   * Lasts for the first calls of the version. Those that an outage or a full capacity turns away count as well.
   *
   * @param count at least 1
   * @return a warm-up that changes nothing yet
   * @throws IllegalArgumentException if the count is below 1
   */
  public static FakeWarmUp ofCalls(long count) {
    return new FakeWarmUp(Require.between("calls", count, 1, Long.MAX_VALUE), 0, 1, Require.UNSET);
  }

  /**
   * Lasts for a time after the endpoint was made.
   *
   * @param time above zero, at most 365 days
   * @return a warm-up that changes nothing yet
   * @throws IllegalArgumentException if the time is out of range
   */
  public static FakeWarmUp lasting(Duration time) {
    return new FakeWarmUp(
        0, Require.aboveZero("time", time, Require.YEAR).toNanos(), 1, Require.UNSET);
  }

  static FakeWarmUp none() {
    return new FakeWarmUp(0, 0, 1, Require.UNSET);
  }

  /**
   * Sets how much longer calls take.
   *
   * @param factor in [1, 1000000]; at first 1
   * @return the changed warm-up
   * @throws IllegalArgumentException if the factor is out of range
   */
  public FakeWarmUp slowerBy(double factor) {
    return new FakeWarmUp(calls, nanos, Require.factor("factor", factor), failureRate);
  }

  /**
   * Sets how many calls fail.
   *
   * @param rate in [0, 1], and at least that of the model; at first that of the model
   * @return the changed warm-up
   * @throws IllegalArgumentException if the rate is out of range
   */
  public FakeWarmUp failureRate(double rate) {
    return new FakeWarmUp(calls, nanos, slower, Require.closed("failureRate", rate, 0, 1));
  }

  boolean at(long elapsedNanos, long number) {
    return number <= calls || elapsedNanos < nanos;
  }

  double slower() {
    return slower;
  }

  /** {@link Require#UNSET} unless it was set. */
  double failureRate() {
    return failureRate;
  }
}

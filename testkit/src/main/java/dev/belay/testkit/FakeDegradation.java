package dev.belay.testkit;

import java.time.Duration;

/**
 * A fake model that gets worse bit by bit: from a moment on, failure rate and latency rise, steadily or in steps, up to a bound,
 * and then stay there. Immutable.
 *
 * <pre>{@code
 * FakeDegradation.from(Duration.ofMinutes(10)).over(Duration.ofHours(1)).failureRateTo(.3).slowerBy(4)
 * }</pre>
 */
public final class FakeDegradation {

  private static final int MOST_STEPS = 1_000_000;

  private final Ramp ramp;
  private final double failureRate;
  private final double slower;

  private FakeDegradation(Ramp ramp, double failureRate, double slower) {
    this.ramp = ramp;
    this.failureRate = failureRate;
    this.slower = slower;
  }

  /**
   * Begins at a moment.
   *
   * @param from after the endpoint was made; at least zero, at most 365 days
   * @return a degradation that changes nothing yet, and is complete at once
   * @throws IllegalArgumentException if the moment is out of range
   */
  public static FakeDegradation from(Duration from) {
    return new FakeDegradation(Ramp.steady(from, Duration.ZERO), Require.UNSET, 1);
  }

  /**
   * Sets how long it takes until the bound is reached.
   *
   * @param time at least zero, which is a jump, and at most 365 days
   * @return the changed degradation
   * @throws IllegalArgumentException if the time is out of range
   */
  public FakeDegradation over(Duration time) {
    long nanos = Require.atLeastZero("over", time, Require.YEAR).toNanos();
    return new FakeDegradation(
        new Ramp(ramp.fromNanos(), nanos, ramp.steps()), failureRate, slower);
  }

  /**
   * Makes it rise in equal steps instead of steadily: the first one when its part of the time has passed, the last one at the end.
   *
   * @param count how many, in [1, 1000000]
   * @return the changed degradation
   * @throws IllegalArgumentException if the number is out of range
   */
  public FakeDegradation inSteps(int count) {
    return new FakeDegradation(
        ramp.inSteps((int) Require.between("steps", count, 1, MOST_STEPS)), failureRate, slower);
  }

  /**
   * Sets the failure rate in the end.
   *
   * @param rate in [0, 1], and at least that of the model; at first that of the model
   * @return the changed degradation
   * @throws IllegalArgumentException if the rate is out of range
   */
  public FakeDegradation failureRateTo(double rate) {
    return new FakeDegradation(ramp, Require.closed("failureRateTo", rate, 0, 1), slower);
  }

  /**
   * Sets how much longer calls take in the end.
   *
   * @param factor in [1, 1000000]; at first 1
   * @return the changed degradation
   * @throws IllegalArgumentException if the factor is out of range
   */
  public FakeDegradation slowerBy(double factor) {
    return new FakeDegradation(ramp, failureRate, Require.factor("factor", factor));
  }

  /** The failure rate at a moment. */
  double failureRate(double base, long elapsedNanos) {
    return base + Math.max(0, failureRate - base) * ramp.at(elapsedNanos);
  }

  double slower(long elapsedNanos) {
    return 1 + (slower - 1) * ramp.at(elapsedNanos);
  }

  /** {@link Require#UNSET} unless it was set. */
  double failureRateTo() {
    return failureRate;
  }
}

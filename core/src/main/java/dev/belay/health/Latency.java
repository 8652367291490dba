package dev.belay.health;

import java.time.Duration;

/**
 * Signals on how long calls take.
 *
 * <p>{@link #againstStable} compares the candidate with the stable version over the same time, so that a busy hour is not held
 * against it; {@link #atMost} compares it with an objective. Both hold the policy's error probabilities however often they are
 * looked at.
 */
public final class Latency {

  private Latency() {}

  /**
   * Compares the 90 % and the 99 % quantile of the candidate's latency with the stable version's: the one sees that everything
   * is slower, the other that a few calls are much slower.
   *
   * @return a builder with a tolerance of 20 % and a margin of 50 %
   */
  public static AgainstStable againstStable() {
    return new AgainstStable();
  }

  /**
   * Compares a quantile of the candidate's latency with a fixed objective: unhealthy when more than {@code 1 - quantile} of
   * its calls are shown to be slower than the limit, healthy when fewer are.
   *
   * @param limit the largest acceptable latency, from 1 microsecond to 60 seconds; it is resolved to 3 %
   * @param quantile the part of calls that may not be slower, in [0.5, 0.9999], for example 0.99
   * @return the signal
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static HealthSignal atMost(Duration limit, double quantile) {
    return new LatencyObjectiveSignal(limit, quantile);
  }

  /**
   * Describes what "no slower than stable" means.
   *
   * <ul>
   *   <li>A candidate that is at most {@code 1 + tolerance} times slower is never rolled back, but for the policy's {@code
   *       falseRollback}.
   *   <li>One that is more than {@code 1 + margin} times slower at the 90 % or the 99 % quantile is never promoted, but for the
   *       policy's {@code falsePromotion}.
   * </ul>
   *
   * <p>Not thread-safe.
   */
  public static final class AgainstStable {

    private double tolerance = .2;
    private double margin = .5;

    private AgainstStable() {}

    /**
     * Sets how much slower is no reason to roll back.
     *
     * @param value in [0, 10], for example 0.2 for a fifth slower; rounded up to the next step of the histogram, by at most a 32nd of
     *     the latency; default 0.2
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable tolerance(double value) {
      tolerance = Range.closed("tolerance", value, 0, 10);
      return this;
    }

    /**
     * Sets how much slower may not be promoted.
     *
     * @param value in (0, 100], at least 0.1 above the tolerance; rounded down to a step of the histogram, by at most
     *     a 32nd of the latency; default 0.5
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable margin(double value) {
      margin = Range.above("margin", value, 0, 100);
      return this;
    }

    /**
     * Finishes the signal.
     *
     * @return the signal
     * @throws IllegalArgumentException if the margin is not at least 0.1 above the tolerance: the histogram's steps of 3 % could
     *     not tell them apart
     */
    public HealthSignal build() {
      if (!(margin >= tolerance + .1 - 1e-9)) {
        throw new IllegalArgumentException("margin must be at least tolerance + 0.1 = "
            + (tolerance + .1) + ", but was " + margin);
      }
      return new LatencySignal(tolerance, margin);
    }
  }
}

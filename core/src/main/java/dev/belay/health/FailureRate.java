package dev.belay.health;

/**
 * Signals on the part of calls that fail.
 *
 * <p>{@link #againstStable} compares the candidate with the stable version over the same time and needs no number from you
 * but a tolerance; {@link #atMost} compares it with an objective. Both hold the policy's error probabilities however often
 * they are looked at, while the share, the traffic and the base rate change.
 */
public final class FailureRate {

  private FailureRate() {}

  /**
   * Compares the candidate's failure rate with the stable version's.
   *
   * @return a builder with a tolerance of 20 %, a margin of 50 % and a promotion allowance of 0.1 percentage points
   */
  public static AgainstStable againstStable() {
    return new AgainstStable();
  }

  /**
   * Compares the candidate's failure rate with a fixed objective: unhealthy when it is shown to be above, healthy when it
   * is shown to be below. A rate right at the objective can be shown to be neither.
   *
   * @param objective the largest acceptable part of failed calls, in (0, 1), for example 0.01
   * @return the signal
   * @throws IllegalArgumentException if the objective is out of range
   */
  public static HealthSignal atMost(double objective) {
    return new FailureObjectiveSignal(objective);
  }

  /**
   * Describes what "no worse than stable" means.
   *
   * <p>With a stable failure rate {@code p}, the candidate
   *
   * <ul>
   *   <li>is never rolled back, but for the policy's {@code falseRollback}, while it fails at most
   *       {@code (1 + tolerance) p + rollbackAllowance};
   *   <li>is never promoted, but for the policy's {@code falsePromotion}, while it fails at least
   *       {@code (1 + margin) p + promotionAllowance}.
   * </ul>
   *
   * In between both answers are acceptable. The closer tolerance and margin are, the more requests an answer takes. Not
   * thread-safe.
   */
  public static final class AgainstStable {

    private double tolerance = .2;
    private double margin = .5;
    private double rollbackAllowance;
    private double promotionAllowance = .001;

    private AgainstStable() {}

    /**
     * Sets how many more failures, relative to stable, are no reason to roll back.
     *
     * @param value in [0, 10], for example 0.2 for a fifth more; default 0.2
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable tolerance(double value) {
      tolerance = inRange("tolerance", value, 0, 10);
      return this;
    }

    /**
     * Sets how many more failures, relative to stable, may not be promoted.
     *
     * @param value in (0, 100], above the tolerance, for example 0.5 for half as many again; default 0.5
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable margin(double value) {
      margin = inRange("margin", value, Double.MIN_VALUE, 100);
      return this;
    }

    /**
     * Sets an absolute part of calls that is no reason to roll back, whatever the ratio.
     *
     * @param value in [0, 0.5], at most the promotion allowance; default 0
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable rollbackAllowance(double value) {
      rollbackAllowance = inRange("rollbackAllowance", value, 0, .5);
      return this;
    }

    /**
     * Sets an absolute part of calls within which the candidate counts as no worse. Without it a service in which nothing
     * ever fails could never promote: about {@code 5.2 / value} candidate requests without a failure are then needed.
     *
     * <p>A service that fails far more seldom than this should set it lower: at a stable rate of 1 in 10,000, a candidate that
     * fails five times as often is still within the default, and may be promoted.
     *
     * @param value in (0, 0.5]; default 0.001, which is 0.1 percentage points
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable promotionAllowance(double value) {
      promotionAllowance = inRange("promotionAllowance", value, Double.MIN_VALUE, .5);
      return this;
    }

    /**
     * Finishes the signal.
     *
     * @return the signal
     * @throws IllegalArgumentException if the margin is not above the tolerance, or the promotion allowance is below the
     *     rollback allowance: then both answers could be wrong at once
     */
    public HealthSignal build() {
      if (margin <= tolerance) {
        throw new IllegalArgumentException(
            "margin must be above tolerance = " + tolerance + ", but was " + margin);
      }
      if (promotionAllowance < rollbackAllowance) {
        throw new IllegalArgumentException(
            "promotionAllowance must be at least rollbackAllowance = " + rollbackAllowance
                + ", but was " + promotionAllowance);
      }
      return new FailureRateSignal(tolerance, margin, rollbackAllowance, promotionAllowance);
    }

    private static double inRange(String name, double value, double low, double high) {
      if (!(value >= low && value <= high)) {
        throw new IllegalArgumentException(
            name + " must be " + (low == Double.MIN_VALUE ? "in (0, " : "in [" + low + ", ") + high
                + "], but was " + value);
      }
      return value;
    }
  }
}

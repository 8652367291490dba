package dev.belay.health;

import dev.belay.evidence.PredictionCounts;

/**
 * The signal on what the model answers: how often each class is predicted, or how predicted scores are spread.
 *
 * <p>A new version is expected to answer differently, so add it with {@link dev.belay.RolloutPolicy.Builder#observe}: a drift is
 * then reported and decides nothing. Add it with {@link dev.belay.RolloutPolicy.Builder#signal} where the new version should
 * answer alike, such as after a change of the infrastructure. Predictions are reported by {@link
 * dev.belay.Route#predictedClass} or {@link dev.belay.Route#predictedScore}.
 */
public final class Predictions {

  private Predictions() {}

  /**
   * Compares how often each class is predicted with the stable version, over the same time.
   *
   * @param classes the number of classes, in [2, 64]
   * @return a builder with a tolerance of 25 % and 0.2 points, and a margin of 50 % and 1 point
   * @throws IllegalArgumentException if the number is out of range
   */
  public static AgainstStable ofClasses(int classes) {
    if (classes < 2 || classes > PredictionCounts.CLASSES) {
      throw new IllegalArgumentException(
          "classes must be in [2, " + PredictionCounts.CLASSES + "], but was " + classes);
    }
    return new AgainstStable(classes, "class");
  }

  /**
   * Compares how predicted scores in [0, 1] are spread over 20 bins of equal width with the stable version, over the same
   * time.
   *
   * @return a builder with a tolerance of 25 % and 0.2 points, and a margin of 50 % and 1 point
   */
  public static AgainstStable ofScores() {
    return new AgainstStable(PredictionCounts.BINS, "bin");
  }

  /**
   * Describes what "answers alike" means. With {@code s} the share of a class or bin among stable's answers, and {@code c}
   * among the candidate's:
   *
   * <ul>
   *   <li>While no share has moved by more than {@code c <= (1 + tolerance) s + toleranceShare}, and the other way round, the
   *       candidate is never found to drift, but for the policy's {@code falseRollback}.
   *   <li>If any share has moved by {@code c >= (1 + margin) s + marginShare} or the other way round, it is never found to answer
   *       alike, but for the policy's {@code falsePromotion}.
   * </ul>
   *
   * <p>Not thread-safe.
   */
  public static final class AgainstStable {

    private final int classes;
    private final String unit;
    private double tolerance = .25;
    private double toleranceShare = .002;
    private double margin = .5;
    private double marginShare = .01;

    private AgainstStable(int classes, String unit) {
      this.classes = classes;
      this.unit = unit;
    }

    /**
     * Sets how much more or less often is no drift.
     *
     * @param ratio in [0, 10], for example 0.25 for a quarter more often; default 0.25
     * @param share in [0, 0.5], a part of all answers that is added; default 0.002
     * @return this builder
     * @throws IllegalArgumentException if a value is out of range
     */
    public AgainstStable tolerance(double ratio, double share) {
      tolerance = Range.closed("ratio", ratio, 0, 10);
      toleranceShare = Range.closed("share", share, 0, .5);
      return this;
    }

    /**
     * Sets how much more or less often may not pass as alike.
     *
     * @param ratio in (0, 100], above that of the tolerance; default 0.5
     * @param share in (0, 0.5], at least that of the tolerance; default 0.01
     * @return this builder
     * @throws IllegalArgumentException if a value is out of range
     */
    public AgainstStable margin(double ratio, double share) {
      margin = Range.above("ratio", ratio, 0, 100);
      marginShare = Range.above("share", share, 0, .5);
      return this;
    }

    /**
     * Finishes the signal.
     *
     * @return the signal
     * @throws IllegalArgumentException if the margin is not above the tolerance
     */
    public HealthSignal build() {
      Range.ordered(tolerance, margin);
      if (marginShare < toleranceShare) {
        throw new IllegalArgumentException("share of the margin must be at least that of the"
            + " tolerance = " + toleranceShare + ", but was " + marginShare);
      }
      return new PredictionSignal(classes, unit, tolerance, toleranceShare, margin, marginShare);
    }
  }
}

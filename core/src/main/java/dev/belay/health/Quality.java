package dev.belay.health;

/**
 * The signal on how good answers are, by scores from 0, useless, to 1, perfect, that come with the answer or hours later.
 *
 * <p>Scores are reported by {@link dev.belay.Route#scored} or {@link dev.belay.ModelEndpoint#label}. Labels may come late, as
 * long as whether and when one comes does not depend on the quality: after a change of the share, labels that came fast are
 * compared with ones that came slowly.
 */
public final class Quality {

  private Quality() {}

  /**
   * Compares the candidate's mean score with the stable version's, over the scores that arrived at the same time.
   *
   * @return a builder with a tolerance of 0.02 and a margin of 0.05
   */
  public static AgainstStable againstStable() {
    return new AgainstStable();
  }

  /**
   * Describes what "as good as stable" means, in points of the score.
   *
   * <ul>
   *   <li>A candidate whose mean score is at most {@code tolerance} below is never rolled back, but for the policy's {@code
   *       falseRollback}.
   *   <li>One whose mean score is {@code margin} or more below is never promoted, but for the policy's {@code falsePromotion}.
   * </ul>
   *
   * <p>Not thread-safe.
   */
  public static final class AgainstStable {

    private double tolerance = .02;
    private double margin = .05;

    private AgainstStable() {}

    /**
     * Sets how much lower a mean score is no reason to roll back.
     *
     * @param value in [0, 0.5], for example 0.02 for two points of a hundred; default 0.02
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable tolerance(double value) {
      tolerance = Range.closed("tolerance", value, 0, .5);
      return this;
    }

    /**
     * Sets how much lower a mean score may not be promoted.
     *
     * @param value in (0, 1], above the tolerance; default 0.05
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public AgainstStable margin(double value) {
      margin = Range.above("margin", value, 0, 1);
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
      return new QualitySignal(tolerance, margin);
    }
  }
}

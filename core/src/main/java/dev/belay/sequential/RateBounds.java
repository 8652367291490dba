package dev.belay.sequential;

/**
 * A confidence sequence for the running mean of an event rate: the references that {@link OddsTest} does not reject.
 *
 * <p>It covers the running mean at all times together with a probability of at least {@code 1 - level}, however the rate
 * moves. It needs the total counts only. The bounds are found by bisection on the log odds, to the precision of a double.
 *
 * @param lower lower bound of the rate, in [0, 1]
 * @param upper upper bound of the rate, in [0, 1]
 */
public record RateBounds(double lower, double upper) {

  private static final double WIDEST_LOGIT = 700;
  private static final int BISECTIONS = 70;

  /**
   * Checks the bounds.
   *
   * @param lower lower bound of the rate, in [0, 1]
   * @param upper upper bound of the rate, in [lower, 1]
   */
  public RateBounds {
    if (!(0 <= lower && lower <= upper && upper <= 1)) {
      throw new IllegalArgumentException(
          "bounds must be in [0, 1] and in order, but were [" + lower + ", " + upper + "]");
    }
  }

  /**
   * Computes both bounds, each at half the level.
   *
   * @param trials total trials, at least 0
   * @param events total events, in [0, trials]
   * @param level probability of ever missing the running mean, in (0, 1)
   * @return the bounds, [0, 1] when nothing is known
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static RateBounds of(double trials, double events, double level) {
    return new RateBounds(lower(trials, events, level / 2), upper(trials, events, level / 2));
  }

  /**
   * Computes the lower bound alone.
   *
   * @param trials total trials, at least 0
   * @param events total events, in [0, trials]
   * @param level probability of ever lying above the running mean, in (0, 1)
   * @return the bound, 0 when no reference is rejected
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static double lower(double trials, double events, double level) {
    Counts.check(trials, events);
    return 1 - boundary(trials, trials - events, Counts.probability("level", level));
  }

  /**
   * Computes the upper bound alone.
   *
   * @param trials total trials, at least 0
   * @param events total events, in [0, trials]
   * @param level probability of ever lying below the running mean, in (0, 1)
   * @return the bound, 1 when no reference is rejected
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static double upper(double trials, double events, double level) {
    Counts.check(trials, events);
    return boundary(trials, events, Counts.probability("level", level));
  }

  /** The smallest reference that the evidence for "below" rejects. */
  private static double boundary(double trials, double events, double level) {
    double needed = Math.log(1 / level);
    if (logEvidenceBelow(trials, events, WIDEST_LOGIT) < needed) {
      return 1;
    }
    double accepted = -WIDEST_LOGIT;
    double rejected = WIDEST_LOGIT;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (accepted + rejected) / 2;
      if (logEvidenceBelow(trials, events, middle) >= needed) {
        rejected = middle;
      } else {
        accepted = middle;
      }
    }
    return rate(rejected);
  }

  private static double logEvidenceBelow(double trials, double events, double logit) {
    double reference = rate(logit);
    double[] terms = new double[OddsTest.LOG_ODDS_RATIOS.length];
    for (int i = 0; i < terms.length; i++) {
      double lambda = -OddsTest.LOG_ODDS_RATIOS[i];
      terms[i] = events * lambda - trials * Math.log1p(reference * Math.expm1(lambda));
    }
    return LogSpace.sum(terms) - Math.log(terms.length);
  }

  private static double rate(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}

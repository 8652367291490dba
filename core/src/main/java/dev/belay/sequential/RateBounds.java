package dev.belay.sequential;

/**
 * A confidence sequence for the running mean of an event rate: the references that {@link OddsTest} does not reject.
 *
 * <p>It covers the running mean at all times together with a probability of at least {@code 1 - level}, however the rate
 * moves. It needs the total counts only. A bound is found to a relative precision of 1e-12, and rounded outwards.
 *
 * @param lower lower bound of the rate, in [0, 1]
 * @param upper upper bound of the rate, in [0, 1]
 */
public record RateBounds(double lower, double upper) {

  private static final double WIDEST_LOGIT = 700;
  private static final double TOLERANCE = 1e-13;
  private static final int MOST_STEPS = 200;

  /** The odds of each alternative over those of the reference, less 1. */
  private static final double[] EXCESSES = excesses();

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

  /**
   * The smallest reference that the evidence for "below" rejects: Newton's method on the log odds, kept between a reference
   * that is accepted and one that is rejected, and rounded up by the tolerance.
   */
  private static double boundary(double trials, double events, double level) {
    double needed = Math.log(1 / level);
    Evidence evidence = new Evidence(trials, events);
    double rejected = WIDEST_LOGIT;
    evidence.at(rejected);
    if (evidence.log < needed) {
      return 1;
    }
    double accepted = -WIDEST_LOGIT;
    double logit = logit((events + Math.sqrt(2 * events * needed) + needed) / trials);
    for (int i = 0; i < MOST_STEPS; i++) {
      evidence.at(logit);
      if (evidence.log >= needed) {
        rejected = logit;
      } else {
        accepted = logit;
      }
      double next = logit - (evidence.log - needed) / evidence.slope;
      if (!(accepted < next && next < rejected)) {
        next = (accepted + rejected) / 2;
      }
      double moved = Math.abs(next - logit);
      logit = next;
      if (moved <= TOLERANCE) {
        break;
      }
    }
    return rate(Math.min(rejected, logit + TOLERANCE));
  }

  /** The logarithm of the evidence for "below a reference", and how steeply it rises with the reference's log odds. */
  private static final class Evidence {

    private final double[] terms = new double[EXCESSES.length];
    private final double trials;
    private final double events;
    private double log;
    private double slope;

    Evidence(double trials, double events) {
      this.trials = trials;
      this.events = events;
    }

    void at(double logit) {
      double reference = rate(logit);
      for (int i = 0; i < terms.length; i++) {
        terms[i] =
            -events * OddsTest.LOG_ODDS_RATIOS[i] - trials * Math.log1p(reference * EXCESSES[i]);
      }
      double sum = LogSpace.sum(terms);
      double mean = 0;
      for (int i = 0; i < terms.length; i++) {
        mean -= Math.exp(terms[i] - sum) * EXCESSES[i] / (1 + reference * EXCESSES[i]);
      }
      log = sum - Math.log(terms.length);
      slope = trials * mean * reference * rate(-logit);
    }
  }

  private static double[] excesses() {
    double[] excesses = new double[OddsTest.LOG_ODDS_RATIOS.length];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = Math.expm1(-OddsTest.LOG_ODDS_RATIOS[i]);
    }
    return excesses;
  }

  private static double logit(double rate) {
    return rate < 1 ? Math.log(rate / (1 - rate)) : WIDEST_LOGIT / 2;
  }

  private static double rate(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}

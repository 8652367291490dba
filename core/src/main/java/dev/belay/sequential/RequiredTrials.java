package dev.belay.sequential;

/**
 * How many trials a {@link LinearNullTest} or an {@link OddsTest} will need at described rates, before it is run.
 *
 * <p>With {@code growth} the evidence that one trial adds on average, and {@code variance} how much that scatters,
 *
 * <pre>
 *   needed = ln(1 / level) + ln(alternatives of the grid)
 *   mean   = needed / growth
 *   p95    = ((z sqrt(variance) + sqrt(z^2 variance + 4 growth needed)) / (2 growth))^2
 * </pre>
 *
 * <p>where {@code z = 1.645} is the 95 % quantile of the normal distribution, and the smallest over the grid counts. For
 * the linear null with {@code s} base trials for each trial, {@code theta = ratio / (ratio + s)},
 * {@code b = 1 / (1 + theta (gamma - 1))} and {@code a = gamma b}:
 *
 * <pre>
 *   growth   = q ln a + s p ln b - allowance (a - 1)
 *   variance = q (ln a)^2 + s p (ln b)^2
 * </pre>
 *
 * <p>and for a fixed reference {@code growth = q lambda - ln(1 + reference (e^lambda - 1))},
 * {@code variance = q lambda^2}. Simulated means are 0.73 to 1.02 of the plan, simulated 95th percentiles never above it.
 *
 * @param mean trials of the arm that are needed on average, positive infinity if the test cannot decide
 * @param p95 trials of the arm that suffice in 95 of 100 runs, positive infinity if the test cannot decide
 */
public record RequiredTrials(double mean, double p95) {

  private static final double Z95 = 1.6448536269514722;
  private static final RequiredTrials NEVER =
      new RequiredTrials(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Plans for a test of {@link LinearNullTest#above}.
   *
   * @param rate the true rate of the arm, in [0, 1]
   * @param baseRate the true rate of the base arm, in [0, 1]
   * @param share the part of all trials that falls on the arm, in (0, 1)
   * @param ratio the ratio of the null hypothesis
   * @param allowance the allowance of the null hypothesis
   * @param level the error probability of the test, in (0, 1)
   * @return the trials needed
   */
  public static RequiredTrials above(
      double rate, double baseRate, double share, double ratio, double allowance, double level) {
    return plan(LinearNullTest.aboveGrid(), rate, baseRate, share, ratio, allowance, level);
  }

  /**
   * Plans for a test of {@link LinearNullTest#below}.
   *
   * @param rate the true rate of the arm, in [0, 1]
   * @param baseRate the true rate of the base arm, in [0, 1]
   * @param share the part of all trials that falls on the arm, in (0, 1)
   * @param ratio the ratio of the null hypothesis
   * @param allowance the allowance of the null hypothesis
   * @param level the error probability of the test, in (0, 1)
   * @return the trials needed
   */
  public static RequiredTrials below(
      double rate, double baseRate, double share, double ratio, double allowance, double level) {
    return plan(LinearNullTest.belowGrid(), rate, baseRate, share, ratio, allowance, level);
  }

  /**
   * Returns how many more events than its base rate explains an arm has until {@link LinearNullTest#above} finds it, on
   * average and for a small share:
   *
   * <pre>
   *   (ln(1 / level) + ln 8)(r - 1) / (r ln(r / ratioNull) - r + ratioNull)      with r = ratioTrue
   * </pre>
   *
   * <p>It depends neither on the base rate nor on the share nor on the number of trials. What goes on until the next update
   * and the reaction to it comes on top; an arm with half of all trials needs two to four times as many.
   *
   * @param ratioTrue the true ratio of the rates, above 0
   * @param ratioNull the ratio of the null hypothesis, above 0
   * @param level the error probability of the test, in (0, 1)
   * @return the events, positive infinity if the true ratio is not above that of the null
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static double expectedExcess(double ratioTrue, double ratioNull, double level) {
    Counts.aboveZero("ratioTrue", ratioTrue);
    Counts.aboveZero("ratioNull", ratioNull);
    double needed = needed(level, LinearNullTest.aboveGrid().length);
    if (ratioTrue <= ratioNull) {
      return Double.POSITIVE_INFINITY;
    }
    double growth = ratioTrue * Math.log(ratioTrue / ratioNull) - ratioTrue + ratioNull;
    return growth > 0 ? needed * (ratioTrue - 1) / growth : Double.POSITIVE_INFINITY;
  }

  /**
   * Plans for a test of {@link OddsTest#above}.
   *
   * @param rate the true rate, in [0, 1]
   * @param reference the rate of the null hypothesis, in (0, 1)
   * @param level the error probability of the test, in (0, 1)
   * @return the trials needed
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static RequiredTrials aboveReference(double rate, double reference, double level) {
    return planForReference(1, rate, reference, level);
  }

  /**
   * Plans for a test of {@link OddsTest#below}.
   *
   * @param rate the true rate, in [0, 1]
   * @param reference the rate of the null hypothesis, in (0, 1)
   * @param level the error probability of the test, in (0, 1)
   * @return the trials needed
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static RequiredTrials belowReference(double rate, double reference, double level) {
    return planForReference(-1, rate, reference, level);
  }

  private static RequiredTrials planForReference(
      double sign, double rate, double reference, double level) {
    Counts.check(1, rate);
    Counts.probability("reference", reference);
    double needed = needed(level, OddsTest.LOG_ODDS_RATIOS.length);
    RequiredTrials fewest = NEVER;
    for (double logOddsRatio : OddsTest.LOG_ODDS_RATIOS) {
      double lambda = sign * logOddsRatio;
      double growth = rate * lambda - Math.log1p(reference * Math.expm1(lambda));
      fewest = fewest.orFewer(growth, rate * lambda * lambda, needed);
    }
    return fewest;
  }

  private static RequiredTrials plan(
      double[] gammas,
      double rate,
      double baseRate,
      double share,
      double ratio,
      double allowance,
      double level) {
    Counts.check(1, rate);
    Counts.check(1, baseRate);
    Counts.probability("share", share);
    double basePerTrial = (1 - share) / share;
    double theta = ratio / (ratio + basePerTrial);
    double needed = needed(level, gammas.length);
    RequiredTrials fewest = NEVER;
    for (double gamma : gammas) {
      double b = 1 / (1 + theta * (gamma - 1));
      double logB = Math.log(b);
      double logA = Math.log(gamma) + logB;
      double growth = rate * logA + basePerTrial * baseRate * logB - allowance * (gamma * b - 1);
      double variance = rate * logA * logA + basePerTrial * baseRate * logB * logB;
      fewest = fewest.orFewer(growth, variance, needed);
    }
    return fewest;
  }

  private static double needed(double level, int alternatives) {
    return Math.log(1 / Counts.probability("level", level)) + Math.log(alternatives);
  }

  /** What an alternative needs, where that is fewer: its evidence grows only while it is nearer than the null. */
  private RequiredTrials orFewer(double growth, double variance, double needed) {
    if (!(growth > 0)) {
      return this;
    }
    double root = Z95 * Math.sqrt(variance) + Math.sqrt(Z95 * Z95 * variance + 4 * growth * needed);
    return new RequiredTrials(
        Math.min(mean, needed / growth), Math.min(p95, Math.pow(root / (2 * growth), 2)));
  }
}

package dev.belay.sequential;

/**
 * Compares the event rate {@code q} of one arm with the rate {@code p} of a base arm, against a linear null hypothesis.
 *
 * <pre>
 *   above:  H0: q &lt;= ratio * p + allowance      evidence grows when q is larger than that
 *   below:  H0: q &gt;= ratio * p + allowance      evidence grows when q is smaller than that
 * </pre>
 *
 * <p>For one interval with {@code n, k} trials and events of the arm and {@code m, j} of the base arm, and for each
 * {@code gamma} of a fixed grid of eight alternatives (the assumed factor between the true ratio and the null one):
 *
 * <pre>
 *   theta  = n * ratio / (n * ratio + m)
 *   ln E  += k ln(gamma) - (k + j) ln(1 + theta (gamma - 1)) - n * allowance * (a - 1)
 *   a - 1  = (gamma - 1)(1 - theta) / (1 + theta (gamma - 1))
 * </pre>
 *
 * <p>The evidence is the evenly weighted mean of the eight, optionally mixed over starting times ({@link #start}).
 *
 * <p><strong>What it promises.</strong> While the null holds for the mean rates of every interval, the evidence ever
 * reaches {@code 1 / level} with a probability of at most {@code level}: for every {@code p} in [0, 1], with rates and
 * proportions of the arms that change from interval to interval, and with outcomes weighted in [0, 1]. The only
 * inequality used is {@code 1 + x <= e^x}, so it is exact for rare events and conservative for frequent ones. With
 * trials allotted to the arms at random it also holds for outcomes that depend on each other arbitrarily.
 *
 * <p><strong>Pairs.</strong> Where one trial of either arm is made on the same subject ({@link #updatePairs}), with {@code x}
 * and {@code y} being 1 if the arm and the base arm have an event and 0 if not, each pair multiplies the evidence by
 *
 * <pre>
 *   (1 + A (x - ratio * y)) exp(-allowance * A)      A = a - 1 = (gamma - 1) / (1 + ratio * gamma)
 * </pre>
 *
 * <p>which is the formula above for one trial of each ({@code a - 1 = A}, {@code b - 1 = -ratio A}) except where both have an
 * event: there it is {@code a + b - 1} in place of the smaller {@code a b}. It is above 0, as the least of its values are
 * {@code b = (1 + ratio) / (1 + ratio gamma)} and {@code a + b - 1 = (gamma + ratio) / (1 + ratio gamma)} for
 * {@code gamma > 1}, and {@code a = gamma b} for {@code gamma < 1}. Its mean is
 * {@code (1 + A (q - ratio p)) exp(-allowance A)}, however the two events of a pair depend on each other. Above, {@code A > 0} and
 * {@code q - ratio p <= allowance}; below, {@code A < 0} and {@code q - ratio p >= allowance}; so either way the mean is at most
 * {@code (1 + A allowance) exp(-allowance A) <= 1}, by {@code 1 + x <= e^x}, which is used for the allowance alone. So the promise
 * holds for pairs that are independent given the past, for every {@code p} and exactly where there is no allowance. It also holds
 * for events that depend on each other arbitrarily, if the {@code n} pairs of an interval are a random choice among its
 * subjects: with {@code e_j} the factor of subject {@code j} and a mean over all subjects of at most 1, the mean product of
 * {@code n} different ones is at most the {@code n}-th power of that mean (C. Maclaurin 1729).
 *
 * <p>With a ratio of 1, {@code a + b - 1} is 1, and only pairs with one event count. With another ratio these alone are no
 * test: at {@code q = ratio p} the rates {@code q - z} and {@code p - z} of such pairs, with {@code z} the rate of pairs with
 * both events, differ by {@code (ratio - 1) z} more than the ratio allows.
 *
 * <p><strong>What it does not cover.</strong> Proportion and base rate that both change <em>inside</em> one interval
 * (close the interval at every change), numbers of trials that react to the outcomes inside an interval, arms that were
 * not filled at random, and the same cluster of trials always falling on the same arm.
 *
 * <p>Sources: M. Lindon, A. Malek, "Anytime-Valid Inference for Multinomial Count Data" (2022), for conditioning on the
 * events; R. Turner, A. Ly, P. Gruenwald (2024) for two-sample e-variables; W. Hoeffding (1963), theorem 4, for random
 * allotment. The proof for the linear null is in {@code docs/evidence.md}.
 *
 * <p>An update costs eight logarithms, or nothing where no event happened, and allocates nothing. Not thread-safe.
 */
public final class LinearNullTest {

  private static final double LARGEST_RATIO = 1e9;
  private static final double[] ABOVE = {1.1, 1.25, 1.5, 2, 3, 5, 10, 30};
  private static final double[] BELOW = {.02, .2, .4, .55, .7, .8, .9, .95};
  private static final double[] LOG_ABOVE = logs(ABOVE);
  private static final double[] LOG_BELOW = logs(BELOW);

  private final double ratio;
  private final double allowance;
  private final double[] gammas;
  private final double[] logGammas;
  private final Wealth wealth;

  private LinearNullTest(double ratio, double allowance, double[] gammas, double[] logGammas) {
    if (!(ratio > 0 && ratio <= LARGEST_RATIO)) {
      throw new IllegalArgumentException(
          "ratio must be in (0, " + LARGEST_RATIO + "], but was " + ratio);
    }
    if (!(allowance >= 0 && allowance <= 1)) {
      throw new IllegalArgumentException("allowance must be in [0, 1], but was " + allowance);
    }
    this.ratio = ratio;
    this.allowance = allowance;
    this.gammas = gammas;
    this.logGammas = logGammas;
    this.wealth = new Wealth(gammas.length);
  }

  /**
   * A test that gathers evidence for {@code q > ratio * p + allowance}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @param allowance an absolute addition to the rate, in [0, 1]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static LinearNullTest above(double ratio, double allowance) {
    return new LinearNullTest(ratio, allowance, ABOVE, LOG_ABOVE);
  }

  /**
   * A test that gathers evidence for {@code q < ratio * p + allowance}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @param allowance an absolute addition to the rate, in [0, 1]; with 0 no evidence can grow where nothing ever fails
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static LinearNullTest below(double ratio, double allowance) {
    return new LinearNullTest(ratio, allowance, BELOW, LOG_BELOW);
  }

  /** As {@link #above}, with another grid of alternatives; its arrays are shared, not copied. */
  static LinearNullTest above(double ratio, double allowance, double[] gammas, double[] logGammas) {
    return new LinearNullTest(ratio, allowance, gammas, logGammas);
  }

  /**
   * Starts betting a part of the wealth with the next update. Start once with 1 for a plain test. Start with a half and
   * later with small parts to notice an effect that begins late.
   *
   * @param weight the part of the wealth, above 0; all weights together at most 1
   * @throws IllegalArgumentException if more is bet than there is
   */
  public void start(double weight) {
    wealth.bet(weight);
  }

  /**
   * Takes the counts of one interval. An interval with an empty arm says nothing and changes nothing.
   *
   * @param trials trials of the arm, at least 0
   * @param events events of the arm, in [0, trials], fractions allowed
   * @param baseTrials trials of the base arm, at least 0
   * @param baseEvents events of the base arm, in [0, baseTrials], fractions allowed
   * @throws IllegalArgumentException if a count is outside its range
   */
  public void update(double trials, double events, double baseTrials, double baseEvents) {
    Counts.check(trials, events);
    Counts.check(baseTrials, baseEvents);
    if (trials == 0 || baseTrials == 0) {
      return;
    }
    double nullArm = trials * ratio;
    multiply(nullArm / (nullArm + baseTrials), trials, events, baseEvents);
  }

  /**
   * Takes the counts of one interval, with an allowance of its own in place of the test's.
   *
   * @param trials trials of the arm, at least 0
   * @param events events of the arm, in [0, trials], fractions allowed
   * @param baseTrials trials of the base arm, at least 0
   * @param baseEvents events of the base arm, in [0, baseTrials], fractions allowed
   * @param intervalAllowance the absolute addition to the rate, in [0, 1]; must not depend on the events of the interval
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public void update(
      double trials,
      double events,
      double baseTrials,
      double baseEvents,
      double intervalAllowance) {
    Counts.check(trials, events);
    Counts.check(baseTrials, baseEvents);
    if (!(intervalAllowance >= 0 && intervalAllowance <= 1)) {
      throw new IllegalArgumentException(
          "intervalAllowance must be in [0, 1], but was " + intervalAllowance);
    }
    if (trials == 0 || baseTrials == 0) {
      return;
    }
    double nullArm = trials * ratio;
    double theta = nullArm / (nullArm + baseTrials);
    for (int i = 0; i < gammas.length; i++) {
      wealth.multiply(i, logFactor(i, theta, trials, events, baseEvents, intervalAllowance));
    }
  }

  /**
   * Takes pairs of trials, one of either arm, made on the same subjects; see above. No trial may be in another update too.
   *
   * @param pairs pairs of trials, at least 0
   * @param onlyArm pairs with an event of the arm alone, at least 0
   * @param onlyBase pairs with an event of the base arm alone, at least 0
   * @param both pairs with an event of either, at least 0; the three together are at most {@code pairs}
   * @throws IllegalArgumentException if a count is outside its range
   */
  public void updatePairs(long pairs, long onlyArm, long onlyBase, long both) {
    Counts.pairs(pairs, onlyArm, onlyBase, both);
    if (onlyArm + onlyBase + both == 0 && allowance == 0) {
      return;
    }
    for (int i = 0; i < gammas.length; i++) {
      double bet = (gammas[i] - 1) / (1 + ratio * gammas[i]);
      wealth.multiply(
          i,
          onlyArm * Math.log1p(bet)
              + onlyBase * Math.log1p(-ratio * bet)
              + both * Math.log1p((1 - ratio) * bet)
              - pairs * allowance * bet);
    }
  }

  /** One interval, with the part {@code theta} of all events that the null hypothesis expects of the arm. */
  void multiply(double theta, double trials, double events, double baseEvents) {
    if (events + baseEvents == 0 && allowance == 0) {
      return;
    }
    for (int i = 0; i < gammas.length; i++) {
      wealth.multiply(i, logFactor(i, theta, trials, events, baseEvents));
    }
  }

  /** What {@link #multiply} does to one alternative. */
  double logFactor(int i, double theta, double trials, double events, double baseEvents) {
    return logFactor(i, theta, trials, events, baseEvents, allowance);
  }

  private double logFactor(
      int i, double theta, double trials, double events, double baseEvents, double addition) {
    double excess = gammas[i] - 1;
    double step = theta * excess;
    double allEvents = events + baseEvents;
    double logFactor = allEvents == 0 ? 0 : events * logGammas[i] - allEvents * Math.log1p(step);
    if (addition > 0) {
      logFactor -= trials * addition * excess * (1 - theta) / (1 + step);
    }
    return logFactor;
  }

  /**
   * Returns the natural logarithm of the evidence against the null hypothesis.
   *
   * @return 0 when nothing is known, larger when the null is less tenable; never NaN
   */
  public double logEvidence() {
    return wealth.log();
  }

  /**
   * Returns what the test has accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    return wealth.save();
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    wealth.restore(saved);
  }

  static double[] aboveGrid() {
    return ABOVE.clone();
  }

  static double[] belowGrid() {
    return BELOW.clone();
  }

  /** The wealth that is bet, for a test that multiplies it by factors of its own. */
  Wealth wealth() {
    return wealth;
  }

  double logAccount(int alternative) {
    return wealth.logAccount(alternative);
  }

  static double[] logs(double[] values) {
    double[] logs = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      logs[i] = Math.log(values[i]);
    }
    return logs;
  }
}

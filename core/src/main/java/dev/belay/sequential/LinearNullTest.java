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

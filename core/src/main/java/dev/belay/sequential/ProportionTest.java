package dev.belay.sequential;

/**
 * Tests whether the share of trials that are events is the share that was expected, in both directions.
 *
 * <p>H0: the odds of an event are within a factor of {@code 1 + oddsTolerance} of those expected, in every interval. For
 * each log odds ratio {@code lambda} in {+-0.02, +-0.05, +-0.1, +-0.2, +-0.4, +-0.8}, and with {@code r} the nearest end of
 * the null to the alternative (odds of {@code expected} times the factor for a positive, by it for a negative lambda):
 *
 * <pre>
 *   ln E += k lambda - n ln(1 + r (e^lambda - 1))
 * </pre>
 *
 * <p>and the evidence is the evenly weighted mean of the twelve. An event where 0 was expected, and a trial that is none
 * where 1 was, is infinite evidence.
 *
 * <p><strong>What it promises.</strong> For independent trials the evidence ever reaches {@code 1 / level} with a
 * probability of at most {@code level} while the null holds; the expected share may change from interval to interval.
 * For trials that complete in another order than they began, see {@link #logEvidence(double, double, double)}.
 *
 * <p><strong>What it does not cover.</strong> Trials that fall on an arm in clusters: count the clusters, or use a
 * tolerance. Source: as {@link OddsTest}; M. Lindon, A. Malek (2022) for the use.
 *
 * <p>An update costs twelve logarithms and allocates nothing. Not thread-safe.
 */
public final class ProportionTest {

  static final double[] LOG_ODDS_RATIOS = {.02, .05, .1, .2, .4, .8, -.02, -.05, -.1, -.2, -.4, -.8
  };

  private static final double[] EXCESSES = excesses();

  private final double factor;
  private final Wealth wealth = new Wealth(LOG_ODDS_RATIOS.length);
  private boolean impossible;

  /**
   * A test with no evidence yet.
   *
   * @param oddsTolerance by how much the odds may exceed the expected ones, or be exceeded by them, relatively; at least 0
   * @throws IllegalArgumentException if the tolerance is outside its range
   */
  public ProportionTest(double oddsTolerance) {
    factor = 1 + Counts.atLeastZero("oddsTolerance", oddsTolerance);
    wealth.bet(1);
  }

  /**
   * Takes the counts of one interval; an empty interval changes nothing.
   *
   * @param trials trials of both arms, at least 0
   * @param events those of the arm, in [0, trials]
   * @param expected the share expected of the arm, in [0, 1]
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public void update(double trials, double events, double expected) {
    Counts.check(trials, events);
    Counts.inRange("expected", expected, 0, 1);
    if (expected == 0 || expected == 1) {
      impossible |= expected == 0 ? events > 0 : events < trials;
      return;
    }
    double high = high(expected);
    double low = low(expected);
    for (int i = 0; i < LOG_ODDS_RATIOS.length; i++) {
      double lambda = LOG_ODDS_RATIOS[i];
      double reference = lambda > 0 ? high : low;
      wealth.multiply(i, events * lambda - trials * Math.log1p(reference * EXCESSES[i]));
    }
  }

  /**
   * Returns the natural logarithm of the evidence against the null hypothesis.
   *
   * @return 0 when nothing is known, larger when the null is less tenable, positive infinity when it is impossible; never
   *     NaN
   */
  public double logEvidence() {
    return impossible ? Double.POSITIVE_INFINITY : wealth.log();
  }

  /**
   * Returns the evidence that is left however many of the trials that are still under way will complete. Trials that were
   * allotted together do not complete together: the faster arm is ahead. For a positive lambda pending trials of the base
   * arm are counted and those of the arm are not, for a negative lambda the reverse, and so the result is never larger
   * than {@link #logEvidence()} after any part of them has completed.
   *
   * @param expected the share that was expected when they were allotted, in [0, 1]
   * @param armPending trials of the arm that are under way, at least 0
   * @param basePending trials of the base arm that are under way, at least 0
   * @return the natural logarithm of the evidence
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public double logEvidence(double expected, double armPending, double basePending) {
    Counts.inRange("expected", expected, 0, 1);
    if (expected == 0 || expected == 1) {
      Counts.atLeastZero("armPending", armPending);
      Counts.atLeastZero("basePending", basePending);
      return logEvidence();
    }
    return logEvidence(expected, expected, armPending, basePending);
  }

  /**
   * Returns the evidence that is left when the trials under way were allotted at different shares, each in a range: for a
   * positive lambda at the highest share, for a negative one at the lowest. So the result is never larger than {@link
   * #logEvidence()} after any part of them has completed, whichever were allotted at which share.
   *
   * @param lowest the lowest share that was expected when they were allotted, in (0, 1)
   * @param highest the highest share that was expected when they were allotted, in [lowest, 1)
   * @param armPending trials of the arm that are under way, at least 0
   * @param basePending trials of the base arm that are under way, at least 0
   * @return the natural logarithm of the evidence
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public double logEvidence(double lowest, double highest, double armPending, double basePending) {
    if (!(lowest > 0 && lowest <= highest && highest < 1)) {
      throw new IllegalArgumentException(
          "lowest and highest must be in (0, 1) and in order, but were " + lowest + " and "
              + highest);
    }
    Counts.atLeastZero("armPending", armPending);
    Counts.atLeastZero("basePending", basePending);
    if (impossible) {
      return Double.POSITIVE_INFINITY;
    }
    double high = high(highest);
    double low = low(lowest);
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < LOG_ODDS_RATIOS.length; i++) {
      double lambda = LOG_ODDS_RATIOS[i];
      double pending = lambda > 0
          ? -basePending * Math.log1p(high * EXCESSES[i])
          : armPending * (lambda - Math.log1p(low * EXCESSES[i]));
      sum = LogSpace.add(sum, wealth.logAccount(i) + pending);
    }
    return sum;
  }

  /**
   * Returns what the test has accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    double[] saved = wealth.save(1);
    saved[wealth.saveLength()] = impossible ? 1 : 0;
    return saved;
  }

  /**
   * Goes on where a test with the same tolerance was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    wealth.restore(saved, 1);
    impossible = saved[wealth.saveLength()] != 0;
  }

  double logAccount(int alternative) {
    return wealth.logAccount(alternative);
  }

  private double high(double expected) {
    return expected / (expected + (1 - expected) / factor);
  }

  private double low(double expected) {
    return expected / (expected + (1 - expected) * factor);
  }

  private static double[] excesses() {
    double[] excesses = new double[LOG_ODDS_RATIOS.length];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = Math.expm1(LOG_ODDS_RATIOS[i]);
    }
    return excesses;
  }
}

package dev.belay.sequential;

/**
 * Compares the event rate of one arm with a rate that is known beforehand.
 *
 * <pre>
 *   above:  H0: rate &lt;= reference      below:  H0: rate &gt;= reference
 *   ln E += k * lambda - n ln(1 + reference (e^lambda - 1))      for each log odds ratio lambda of a fixed grid of twelve
 * </pre>
 *
 * <p>This is the likelihood ratio of a rate with {@code e^lambda} times the odds of the reference. Because
 * {@code x -> ln(1 + x (e^lambda - 1))} is concave, the evidence controls the <em>running mean</em> of the rate, however
 * the rate moves: {@code above} reaches {@code 1 / level} with a probability of at most {@code level} as long as the
 * running mean never exceeds the reference. The reference may differ from interval to interval.
 *
 * <p>Not covered: events that are counted more than once. Source: the method of mixtures (H. Robbins 1970) over Bernoulli
 * likelihood ratios; derivation in {@code docs/evidence.md}.
 *
 * <p>An update costs twelve logarithms and allocates nothing. Not thread-safe.
 */
public final class OddsTest {

  static final double[] LOG_ODDS_RATIOS = {3, 2, 1.4, 1, .7, .5, .35, .25, .17, .12, .08, .055};

  private static final double[] ABOVE = excesses(1);
  private static final double[] BELOW = excesses(-1);

  private final double sign;

  /** The odds of each alternative over those of the reference, less 1. */
  private final double[] excesses;

  private final Wealth wealth = new Wealth(LOG_ODDS_RATIOS.length);

  private OddsTest(double sign) {
    this.sign = sign;
    this.excesses = sign > 0 ? ABOVE : BELOW;
  }

  /**
   * A test that gathers evidence for a rate above the reference. Call {@link #start} before the first update.
   *
   * @return a test with no evidence yet
   */
  public static OddsTest above() {
    return new OddsTest(1);
  }

  /**
   * A test that gathers evidence for a rate below the reference. Call {@link #start} before the first update.
   *
   * @return a test with no evidence yet
   */
  public static OddsTest below() {
    return new OddsTest(-1);
  }

  /**
   * Starts betting a part of the wealth with the next update; see {@link LinearNullTest#start}.
   *
   * @param weight the part of the wealth, above 0; all weights together at most 1
   * @throws IllegalArgumentException if more is bet than there is
   */
  public void start(double weight) {
    wealth.bet(weight);
  }

  /**
   * Takes the counts of one interval; an empty interval changes nothing.
   *
   * @param trials trials, at least 0
   * @param events events, in [0, trials], fractions allowed
   * @param reference the rate of the null hypothesis, in (0, 1)
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public void update(double trials, double events, double reference) {
    Counts.check(trials, events);
    Counts.probability("reference", reference);
    for (int i = 0; i < LOG_ODDS_RATIOS.length; i++) {
      double lambda = sign * LOG_ODDS_RATIOS[i];
      wealth.multiply(i, events * lambda - trials * Math.log1p(reference * excesses[i]));
    }
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
   * Goes on where a test was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    wealth.restore(saved);
  }

  double logAccount(int alternative) {
    return wealth.logAccount(alternative);
  }

  private static double[] excesses(double sign) {
    double[] excesses = new double[LOG_ODDS_RATIOS.length];
    for (int i = 0; i < excesses.length; i++) {
      excesses[i] = Math.expm1(sign * LOG_ODDS_RATIOS[i]);
    }
    return excesses;
  }
}

package dev.belay.sequential;

/**
 * Compares the mean of one arm with the mean of a base arm, for values in [0, 1].
 *
 * <pre>
 *   above:  H0: mean(arm) - mean(base) &lt;= difference      evidence grows when it is larger than that
 *   below:  H0: mean(arm) - mean(base) &gt;= difference      evidence grows when it is smaller than that
 * </pre>
 *
 * <p>For one interval with {@code n} values of the arm (their sum {@code s}, the sum of their squares {@code q}) and
 * {@code m} values of the base arm ({@code t}, {@code r}), and for each {@code lambda} of a fixed grid of seven bets:
 *
 * <pre>
 *   kappa  = lambda min(n, m)
 *   ln E  += kappa (s / n - t / m - difference) - psi(kappa / n) V - psi(kappa / m) W
 *   V      = q - 2 c s + n c^2     squared deviations from c = (earlier sum + 1/2) / (earlier n + 1); W likewise
 *   psi(l) = -ln(1 - l) - l
 * </pre>
 *
 * <p>The evidence is the evenly weighted mean of the seven, optionally mixed over starting times ({@link #start}).
 * An interval with an empty arm leaves the evidence as it is, but its values count for the centres of later intervals.
 *
 * <p><strong>What it promises.</strong> While the means of every interval are in the null hypothesis, given the past, the
 * evidence ever reaches {@code 1 / level} with a probability of at most {@code level}. This holds for every number of
 * values and every distribution on [0, 1]; both means may move together. Little variance makes it faster.
 *
 * <p><strong>What it does not cover.</strong> Values that are there or missing for a reason that depends on the arm and
 * the value together, and values of one interval that depend on each other. For values that are 0 or 1 alone
 * {@link LinearNullTest} gathers evidence sooner.
 *
 * <p>Sources: the inequality {@code exp(l x - psi(l) x^2) <= 1 + l x} of X. Fan, I. Grama, Q. Liu (2015); S. Howard and
 * others (2021), theorem 4; I. Waudby-Smith, A. Ramdas (2024). Derivation in {@code docs/evidence.md}.
 *
 * <p>An update costs seven logarithms and allocates nothing. Not thread-safe.
 */
public final class MeanDifferenceTest {

  private final double sign;
  private final double difference;
  private final TwoMeans means = new TwoMeans();
  private final Wealth wealth = new Wealth(TwoMeans.BETS.length);

  private MeanDifferenceTest(double sign, double difference) {
    this.sign = sign;
    this.difference = Counts.inRange("difference", difference, -1, 1);
  }

  /**
   * A test that gathers evidence for {@code mean(arm) - mean(base) > difference}. Call {@link #start} before the first
   * update.
   *
   * @param difference the difference of the null hypothesis, in [-1, 1]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the difference is outside its range
   */
  public static MeanDifferenceTest above(double difference) {
    return new MeanDifferenceTest(1, difference);
  }

  /**
   * A test that gathers evidence for {@code mean(arm) - mean(base) < difference}. Call {@link #start} before the first
   * update.
   *
   * @param difference the difference of the null hypothesis, in [-1, 1]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the difference is outside its range
   */
  public static MeanDifferenceTest below(double difference) {
    return new MeanDifferenceTest(-1, difference);
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
   * Takes the values of one interval, by their number, their sum and the sum of their squares. A rounding error of
   * 1e-6 for each value is forgiven.
   *
   * @param trials values of the arm, at least 0
   * @param sum their sum, in [0, trials]
   * @param sumOfSquares the sum of their squares, in [0, sum]
   * @param baseTrials values of the base arm, at least 0
   * @param baseSum their sum, in [0, baseTrials]
   * @param baseSumOfSquares the sum of their squares, in [0, baseSum]
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public void update(
      double trials,
      double sum,
      double sumOfSquares,
      double baseTrials,
      double baseSum,
      double baseSumOfSquares) {
    if (!means.take(trials, sum, sumOfSquares, baseTrials, baseSum, baseSumOfSquares)) {
      return;
    }
    double gain = sign * means.size() * (means.difference() - difference);
    for (int i = 0; i < TwoMeans.BETS.length; i++) {
      wealth.multiply(i, TwoMeans.BETS[i] * gain - means.cost(i));
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
    double[] saved = wealth.save(means.saveLength());
    means.save(saved, wealth.saveLength());
    return saved;
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    wealth.restore(saved, means.saveLength());
    means.restore(saved, wealth.saveLength());
  }

  double logAccount(int alternative) {
    return wealth.logAccount(alternative);
  }
}

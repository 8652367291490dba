package dev.belay.sequential;

/**
 * Tests whether trials of an arm and of a base arm fall into {@code K} classes with the very same shares.
 *
 * <p>With {@code C_j, n} and {@code S_j, m} the counts and totals of the interval, and shares {@code c_j, s_j} that are
 * assumed from the past:
 *
 * <pre>
 *   ln E += sum over j of C_j ln(c_j / o_j) + S_j ln(s_j / o_j),   o_j = (n c_j + m s_j) / (n + m)
 *   s_j   = (past S_j + 1/2) / (past m + K/2)
 *   c_j   = (past C_j + 20 s_j) / (past n + 20)
 * </pre>
 *
 * <p>where each interval of the past weighs {@value #KEPT} times the one after it.
 *
 * <p><strong>What it promises.</strong> While both arms have the same shares in each interval, whatever they are and
 * however they change from one to the next, the evidence ever reaches {@code 1 / level} with a probability of at most
 * {@code level}.
 *
 * <p><strong>What it does not cover.</strong> Trials of one interval that depend on each other. Every difference counts,
 * however small: use {@link ShareShiftTest} where some is tolerated. Source: R. Turner, A. Ly, P. Gruenwald (2024), for
 * several samples.
 *
 * <p>An update costs two logarithms for each class and allocates nothing. Not thread-safe.
 */
public final class SameDistributionTest {

  static final double KEPT = .97;

  private static final double SMOOTHING = .5;
  private static final double SHRINKING = 20;

  private final int classes;
  private final double[] pastArm;
  private final double[] pastBase;
  private final double[] armShares;
  private final double[] baseShares;
  private final Wealth wealth = new Wealth(1);

  /**
   * A test with no evidence yet. Call {@link #start} before the first update.
   *
   * @param classes the number of classes, at least 2
   * @throws IllegalArgumentException if there are fewer
   */
  public SameDistributionTest(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, but was " + classes);
    }
    this.classes = classes;
    pastArm = new double[classes];
    pastBase = new double[classes];
    armShares = new double[classes];
    baseShares = new double[classes];
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
   * Takes the counts of one interval. An interval with an empty arm changes no evidence, but counts as past.
   *
   * @param armCounts trials of the arm in each class
   * @param baseCounts trials of the base arm in each class
   * @throws IllegalArgumentException if there are more or fewer classes, or a count is negative
   */
  public void update(long[] armCounts, long[] baseCounts) {
    double n = Counts.total("armCounts", armCounts, classes);
    double m = Counts.total("baseCounts", baseCounts, classes);
    if (n > 0 && m > 0) {
      assumeShares();
      wealth.multiply(0, logFactor(armCounts, n, armShares, baseCounts, m, baseShares));
    }
    for (int i = 0; i < classes; i++) {
      pastArm[i] = KEPT * pastArm[i] + armCounts[i];
      pastBase[i] = KEPT * pastBase[i] + baseCounts[i];
    }
  }

  private void assumeShares() {
    double allArm = SHRINKING;
    double allBase = SMOOTHING * classes;
    for (int i = 0; i < classes; i++) {
      allArm += pastArm[i];
      allBase += pastBase[i];
    }
    for (int i = 0; i < classes; i++) {
      baseShares[i] = (pastBase[i] + SMOOTHING) / allBase;
      armShares[i] = (pastArm[i] + SHRINKING * baseShares[i]) / allArm;
    }
  }

  /** The increment of one interval at assumed shares that are above 0. */
  static double logFactor(
      long[] arm, double n, double[] armShares, long[] base, double m, double[] baseShares) {
    double log = 0;
    for (int i = 0; i < arm.length; i++) {
      if (arm[i] > 0 || base[i] > 0) {
        double both = (n * armShares[i] + m * baseShares[i]) / (n + m);
        log += arm[i] * Math.log(armShares[i] / both) + base[i] * Math.log(baseShares[i] / both);
      }
    }
    return log;
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
   * Returns what the test has accumulated, with the past of both arms, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    double[] saved = wealth.save(2 * classes);
    System.arraycopy(pastArm, 0, saved, wealth.saveLength(), classes);
    System.arraycopy(pastBase, 0, saved, wealth.saveLength() + classes, classes);
    return saved;
  }

  /**
   * Goes on where a test of as many classes was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    wealth.restore(saved, 2 * classes);
    System.arraycopy(saved, wealth.saveLength(), pastArm, 0, classes);
    System.arraycopy(saved, wealth.saveLength() + classes, pastBase, 0, classes);
  }
}

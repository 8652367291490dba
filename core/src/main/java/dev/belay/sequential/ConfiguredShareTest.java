package dev.belay.sequential;

/**
 * Compares the event rate {@code q} of one arm with the rate {@code p} of a base arm from the events alone, where the share
 * of all trials that falls on the arm is known.
 *
 * <pre>
 *   above:  H0: q &lt;= ratio * p      below:  H0: q &gt;= ratio * p
 *   theta  = share ratio / (share ratio + 1 - share)
 *   ln E  += k ln(gamma) - (k + j) ln(1 + theta (gamma - 1))      for each gamma of the grid of {@link LinearNullTest}
 * </pre>
 *
 * <p><strong>What it promises.</strong> If every trial falls on the arm by an independent draw with the known share, an
 * event is one of the arm with a probability of {@code theta}, whatever the base rate does; at {@code q = ratio * p}
 * the evidence is exactly a martingale. The share may change from interval to interval.
 *
 * <p><strong>What it does not cover.</strong> A true share that is not the known one: the test then judges the share instead
 * of the arm, so guard it with a {@link ProportionTest}. Source: M. Lindon, A. Malek, "Anytime-Valid Inference for
 * Multinomial Count Data" (2022).
 *
 * <p>An update costs eight logarithms and allocates nothing. Not thread-safe.
 */
public final class ConfiguredShareTest {

  private final double ratio;
  private final LinearNullTest linear;

  private ConfiguredShareTest(double ratio, LinearNullTest linear) {
    this.ratio = ratio;
    this.linear = linear;
  }

  /**
   * A test that gathers evidence for {@code q > ratio * p}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the ratio is outside its range
   */
  public static ConfiguredShareTest above(double ratio) {
    return new ConfiguredShareTest(ratio, LinearNullTest.above(ratio, 0));
  }

  /**
   * A test that gathers evidence for {@code q < ratio * p}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the ratio is outside its range
   */
  public static ConfiguredShareTest below(double ratio) {
    return new ConfiguredShareTest(ratio, LinearNullTest.below(ratio, 0));
  }

  /**
   * Starts betting a part of the wealth with the next update; see {@link LinearNullTest#start}.
   *
   * @param weight the part of the wealth, above 0; all weights together at most 1
   * @throws IllegalArgumentException if more is bet than there is
   */
  public void start(double weight) {
    linear.start(weight);
  }

  /**
   * Takes the events of one interval.
   *
   * @param events events of the arm, at least 0
   * @param baseEvents events of the base arm, at least 0
   * @param share the part of all trials that falls on the arm, in (0, 1)
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public void update(double events, double baseEvents, double share) {
    Counts.atLeastZero("events", events);
    Counts.atLeastZero("baseEvents", baseEvents);
    double arm = Counts.probability("share", share) * ratio;
    linear.multiply(arm / (arm + 1 - share), 0, events, baseEvents);
  }

  /**
   * Returns the natural logarithm of the evidence against the null hypothesis.
   *
   * @return 0 when nothing is known, larger when the null is less tenable; never NaN
   */
  public double logEvidence() {
    return linear.logEvidence();
  }

  /**
   * Returns what the test has accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    return linear.save();
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    linear.restore(saved);
  }

  double logAccount(int alternative) {
    return linear.logAccount(alternative);
  }
}

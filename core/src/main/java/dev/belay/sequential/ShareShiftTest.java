package dev.belay.sequential;

import java.util.Arrays;

/**
 * Compares the shares of {@code K} classes between an arm and a base arm, with a tolerance, in both directions.
 *
 * <p>Each class has two {@link LinearNullTest}s whose events are the trials of that class: one with the arms as they are,
 * one with the arms swapped.
 *
 * <pre>
 *   above:  H0: every share of either arm is at most (1 + tolerance) times that of the other, plus allowance
 *           evidence = mean of the 2K, each on the grid gamma in {1.25, 1.6, 2.5, 5, 15}
 *   below:  H0: some share of one arm is at least (1 + margin) times that of the other, plus allowance
 *           evidence = smallest of the 2K, each on the grid of {@link LinearNullTest#below}
 * </pre>
 *
 * <p><strong>What it promises.</strong> As {@link LinearNullTest}: the evidence ever reaches {@code 1 / level} with a
 * probability of at most {@code level} while the null holds, with shares that change over time. The smallest of several
 * needs no correction, as a single class that has moved holds it down.
 *
 * <p><strong>What it does not cover.</strong> What {@link LinearNullTest} does not cover. For classes with an order, use
 * cumulative ones. Derivation in {@code docs/evidence.md}.
 *
 * <p>An update costs at most 16 logarithms for each class and allocates nothing. Not thread-safe.
 */
public final class ShareShiftTest {

  private static final double[] GAMMAS = {1.25, 1.6, 2.5, 5, 15};
  private static final double[] LOG_GAMMAS = LinearNullTest.logs(GAMMAS);

  private final boolean above;
  private final LinearNullTest[] forward;
  private final LinearNullTest[] swapped;

  private ShareShiftTest(boolean above, int classes, double ratio, double allowance) {
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, but was " + classes);
    }
    this.above = above;
    this.forward = new LinearNullTest[classes];
    this.swapped = new LinearNullTest[classes];
    for (int i = 0; i < classes; i++) {
      forward[i] = open(ratio, allowance);
      swapped[i] = open(ratio, allowance);
    }
  }

  private LinearNullTest open(double ratio, double allowance) {
    return above
        ? LinearNullTest.above(ratio, allowance, GAMMAS, LOG_GAMMAS)
        : LinearNullTest.below(ratio, allowance);
  }

  /**
   * A test that gathers evidence for some share that moved by more than the tolerance. Call {@link #start} before the
   * first update.
   *
   * @param classes the number of classes, at least 2
   * @param tolerance by how much a share may exceed the other, relatively, at least 0
   * @param allowance an absolute addition to the share, in [0, 1]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static ShareShiftTest above(int classes, double tolerance, double allowance) {
    return new ShareShiftTest(
        true, classes, 1 + Counts.atLeastZero("tolerance", tolerance), allowance);
  }

  /**
   * A test that gathers evidence for all shares being within the margin. Call {@link #start} before the first update.
   *
   * @param classes the number of classes, at least 2
   * @param margin by how much a share may exceed the other, relatively, at least 0
   * @param allowance an absolute addition to the share, in [0, 1]; with 0 a class that never occurs holds the evidence at
   *     nothing
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static ShareShiftTest below(int classes, double margin, double allowance) {
    return new ShareShiftTest(false, classes, 1 + Counts.atLeastZero("margin", margin), allowance);
  }

  /**
   * Starts betting a part of the wealth with the next update; see {@link LinearNullTest#start}.
   *
   * @param weight the part of the wealth, above 0; all weights together at most 1
   * @throws IllegalArgumentException if more is bet than there is
   */
  public void start(double weight) {
    for (int i = 0; i < forward.length; i++) {
      forward[i].start(weight);
      swapped[i].start(weight);
    }
  }

  /**
   * Takes the counts of one interval. An interval with an empty arm changes nothing.
   *
   * @param armCounts trials of the arm in each class
   * @param baseCounts trials of the base arm in each class
   * @throws IllegalArgumentException if there are more or fewer classes, or a count is negative
   */
  public void update(long[] armCounts, long[] baseCounts) {
    double n = Counts.total("armCounts", armCounts, forward.length);
    double m = Counts.total("baseCounts", baseCounts, forward.length);
    for (int i = 0; i < forward.length; i++) {
      forward[i].update(n, armCounts[i], m, baseCounts[i]);
      swapped[i].update(m, baseCounts[i], n, armCounts[i]);
    }
  }

  /**
   * Returns the natural logarithm of the evidence against the null hypothesis.
   *
   * @return 0 when nothing is known, larger when the null is less tenable; never NaN
   */
  public double logEvidence() {
    double all = above ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    for (int i = 0; i < forward.length; i++) {
      double one = forward[i].logEvidence();
      double other = swapped[i].logEvidence();
      all =
          above ? LogSpace.add(LogSpace.add(all, one), other) : Math.min(all, Math.min(one, other));
    }
    return above ? all - Math.log(2.0 * forward.length) : all;
  }

  /**
   * Returns what the test has accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    int width = forward[0].wealth().saveLength();
    double[] saved = new double[2 * forward.length * width];
    for (int i = 0; i < forward.length; i++) {
      System.arraycopy(forward[i].save(), 0, saved, 2 * i * width, width);
      System.arraycopy(swapped[i].save(), 0, saved, (2 * i + 1) * width, width);
    }
    return saved;
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    int width = forward[0].wealth().saveLength();
    Counts.length("saved", saved.length, 2 * forward.length * width);
    for (int i = 0; i < forward.length; i++) {
      forward[i].restore(Arrays.copyOfRange(saved, 2 * i * width, (2 * i + 1) * width));
      swapped[i].restore(Arrays.copyOfRange(saved, (2 * i + 1) * width, (2 * i + 2) * width));
    }
  }
}

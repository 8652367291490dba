package dev.belay.sequential;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Compares the upper tails of two histograms: has the arm more of its values beyond a shifted threshold than the base arm
 * has beyond the threshold itself?
 *
 * <pre>
 *   e      = smallest edge with at most (1 - quantile) of the past values of the base arm in buckets &gt;= e
 *   events = values of the arm in buckets &gt;= shift(e), and values of the base arm in buckets &gt;= e
 *   above:  H0: P(arm beyond shift(e)) &lt;= P(base arm beyond e)
 *   below:  H0: P(arm beyond shift(e)) &gt;= P(base arm beyond e)
 * </pre>
 *
 * <p>tested by {@link LinearNullTest} at ratio 1 and allowance 0. The past is that of the base arm before the interval,
 * each interval weighing {@value #KEPT} times the one after it; nothing is counted until it weighs
 * {@value #FEWEST} values. Intervals without a value of the base arm leave it as it is. Edge {@code i} is the lower end of
 * bucket {@code i}; what is larger than everything the histogram can tell apart belongs in its last bucket.
 *
 * <p><strong>What it promises.</strong> The edges come from the past alone, so with the null hypothesis at the edges in
 * use, the evidence ever reaches {@code 1 / level} with a probability of at most {@code level}, with values that
 * get larger or smaller over time and with every proportion of the arms. With a {@code shift} that scales by
 * {@code 1 + tolerance}, rounded up for {@code above} and down for {@code below}, the hypothesis of "above" follows from
 * "no value of the arm is more than {@code 1 + tolerance} times larger".
 *
 * <p>An interval whose edge, or its shifted edge, lies past the last bucket says nothing and is skipped: no value can be
 * seen to lie beyond it, which for {@code below} would look like an arm that never exceeds it. The skip follows from
 * the past alone.
 *
 * <p><strong>What it does not cover.</strong> Values that are missing from the histograms because they were too large to be
 * waited for, and what {@link LinearNullTest} does not cover. For sources see there; derivation in
 * {@code docs/evidence.md}.
 *
 * <p>An update passes once over the buckets and allocates nothing. Not thread-safe.
 */
public final class TailShiftTest {

  static final double KEPT = .97;
  static final double FEWEST = 500;

  private static final double ROUNDING = 1e-12;
  private static final double LARGEST_WEIGHT = 1e120;
  private static final double SMALLEST_PART = 1e-30;
  private static final int NUMBERS = 6;

  private final double tail;
  private final int buckets;
  private final int[] shifted;
  private final LinearNullTest test;

  /** The past of the base arm, in units of {@code 1 / weight}: the weight grows, so that the past need not be shrunk. */
  private final double[] past;

  /** One past the last bucket in which the past has anything. */
  private int pastEnd;

  private double weight = 1;
  private double pastTotal;
  private double armTrials;
  private double armEvents;
  private double baseTrials;
  private double baseEvents;

  private TailShiftTest(double quantile, int buckets, IntUnaryOperator shift, LinearNullTest test) {
    this.tail = 1 - Counts.probability("quantile", quantile);
    if (buckets < 2) {
      throw new IllegalArgumentException("buckets must be at least 2, but was " + buckets);
    }
    this.buckets = buckets;
    this.shifted = new int[buckets];
    for (int edge = 0; edge < buckets; edge++) {
      shifted[edge] = shift.applyAsInt(edge);
      if (shifted[edge] < 0) {
        throw new IllegalArgumentException(
            "shift must be at least 0, but was " + shifted[edge] + " for edge " + edge);
      }
    }
    this.test = test;
    this.past = new double[buckets];
  }

  /**
   * A test that gathers evidence for a tail of the arm that is heavier. Call {@link #start} before the first update.
   *
   * @param quantile the part of the base arm below the threshold, in (0, 1)
   * @param buckets buckets of both histograms, at least 2
   * @param shift the edge of the arm for each edge of the base arm, at least 0; may exceed the last bucket
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static TailShiftTest above(double quantile, int buckets, IntUnaryOperator shift) {
    return new TailShiftTest(quantile, buckets, shift, LinearNullTest.above(1, 0));
  }

  /**
   * A test that gathers evidence for a tail of the arm that is lighter. Call {@link #start} before the first update.
   *
   * @param quantile the part of the base arm below the threshold, in (0, 1)
   * @param buckets buckets of both histograms, at least 2
   * @param shift the edge of the arm for each edge of the base arm, at least 0; may exceed the last bucket
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static TailShiftTest below(double quantile, int buckets, IntUnaryOperator shift) {
    return new TailShiftTest(quantile, buckets, shift, LinearNullTest.below(1, 0));
  }

  /**
   * Starts betting a part of the wealth with the next update; see {@link LinearNullTest#start}.
   *
   * @param weight the part of the wealth, above 0; all weights together at most 1
   * @throws IllegalArgumentException if more is bet than there is
   */
  public void start(double weight) {
    test.start(weight);
  }

  /**
   * Takes the histograms of one interval.
   *
   * @param armCounts values of the arm in each bucket
   * @param baseCounts values of the base arm in each bucket
   * @throws IllegalArgumentException if there are more or fewer buckets, or a count is negative
   */
  public void update(long[] armCounts, long[] baseCounts) {
    Counts.length("armCounts", armCounts.length, buckets);
    Counts.length("baseCounts", baseCounts.length, buckets);
    int edge = threshold();
    int armEdge = edge < 0 ? buckets : Math.min(shifted[edge], buckets);
    int baseEdge = edge < 0 ? buckets : edge;
    long armBelow = sum("armCounts", armCounts, 0, armEdge);
    long armBeyond = sum("armCounts", armCounts, armEdge, buckets);
    long baseBelow = sum("baseCounts", baseCounts, 0, baseEdge);
    long baseBeyond = sum("baseCounts", baseCounts, baseEdge, buckets);
    double arm = (double) armBelow + armBeyond;
    double base = (double) baseBelow + baseBeyond;
    if (base == 0) {
      return;
    }
    if (armEdge < buckets && arm > 0) {
      test.update(arm, armBeyond, base, baseBeyond);
      armTrials += arm;
      armEvents += armBeyond;
      baseTrials += base;
      baseEvents += baseBeyond;
    }
    remember(baseCounts, base);
  }

  private static long sum(String name, long[] counts, int from, int to) {
    long sum = 0;
    long signs = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
      signs |= counts[i] | sum;
    }
    if (signs < 0) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and their sum a long, but were " + Arrays.toString(counts));
    }
    return sum;
  }

  private void remember(long[] baseCounts, double base) {
    weight /= KEPT;
    for (int i = 0; i < buckets; i++) {
      if (baseCounts[i] != 0) {
        past[i] += weight * baseCounts[i];
        pastEnd = Math.max(pastEnd, i + 1);
      }
    }
    pastTotal += weight * base;
    if (weight > LARGEST_WEIGHT) {
      shrinkThePast();
    }
  }

  /** Back to a weight of 1, once in 9,000 intervals; what has faded away is forgotten. */
  private void shrinkThePast() {
    pastTotal = 0;
    for (int i = 0; i < buckets; i++) {
      double now = past[i] / weight;
      past[i] = now < SMALLEST_PART ? 0 : now;
      pastTotal += past[i];
    }
    weight = 1;
    findPastEnd();
  }

  private void findPastEnd() {
    pastEnd = buckets;
    while (pastEnd > 0 && past[pastEnd - 1] == 0) {
      pastEnd--;
    }
  }

  /**
   * Returns the edge of the base arm that the next update will use.
   *
   * @return the index of an edge, or -1 if too little is known yet or the edge lies past the last bucket
   */
  public int threshold() {
    if (pastTotal < FEWEST * weight * (1 - ROUNDING)) {
      return -1;
    }
    double most = tail * pastTotal * (1 + ROUNDING);
    double beyond = 0;
    int edge = pastEnd;
    while (edge > 0) {
      beyond += past[edge - 1];
      if (beyond > most) {
        break;
      }
      edge--;
    }
    return edge < buckets ? edge : -1;
  }

  /**
   * Returns the number of values of the arm that were compared.
   *
   * @return the total over the intervals that were not skipped
   */
  public double armTrials() {
    return armTrials;
  }

  /**
   * Returns the number of values of the arm beyond its shifted threshold.
   *
   * @return the total over the intervals that were not skipped
   */
  public double armEvents() {
    return armEvents;
  }

  /**
   * Returns the number of values of the base arm that were compared.
   *
   * @return the total over the intervals that were not skipped
   */
  public double baseTrials() {
    return baseTrials;
  }

  /**
   * Returns the number of values of the base arm beyond the threshold.
   *
   * @return the total over the intervals that were not skipped
   */
  public double baseEvents() {
    return baseEvents;
  }

  /**
   * Returns the natural logarithm of the evidence against the null hypothesis.
   *
   * @return 0 when nothing is known, larger when the null is less tenable; never NaN
   */
  public double logEvidence() {
    return test.logEvidence();
  }

  /**
   * Returns what the test has accumulated, with the past of the base arm, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    int at = test.wealth().saveLength();
    double[] saved = test.wealth().save(NUMBERS + buckets);
    saved[at] = weight;
    saved[at + 1] = pastTotal;
    saved[at + 2] = armTrials;
    saved[at + 3] = armEvents;
    saved[at + 4] = baseTrials;
    saved[at + 5] = baseEvents;
    System.arraycopy(past, 0, saved, at + NUMBERS, buckets);
    return saved;
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    int at = test.wealth().saveLength();
    test.wealth().restore(saved, NUMBERS + buckets);
    weight = saved[at];
    pastTotal = saved[at + 1];
    armTrials = saved[at + 2];
    armEvents = saved[at + 3];
    baseTrials = saved[at + 4];
    baseEvents = saved[at + 5];
    System.arraycopy(saved, at + NUMBERS, past, 0, buckets);
    findPastEnd();
  }
}

package dev.belay.sequential;

/**
 * Compares the event rate {@code q} of one arm with the rate {@code p} of a base arm, where events may be frequent.
 *
 * <pre>
 *   above:  H0: q &lt;= ratio * p      evidence grows when q is larger than that
 *   below:  H0: q &gt;= ratio * p      evidence grows when q is smaller than that
 * </pre>
 *
 * <p>{@link LinearNullTest} treats events as rare and gives information away where they are not. With {@code K, N} the past
 * events and trials of the base arm, each interval weighing {@value #KEPT} times the one after it, an interval is
 * tested at the assumed base rate {@code r = (K + 1/2) / (N + 1)} by a likelihood ratio, if
 * {@code N >= }{@value #FEWEST} and {@code r} is in [{@value #LOWEST}, {@value #HIGHEST}]; and by the
 * increment of {@link LinearNullTest} otherwise. For each {@code gamma} of the same grid of eight:
 *
 * <pre>
 *   q* = min(gamma ratio r, 0.999),  p* = r                          the alternative
 *   p0 = 2A / (B + sqrt(B^2 - 4 ratio (n + m) A)),  q0 = ratio p0    its projection on the null
 *   A  = n q* + m p*,  B = n (ratio + q*) + m (1 + ratio p*)
 *   ln E += k ln(q* / q0) + (n - k) ln((1 - q*) / (1 - q0)) + j ln(p* / p0) + (m - j) ln((1 - p*) / (1 - p0))
 * </pre>
 *
 * <p><strong>What it promises.</strong> As {@link LinearNullTest}: the evidence ever reaches {@code 1 / level} with a
 * probability of at most {@code level} while the null holds, whatever the assumed rate, as it comes from the past.
 *
 * <p><strong>What it does not cover.</strong> Beyond what {@link LinearNullTest} does not cover: outcomes of one interval
 * that depend on each other, even with trials allotted at random; and outcomes weighted by fractions.
 *
 * <p>Source: R. Turner, A. Ly, P. Gruenwald, "Generic E-variables for exact sequential k-sample tests that allow for
 * optional stopping" (2024); the projection is the restricted estimate of O. Miettinen, M. Nurminen (1985).
 *
 * <p>An update costs up to 64 logarithms and allocates nothing. Not thread-safe.
 */
public final class AdaptiveRatioTest {

  static final double KEPT = .97;
  static final double FEWEST = 50;
  static final double LOWEST = .05;
  static final double HIGHEST = .95;

  private static final double LARGEST_RATE = .999;

  /** Nearer to 1 a rate has too few digits left for the logarithm of its complement. */
  private static final double LARGEST_PROJECTED_RATE = 1 - 1e-6;

  private static final int NUMBERS = 2;

  private final boolean above;
  private final double ratio;
  private final double[] gammas;
  private final LinearNullTest linear;
  private double pastTrials;
  private double pastEvents;

  private AdaptiveRatioTest(boolean above, double ratio) {
    this.above = above;
    this.ratio = ratio;
    this.gammas = above ? LinearNullTest.aboveGrid() : LinearNullTest.belowGrid();
    this.linear = above ? LinearNullTest.above(ratio, 0) : LinearNullTest.below(ratio, 0);
  }

  /**
   * A test that gathers evidence for {@code q > ratio * p}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the ratio is outside its range
   */
  public static AdaptiveRatioTest above(double ratio) {
    return new AdaptiveRatioTest(true, ratio);
  }

  /**
   * A test that gathers evidence for {@code q < ratio * p}. Call {@link #start} before the first update.
   *
   * @param ratio the ratio of the null hypothesis, in (0, 1e9]
   * @return a test with no evidence yet
   * @throws IllegalArgumentException if the ratio is outside its range
   */
  public static AdaptiveRatioTest below(double ratio) {
    return new AdaptiveRatioTest(false, ratio);
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
   * Takes the counts of one interval. An interval with an empty arm changes no evidence.
   *
   * @param trials trials of the arm, at least 0
   * @param events events of the arm, in [0, trials]
   * @param baseTrials trials of the base arm, at least 0
   * @param baseEvents events of the base arm, in [0, baseTrials]
   * @throws IllegalArgumentException if a count is outside its range
   */
  public void update(double trials, double events, double baseTrials, double baseEvents) {
    Counts.check(trials, events);
    Counts.check(baseTrials, baseEvents);
    double rate = (pastEvents + .5) / (pastTrials + 1);
    if (pastTrials >= FEWEST && LOWEST <= rate && rate <= HIGHEST) {
      updateAt(rate, trials, events, baseTrials, baseEvents);
    } else {
      linear.update(trials, events, baseTrials, baseEvents);
    }
    pastTrials = KEPT * pastTrials + baseTrials;
    pastEvents = KEPT * pastEvents + baseEvents;
  }

  /** One interval by the likelihood ratio, with an assumed base rate. */
  void updateAt(double rate, double n, double k, double m, double j) {
    if (n == 0 || m == 0) {
      return;
    }
    for (int i = 0; i < gammas.length; i++) {
      double alternative = Math.min(gammas[i] * ratio * rate, LARGEST_RATE);
      if (above ? alternative <= ratio * rate : alternative >= ratio * rate) {
        continue;
      }
      double baseNull = projection(n, alternative, m, rate);
      double armNull = ratio * baseNull;
      double logFactor = Math.max(baseNull, armNull) > LARGEST_PROJECTED_RATE
          ? linear.logFactor(i, n * ratio / (n * ratio + m), n, k, j)
          : k * Math.log(alternative / armNull)
              + (n - k) * (Math.log1p(-alternative) - Math.log1p(-armNull))
              + j * Math.log(rate / baseNull)
              + (m - j) * (Math.log1p(-rate) - Math.log1p(-baseNull));
      linear.wealth().multiply(i, logFactor);
    }
  }

  /** The base rate of the point of the null hypothesis that is nearest to an alternative. */
  double projection(double n, double q, double m, double p) {
    double a = n * q + m * p;
    double b = n * (ratio + q) + m * (1 + ratio * p);
    return 2 * a / (b + Math.sqrt(Math.max(0, b * b - 4 * ratio * (n + m) * a)));
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
   * Returns what the test has accumulated, with the past of the base arm, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    int at = linear.wealth().saveLength();
    double[] saved = linear.wealth().save(NUMBERS);
    saved[at] = pastTrials;
    saved[at + 1] = pastEvents;
    return saved;
  }

  /**
   * Goes on where a test with the same parameters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    int at = linear.wealth().saveLength();
    linear.wealth().restore(saved, NUMBERS);
    pastTrials = saved[at];
    pastEvents = saved[at + 1];
  }

  double logAccount(int alternative) {
    return linear.logAccount(alternative);
  }
}

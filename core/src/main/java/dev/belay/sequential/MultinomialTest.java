package dev.belay.sequential;

/**
 * Tests whether trials fall into classes with the shares that were expected, from the total counts alone.
 *
 * <p>With counts {@code n_j}, expected shares {@code r_j} and a Dirichlet mixture of alternatives with concentrations
 * {@code a_j}, {@code A} and {@code N} their sums and the sum of the counts:
 *
 * <pre>
 *   ln E = lnGamma(A) - lnGamma(A + N) + sum of (lnGamma(a_j + n_j) - lnGamma(a_j) - n_j ln r_j)
 * </pre>
 *
 * <p><strong>What it promises.</strong> For independent trials with the expected shares this is a martingale: it ever
 * reaches {@code 1 / level} with a probability of at most {@code level}. Concentrations of a hundred times the expected
 * shares look for small differences, concentrations of 1 for large ones.
 *
 * <p><strong>What it does not cover.</strong> Expected shares that change, and concentrations chosen after looking; see
 * {@link ProportionTest} for shares that change. Source: M. Lindon, A. Malek, "Anytime-Valid Inference for Multinomial
 * Count Data" (2022).
 */
public final class MultinomialTest {

  private static final double ROUNDING = 1e-9;

  private MultinomialTest() {}

  /**
   * Computes the natural logarithm of the evidence against the expected shares.
   *
   * @param counts the trials of each class, at least 0
   * @param expected the expected share of each class, in [0, 1], together 1
   * @param concentrations the concentration of each class, above 0
   * @return 0 when nothing is known, positive infinity if a trial fell into a class with an expected share of 0
   * @throws IllegalArgumentException if an argument is outside its range, or lengths differ
   */
  public static double logEvidence(double[] counts, double[] expected, double[] concentrations) {
    Counts.length("expected", expected.length, counts.length);
    Counts.length("concentrations", concentrations.length, counts.length);
    double allCounts = 0;
    double allExpected = 0;
    double allConcentrations = 0;
    double log = 0;
    for (int i = 0; i < counts.length; i++) {
      double count = Counts.atLeastZero("counts", counts[i]);
      double share = Counts.inRange("expected", expected[i], 0, 1);
      double concentration = Counts.aboveZero("concentrations", concentrations[i]);
      allCounts += count;
      allExpected += share;
      allConcentrations += concentration;
      if (count > 0) {
        log += LogGamma.of(concentration + count)
            - LogGamma.of(concentration)
            - count * Math.log(share);
      }
    }
    if (Math.abs(allExpected - 1) > ROUNDING) {
      throw new IllegalArgumentException("expected must sum to 1, but did to " + allExpected);
    }
    if (allCounts == 0) {
      return 0;
    }
    return log + LogGamma.of(allConcentrations) - LogGamma.of(allConcentrations + allCounts);
  }
}

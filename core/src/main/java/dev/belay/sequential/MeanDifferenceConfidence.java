package dev.belay.sequential;

/**
 * A running confidence sequence for the difference of two means, arm less base arm, of values in [0, 1]: the differences
 * that neither side of {@link MeanDifferenceTest} rejects.
 *
 * <p>With {@code D} the sum of {@code min(n, m) (s / n - t / m)} over the intervals, {@code N} the sum of
 * {@code min(n, m)} and {@code P} the sum of the costs {@code psi(kappa / n) V + psi(kappa / m) W} of each bet, the lower
 * bound is the {@code d} at which
 *
 * <pre>
 *   ln( mean over lambda of exp(lambda D - P - d lambda N) ) = ln(2 / level)
 * </pre>
 *
 * <p>and the upper bound the same with the arms swapped. It covers the mean of the differences so far, each weighted by
 * the size of its smaller arm, at all times together with a probability of at least {@code 1 - level}, however both
 * means move. What {@link MeanDifferenceTest} does not cover is not covered here.
 *
 * <p>A bound is found by bisection and rounded outwards by at most 1e-12. Not thread-safe.
 */
public final class MeanDifferenceConfidence {

  private static final int BETS = TwoMeans.BETS.length;
  private static final double PRECISION = 1e-12;

  private final TwoMeans means = new TwoMeans();
  private final double[] costs = new double[BETS];
  private double size;
  private double weightedDifference;

  /** A sequence that has seen nothing: the difference may be anything. */
  public MeanDifferenceConfidence() {}

  /**
   * Takes the values of one interval; see {@link MeanDifferenceTest#update}.
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
    size += means.size();
    weightedDifference += means.size() * means.difference();
    for (int i = 0; i < BETS; i++) {
      costs[i] += means.cost(i);
    }
  }

  /**
   * Returns the lower bound of the difference.
   *
   * @param level the probability that either bound is ever wrong, in (0, 1)
   * @return the bound, in [-1, 1]; -1 if nothing is known
   */
  public double lower(double level) {
    return bound(1, level);
  }

  /**
   * Returns the upper bound of the difference.
   *
   * @param level the probability that either bound is ever wrong, in (0, 1)
   * @return the bound, in [-1, 1]; 1 if nothing is known
   */
  public double upper(double level) {
    return -bound(-1, level);
  }

  /** The largest difference that is rejected, with the arms swapped for a negative sign. */
  private double bound(double sign, double level) {
    double needed = Math.log(2 / Counts.probability("level", level)) + Math.log(BETS);
    double[] terms = new double[BETS];
    double rejected = -1;
    if (!rejects(rejected, sign, needed, terms)) {
      return rejected;
    }
    double accepted = 1;
    while (accepted - rejected > PRECISION) {
      double middle = (accepted + rejected) / 2;
      if (rejects(middle, sign, needed, terms)) {
        rejected = middle;
      } else {
        accepted = middle;
      }
    }
    return rejected;
  }

  private boolean rejects(double difference, double sign, double needed, double[] terms) {
    double gain = sign * weightedDifference - difference * size;
    for (int i = 0; i < BETS; i++) {
      terms[i] = TwoMeans.BETS[i] * gain - costs[i];
    }
    return LogSpace.sum(terms) >= needed;
  }

  /**
   * Returns what has been accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    double[] saved = new double[BETS + 2 + means.saveLength()];
    System.arraycopy(costs, 0, saved, 0, BETS);
    saved[BETS] = size;
    saved[BETS + 1] = weightedDifference;
    means.save(saved, BETS + 2);
    return saved;
  }

  /**
   * Goes on where a sequence was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    Counts.length("saved", saved.length, BETS + 2 + means.saveLength());
    System.arraycopy(saved, 0, costs, 0, BETS);
    size = saved[BETS];
    weightedDifference = saved[BETS + 1];
    means.restore(saved, BETS + 2);
  }
}

package dev.belay.evidence;

/**
 * Sums of quality scores in [0, 1].
 *
 * @param count scores, at least 0
 * @param sum sum of the scores, in [0, count]
 * @param sumOfSquares sum of their squares, in [0, sum]
 * @param rejected scores that were not a number in [0, 1], and are in no sum
 */
public record ScoreSums(long count, double sum, double sumOfSquares, long rejected) {

  /** No scores. */
  public static final ScoreSums NONE = new ScoreSums(0, 0, 0, 0);

  /** What summing up in fixed point may be off by, per score. */
  private static final double ROUNDING = 1e-8;

  /**
   * Checks the sums.
   *
   * @param count scores, at least 0
   * @param sum sum of the scores, in [0, count]
   * @param sumOfSquares sum of their squares, in [0, sum]
   * @param rejected scores that were not a number in [0, 1]
   * @throws IllegalArgumentException if a sum is outside its range
   */
  public ScoreSums {
    if (count < 0 || rejected < 0) {
      throw new IllegalArgumentException(
          "count and rejected must be at least 0, but were " + count + " and " + rejected);
    }
    double slack = ROUNDING * (1 + count);
    if (!(sum >= 0 && sum <= count + slack)) {
      throw new IllegalArgumentException(
          "sum must be in [0, count = " + count + "], but was " + sum);
    }
    if (!(sumOfSquares >= 0 && sumOfSquares <= sum + slack)) {
      throw new IllegalArgumentException(
          "sumOfSquares must be in [0, sum = " + sum + "], but was " + sumOfSquares);
    }
  }

  /**
   * Adds two sums.
   *
   * @param other other scores
   * @return the scores of both
   */
  public ScoreSums plus(ScoreSums other) {
    return new ScoreSums(
        count + other.count,
        sum + other.sum,
        sumOfSquares + other.sumOfSquares,
        rejected + other.rejected);
  }

  /**
   * Returns the mean.
   *
   * @return sum by count, NaN without scores
   */
  public double mean() {
    return sum / count;
  }
}

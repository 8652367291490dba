package dev.belay.testkit.rehearsal;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Numbers, one of each run that has one. Immutable and thread-safe. */
public final class Distribution {

  private final double[] sorted;

  private Distribution(double[] sorted) {
    this.sorted = sorted;
  }

  static Distribution of(DoubleStream numbers) {
    return new Distribution(numbers.sorted().toArray());
  }

  /**
   * Counts the numbers.
   *
   * @return how many, at least 0
   */
  public int size() {
    return sorted.length;
  }

  /**
   * Returns the smallest number that so many of all are not above.
   *
   * @param part in [0, 1]: 0 for the smallest number, .5 for the median, 1 for the largest
   * @return the number, NaN if there is none
   * @throws IllegalArgumentException if the part is out of range
   */
  public double quantile(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("part must be in [0, 1], but was " + part);
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
  }

  /**
   * Returns the mean.
   *
   * @return the mean, NaN if there is no number
   */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /**
   * Returns the numbers.
   *
   * @return a copy, the smallest first
   */
  public double[] values() {
    return sorted.clone();
  }
}

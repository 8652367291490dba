package dev.belay.evidence;

import java.util.Arrays;

/** What was predicted, counted by class or by score bin: one reading, immutable. */
public final class PredictionCounts {

  /** The number of classes that are counted. */
  public static final int CLASSES = 64;

  /** The number of bins of a predicted score in [0, 1]. */
  public static final int BINS = 20;

  /** No predictions. */
  public static final PredictionCounts NONE = new PredictionCounts(new long[CLASSES], 0);

  private final long[] counts;
  private final long total;
  private final long rejected;

  private PredictionCounts(long[] counts, long rejected) {
    this.counts = counts;
    this.total = Arrays.stream(counts).sum();
    this.rejected = rejected;
  }

  /**
   * Makes counts of predictions.
   *
   * @param counts a count for each class, at most {@value #CLASSES} of them, each at least 0
   * @param rejected predictions that are in no class, at least 0
   * @return the counts
   * @throws IllegalArgumentException if there are more counts than classes, or one is negative
   */
  public static PredictionCounts of(long[] counts, long rejected) {
    if (counts.length > CLASSES) {
      throw new IllegalArgumentException(
          "counts must have at most length " + CLASSES + ", but was " + counts.length);
    }
    if (rejected < 0 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "counts must be at least 0, but were " + Arrays.toString(counts) + " and " + rejected);
    }
    return new PredictionCounts(Arrays.copyOf(counts, CLASSES), rejected);
  }

  /**
   * Finds the bin of a predicted score.
   *
   * @param score a score in [0, 1]
   * @return a bin in [0, {@value #BINS})
   */
  public static int binOf(double score) {
    return Math.min(BINS - 1, (int) (score * BINS));
  }

  /**
   * Returns the number of predictions of one class.
   *
   * @param index a class in [0, {@value #CLASSES})
   * @return its count
   */
  public long count(int index) {
    return counts[index];
  }

  /**
   * Returns the number of predictions.
   *
   * @return all classes together
   */
  public long total() {
    return total;
  }

  /**
   * Returns the number of predictions that could not be counted.
   *
   * @return classes outside [0, {@value #CLASSES}), and scores that were not a number in [0, 1]
   */
  public long rejected() {
    return rejected;
  }

  /**
   * Copies the counts.
   *
   * @param classes how many, at most {@value #CLASSES}
   * @return the counts of the first classes
   */
  public long[] toArray(int classes) {
    return Arrays.copyOf(counts, classes);
  }

  /**
   * Adds two counts.
   *
   * @param other other predictions
   * @return the predictions of both
   */
  public PredictionCounts plus(PredictionCounts other) {
    long[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.counts[i];
    }
    return new PredictionCounts(sums, rejected + other.rejected);
  }

  @Override
  public String toString() {
    return total + " predictions";
  }
}

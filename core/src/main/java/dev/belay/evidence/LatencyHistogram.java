package dev.belay.evidence;

import java.util.Arrays;

/** Latencies counted in {@link LatencyBuckets}: one reading, immutable. */
public final class LatencyHistogram {

  /** No latencies. */
  public static final LatencyHistogram NONE = new LatencyHistogram(new long[LatencyBuckets.COUNT]);

  private final long[] counts;
  private final long total;

  private LatencyHistogram(long[] counts) {
    this.counts = counts;
    this.total = Arrays.stream(counts).sum();
  }

  /**
   * Makes a histogram of counts per bucket.
   *
   * @param counts a count for each bucket, at least 0
   * @return the histogram
   * @throws IllegalArgumentException if there are more or fewer counts than buckets, or one is negative
   */
  public static LatencyHistogram of(long[] counts) {
    if (counts.length != LatencyBuckets.COUNT) {
      throw new IllegalArgumentException(
          "counts must have length " + LatencyBuckets.COUNT + ", but was " + counts.length);
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("counts must be at least 0, but one was " + count);
      }
    }
    return new LatencyHistogram(counts.clone());
  }

  /**
   * Adds two histograms.
   *
   * @param other other latencies
   * @return the latencies of both
   */
  public LatencyHistogram plus(LatencyHistogram other) {
    if (other.total == 0) {
      return this;
    }
    long[] sums = counts.clone();
    for (int bucket = 0; bucket < sums.length; bucket++) {
      sums[bucket] += other.counts[bucket];
    }
    return new LatencyHistogram(sums);
  }

  /**
   * Copies the counts.
   *
   * @return the number of latencies in each bucket
   */
  public long[] toArray() {
    return counts.clone();
  }

  /**
   * Returns the number of latencies.
   *
   * @return all counts together
   */
  public long total() {
    return total;
  }

  /**
   * Returns the number of latencies in one bucket.
   *
   * @param bucket a bucket, in [0, {@link LatencyBuckets#COUNT})
   * @return its count
   */
  public long count(int bucket) {
    return counts[bucket];
  }

  /**
   * Returns a latency that the given part of all calls did not exceed.
   *
   * @param part the part, in (0, 1], for example 0.99
   * @return the middle of the bucket in which the part is reached, in nanoseconds, within 1.6 % of the true value between
   *     1 microsecond and 68 seconds; 0 if the histogram is empty
   * @throws IllegalArgumentException if the part is out of range
   */
  public long quantileNanos(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("part must be in (0, 1], but was " + part);
    }
    long rank = (long) Math.ceil(part * total);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (counts[bucket] > 0 && seen >= rank) {
        long lower = LatencyBuckets.lowerEdge(bucket);
        return bucket == counts.length - 1
            ? lower
            : lower + (LatencyBuckets.upperEdge(bucket) - lower) / 2;
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return total + " latencies";
  }
}

package dev.belay.evidence;

import java.util.Arrays;

/**
 * Sticky calls counted by the bucket of their key: one reading, immutable.
 *
 * <p>A key always falls into the same bucket, so the buckets show how much users differ from each other.
 */
public final class BucketCounts {

  /** The number of buckets. */
  public static final int BUCKETS = 1_000;

  /** No calls. */
  public static final BucketCounts NONE = new BucketCounts(new long[BUCKETS], new long[BUCKETS]);

  private final long[] requests;
  private final long[] failures;

  private BucketCounts(long[] requests, long[] failures) {
    this.requests = requests;
    this.failures = failures;
  }

  /**
   * Makes counts.
   *
   * @param requests calls of each bucket
   * @param failures failed calls of each bucket, each in [0, requests]
   * @return the counts
   * @throws IllegalArgumentException if there are more or fewer counts than buckets, or one is outside its range
   */
  public static BucketCounts of(long[] requests, long[] failures) {
    if (requests.length != BUCKETS || failures.length != BUCKETS) {
      throw new IllegalArgumentException("requests and failures must have length " + BUCKETS
          + ", but were " + requests.length + " and " + failures.length);
    }
    for (int i = 0; i < BUCKETS; i++) {
      if (failures[i] < 0 || failures[i] > requests[i]) {
        throw new IllegalArgumentException("failures must be in [0, requests = " + requests[i]
            + "], but were " + failures[i] + " in bucket " + i);
      }
    }
    return new BucketCounts(requests.clone(), failures.clone());
  }

  /**
   * Finds the bucket of a key's draw.
   *
   * @param draw the upper half of the key's hash, in [0, 2^32)
   * @return a bucket in [0, {@value #BUCKETS})
   */
  public static int bucketOf(long draw) {
    return (int) ((draw * BUCKETS) >>> Integer.SIZE);
  }

  /**
   * Returns the calls of one bucket.
   *
   * @param bucket a bucket in [0, {@value #BUCKETS})
   * @return its calls
   */
  public long requests(int bucket) {
    return requests[bucket];
  }

  /**
   * Returns the failed calls of one bucket.
   *
   * @param bucket a bucket in [0, {@value #BUCKETS})
   * @return its failed calls
   */
  public long failures(int bucket) {
    return failures[bucket];
  }

  /**
   * Copies the calls.
   *
   * @return the calls of each bucket
   */
  public long[] requests() {
    return requests.clone();
  }

  /**
   * Copies the failed calls.
   *
   * @return the failed calls of each bucket
   */
  public long[] failures() {
    return failures.clone();
  }

  /**
   * Adds two counts.
   *
   * @param other other calls
   * @return the calls of both
   */
  public BucketCounts plus(BucketCounts other) {
    if (other == NONE) {
      return this;
    }
    return new BucketCounts(sum(requests, other.requests), sum(failures, other.failures));
  }

  private static long[] sum(long[] left, long[] right) {
    long[] sums = left.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += right[i];
    }
    return sums;
  }

  @Override
  public String toString() {
    return Arrays.stream(failures).sum() + " of " + Arrays.stream(requests).sum() + " failed";
  }
}

package dev.belay.recording;

import dev.belay.evidence.BucketCounts;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the sticky calls of one version by the bucket of their key. The buckets themselves keep threads apart; no stripes are
 * needed. Thread-safe; recording allocates nothing and never waits.
 */
public final class BucketRecorder {

  /** The successes of all buckets, then the failures. */
  private final AtomicLongArray counts = new AtomicLongArray(2 * BucketCounts.BUCKETS);

  private final long[] read = new long[2 * BucketCounts.BUCKETS];

  /** A recorder with nothing in it. */
  public BucketRecorder() {}

  /**
   * Counts a call.
   *
   * @param bucket the bucket of its key, in [0, {@link BucketCounts#BUCKETS})
   * @param failed whether it failed
   */
  public void record(int bucket, boolean failed) {
    counts.getAndIncrement(failed ? BucketCounts.BUCKETS + bucket : bucket);
  }

  /**
   * Reads the growth since the last call. One reader at a time.
   *
   * @return what has been counted since
   */
  public BucketCounts take() {
    long[] requests = new long[BucketCounts.BUCKETS];
    long[] failures = new long[BucketCounts.BUCKETS];
    for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
      failures[bucket] = growth(BucketCounts.BUCKETS + bucket);
      requests[bucket] = failures[bucket] + growth(bucket);
    }
    return BucketCounts.of(requests, failures);
  }

  private long growth(int counter) {
    long now = counts.get(counter);
    long grown = now - read[counter];
    read[counter] = now;
    return grown;
  }
}

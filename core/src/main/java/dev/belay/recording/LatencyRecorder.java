package dev.belay.recording;

import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;

/** The latencies of one version, from all its routes. Thread-safe; recording allocates nothing and never waits. */
public final class LatencyRecorder {

  private final Stripes buckets = new Stripes(LatencyBuckets.COUNT);

  /** A recorder with nothing in it. */
  public LatencyRecorder() {}

  /**
   * Counts a latency in its bucket.
   *
   * @param elapsedNanos how long the call took, at least 0
   */
  public void record(long elapsedNanos) {
    buckets.increment(LatencyBuckets.indexOf(elapsedNanos));
  }

  /**
   * Reads what has been counted since this recorder was made.
   *
   * @return a copy
   */
  public LatencyHistogram histogram() {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = buckets.sum(bucket);
    }
    return LatencyHistogram.of(counts);
  }
}

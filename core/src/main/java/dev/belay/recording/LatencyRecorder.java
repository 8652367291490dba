package dev.belay.recording;

import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import org.jspecify.annotations.Nullable;

/** Counts latencies. Thread-safe; recording allocates nothing and never waits. */
final class LatencyRecorder {

  private final Stripes buckets = new Stripes(LatencyBuckets.COUNT);
  private final Growth growth = new Growth(buckets, LatencyBuckets.COUNT);

  /** Counts a latency, and its call in other counters. */
  void record(long elapsedNanos, Stripes calls, int outcome) {
    calls.increment(outcome, buckets, LatencyBuckets.indexOf(elapsedNanos));
  }

  /** All that has been counted since this recorder was made; safe from every thread. */
  LatencyHistogram histogram() {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = buckets.sum(bucket);
    }
    return LatencyHistogram.of(counts);
  }

  /** What has been counted since the last call. */
  LatencyHistogram take() {
    long @Nullable [] grown = growth.take();
    return grown == null ? LatencyHistogram.NONE : LatencyHistogram.of(grown);
  }
}

package dev.belay.health;

import dev.belay.evidence.LatencyBuckets;
import java.util.function.IntUnaryOperator;

/** How a factor between latencies is expressed in edges of histogram buckets. */
final class LatencySteps {

  private LatencySteps() {}

  /** From the edge of a bucket to the smallest edge at least {@code factor} times as long; past the end if there is none. */
  static IntUnaryOperator up(double factor) {
    return edge -> {
      double wanted = factor * LatencyBuckets.lowerEdge(edge);
      int bucket = bucketOf(wanted);
      return bucket < LatencyBuckets.COUNT && LatencyBuckets.lowerEdge(bucket) < wanted
          ? bucket + 1
          : bucket;
    };
  }

  /** From the edge of a bucket to the largest edge at most {@code factor} times as long. */
  static IntUnaryOperator down(double factor) {
    return edge -> {
      int bucket = bucketOf(factor * LatencyBuckets.lowerEdge(edge));
      // A hair below an edge by rounding is not above it.
      return bucket;
    };
  }

  private static int bucketOf(double nanos) {
    return nanos >= LatencyBuckets.lowerEdge(LatencyBuckets.COUNT - 1)
        ? LatencyBuckets.COUNT
        : LatencyBuckets.indexOf((long) nanos);
  }
}

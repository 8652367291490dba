package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.sequential.TailShiftTest;
import java.util.Arrays;

/**
 * Joins the latencies of intervals of the same share until stable has enough to move its quantiles and the candidate has any.
 * The tests forget the past interval by interval: intervals of a few calls would have them forget faster than they learn.
 */
final class HistogramPool {

  private static final int NONE = -1;
  private static final long FEWEST_STABLE = 50;

  private final long[] candidate = new long[LatencyBuckets.COUNT];
  private final long[] stable = new long[LatencyBuckets.COUNT];
  private int share = NONE;
  private long candidateTotal;
  private long stableTotal;

  void add(EvidenceIncrement increment, TailShiftTest[] tests) {
    if (increment.share() != share) {
      clear();
      share = increment.share();
    }
    candidateTotal += join(increment.candidate().random().latencies(), candidate);
    stableTotal += join(increment.stable().random().latencies(), stable);
    if (stableTotal >= FEWEST_STABLE && (candidateTotal > 0 || share == 0)) {
      for (TailShiftTest test : tests) {
        test.update(candidate, stable);
      }
      clear();
    }
  }

  private static long join(LatencyHistogram histogram, long[] sums) {
    if (histogram.total() > 0) {
      for (int bucket = 0; bucket < sums.length; bucket++) {
        sums[bucket] += histogram.count(bucket);
      }
    }
    return histogram.total();
  }

  private void clear() {
    Arrays.fill(candidate, 0);
    Arrays.fill(stable, 0);
    candidateTotal = 0;
    stableTotal = 0;
  }

  double[] save() {
    double[] saved = new double[1 + 2 * LatencyBuckets.COUNT];
    saved[0] = share;
    for (int bucket = 0; bucket < LatencyBuckets.COUNT; bucket++) {
      saved[1 + bucket] = candidate[bucket];
      saved[1 + LatencyBuckets.COUNT + bucket] = stable[bucket];
    }
    return saved;
  }

  void restore(double[] saved) {
    clear();
    share = (int) saved[0];
    for (int bucket = 0; bucket < LatencyBuckets.COUNT; bucket++) {
      candidate[bucket] = (long) saved[1 + bucket];
      stable[bucket] = (long) saved[1 + LatencyBuckets.COUNT + bucket];
      candidateTotal += candidate[bucket];
      stableTotal += stable[bucket];
    }
  }
}

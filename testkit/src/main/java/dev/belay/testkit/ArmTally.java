package dev.belay.testkit;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import org.jspecify.annotations.Nullable;

/** Counts what one version does in an interval. Many intervals are short, so nothing large is made for none. Not thread-safe. */
final class ArmTally {

  private final boolean scores;
  private @Nullable Calls random;
  private @Nullable Calls sticky;
  private @Nullable Buckets buckets;

  /** Starts with nothing; counts predicted scores by bin, or else predicted classes. */
  ArmTally(boolean scores) {
    this.scores = scores;
  }

  /** The calls of one way of assignment. */
  private final class Calls {

    private long requests;
    private long failures;
    private long answers;
    private double sum;
    private double squares;
    private final long[] latencies = new long[LatencyBuckets.COUNT];
    private final long[] predictions = new long[PredictionCounts.CLASSES];

    void add(Outcome outcome) {
      requests++;
      latencies[LatencyBuckets.indexOf(outcome.latencyNanos())]++;
      if (outcome.failure() != null) {
        failures++;
        return;
      }
      double score = outcome.score();
      answers++;
      sum += score;
      squares += score * score;
      predictions[scores ? PredictionCounts.binOf(score) : outcome.predictedClass()]++;
    }

    CallEvidence evidence() {
      return new CallEvidence(
          new CallCounts(requests, failures),
          LatencyHistogram.of(latencies),
          new ScoreSums(answers, sum, squares, 0),
          PredictionCounts.of(predictions, 0));
    }
  }

  /** The sticky calls by bucket. */
  private static final class Buckets {

    private final long[] requests = new long[BucketCounts.BUCKETS];
    private final long[] failures = new long[BucketCounts.BUCKETS];
  }

  void addRandom(Outcome outcome) {
    if (random == null) {
      random = new Calls();
    }
    random.add(outcome);
  }

  void addSticky(Outcome outcome, int bucket) {
    if (sticky == null || buckets == null) {
      sticky = new Calls();
      buckets = new Buckets();
    }
    sticky.add(outcome);
    buckets.requests[bucket]++;
    if (outcome.failure() != null) {
      buckets.failures[bucket]++;
    }
  }

  /** Calls that were assigned at random. */
  long random() {
    return random == null ? 0 : random.requests;
  }

  ArmEvidence evidence(long inFlight) {
    return new ArmEvidence(
        random == null ? CallEvidence.NONE : random.evidence(),
        sticky == null ? CallEvidence.NONE : sticky.evidence(),
        buckets == null ? BucketCounts.NONE : BucketCounts.of(buckets.requests, buckets.failures),
        inFlight);
  }
}

package dev.belay.health;

import dev.belay.ModelVersion;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** Feeds a monitor with increments of one second, one after the other. */
final class Feed {

  /** Five percent. */
  static final int SHARE = 500;

  static final SignalContext CONTEXT = new SignalContext(
      ModelVersion.of("fraud", "7"),
      ModelVersion.of("fraud", "8"),
      .01,
      .05,
      Duration.ofHours(24),
      Duration.ZERO);

  private static final int FEW = 1_000;

  private final SignalMonitor monitor;
  private long fed;
  private Instant now = Instant.EPOCH;

  Feed(HealthSignal signal) {
    this(signal.open(CONTEXT));
  }

  Feed(SignalMonitor monitor) {
    this(monitor, 0);
  }

  /** Goes on where another feed had fed as many seconds. */
  Feed(SignalMonitor monitor, long fed) {
    this.monitor = monitor;
    this.fed = fed;
  }

  SignalMonitor monitor() {
    return monitor;
  }

  /** Calls that were assigned at random; failures take four times as long, score 0 and predict another class. */
  Assessment random(long requests, long failures, long stableRequests, long stableFailures) {
    return arms(randomArm(requests, failures), randomArm(stableRequests, stableFailures));
  }

  private static ArmEvidence randomArm(long requests, long failures) {
    long[] latencies = new long[LatencyBuckets.COUNT];
    latencies[LatencyBuckets.indexOf(1_000_000)] = requests - failures;
    latencies[LatencyBuckets.indexOf(4_000_000)] = failures;
    return ArmEvidence.random(new CallEvidence(
        new CallCounts(requests, failures),
        LatencyHistogram.of(latencies),
        new ScoreSums(requests, requests - failures, requests - failures, 0),
        PredictionCounts.of(new long[] {requests - failures, 0, failures}, 0)));
  }

  /** Calls that were assigned by a key: spread evenly over the buckets of either version, failures at random. */
  Assessment sticky(long requests, long failures, long stableRequests, long stableFailures) {
    return arms(
        stickyArm(requests, failures, 0, SHARE / 10),
        stickyArm(stableRequests, stableFailures, SHARE / 10, BucketCounts.BUCKETS));
  }

  /** Sticky calls, spread over the buckets from one to another. */
  ArmEvidence stickyArm(long requests, long failures, int from, int to) {
    long[] requestsOf = new long[BucketCounts.BUCKETS];
    long[] failuresOf = new long[BucketCounts.BUCKETS];
    for (int bucket = from; bucket < to; bucket++) {
      requestsOf[bucket] = part(requests, bucket - from, to - from);
    }
    SplittableRandom random = new SplittableRandom(fed);
    long scattered = failures <= FEW ? failures : 0;
    for (int bucket = from; bucket < to && scattered == 0; bucket++) {
      failuresOf[bucket] = Math.min(requestsOf[bucket], part(failures, bucket - from, to - from));
    }
    while (scattered > 0) {
      int bucket = from + random.nextInt(to - from);
      if (failuresOf[bucket] < requestsOf[bucket]) {
        failuresOf[bucket]++;
        scattered--;
      }
    }
    return new ArmEvidence(
        CallEvidence.NONE,
        CallEvidence.of(new CallCounts(requests, failures)),
        BucketCounts.of(requestsOf, failuresOf),
        0);
  }

  private static long part(long all, int index, int count) {
    return all * (index + 1) / count - all * index / count;
  }

  Assessment nothing() {
    return calls(ArmCounts.NONE, ArmCounts.NONE);
  }

  /** Lets time pass without calls. */
  void pass(Duration duration) {
    Instant from = now;
    now = now.plus(duration);
    monitor.assess(EvidenceIncrement.of(1, SHARE, from, now, ArmEvidence.NONE, ArmEvidence.NONE));
  }

  private Assessment calls(ArmCounts candidate, ArmCounts stable) {
    return arms(ArmEvidence.of(candidate), ArmEvidence.of(stable));
  }

  /** A second in which the candidate has no share. */
  Assessment shadow(PairCounts pairs, long stableRequests, long stableFailures) {
    Instant from = now;
    now = now.plusSeconds(1);
    fed++;
    return monitor.assess(EvidenceIncrement.of(
            1, 0, from, now, randomArm(stableRequests, stableFailures), ArmEvidence.NONE)
        .withShadow(pairs));
  }

  /** The same, with stable's side of the pairs for all that it did. */
  Assessment shadow(PairCounts pairs) {
    return shadow(pairs, pairs.pairs(), pairs.stable().failures());
  }

  /** Anything that both versions may have done in a second. */
  Assessment arms(ArmEvidence candidate, ArmEvidence stable) {
    Instant from = now;
    now = now.plusSeconds(1);
    fed++;
    return monitor.assess(EvidenceIncrement.of(1, SHARE, from, now, stable, candidate));
  }
}

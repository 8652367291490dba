package dev.belay.testkit.contract;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Evidence that is changed, or out of the ordinary. */
final class Increments {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MANY = 10_000_000;

  private Increments() {}

  /** An interval after another one in which nothing happened. */
  static EvidenceIncrement silent(EvidenceIncrement after) {
    return of(after, after.to(), after.to().plusSeconds(1), ArmEvidence.NONE, ArmEvidence.NONE);
  }

  /** An interval in which nothing happened, at a share. */
  static EvidenceIncrement silent(int share, Instant from, Duration duration) {
    return new EvidenceIncrement(
        1, share, from, from.plus(duration), ArmEvidence.NONE, ArmEvidence.NONE, List.of());
  }

  /** The same interval without the candidate. */
  static EvidenceIncrement ofStableAlone(EvidenceIncrement increment) {
    return of(increment, increment.from(), increment.to(), increment.stable(), ArmEvidence.NONE);
  }

  /** The same interval without live calls. */
  static EvidenceIncrement ofShadowAlone(EvidenceIncrement increment) {
    return of(increment, increment.from(), increment.to(), ArmEvidence.NONE, ArmEvidence.NONE)
        .withShadow(increment.shadow());
  }

  /** The same interval without pairs. */
  static EvidenceIncrement ofTrafficAlone(EvidenceIncrement increment) {
    return increment.withShadow(PairCounts.NONE);
  }

  private static EvidenceIncrement of(
      EvidenceIncrement like, Instant from, Instant to, ArmEvidence stable, ArmEvidence candidate) {
    long random = stable.random().counts().requests();
    return new EvidenceIncrement(
        like.attempt(),
        like.share(),
        from,
        to,
        stable,
        candidate,
        random == 0 ? List.of() : List.of(new Assigned(like.share(), random, 0)),
        like.draw(),
        like.steady());
  }

  /** What may come, however seldom, in order. */
  static List<EvidenceIncrement> extreme() {
    List<EvidenceIncrement> increments = new ArrayList<>();
    int seconds = 0;
    for (int share : new int[] {0, 1, 5_000, 9_999, 10_000, 0, 1}) {
      for (List<ArmEvidence> arms : arms()) {
        Instant from = START.plusSeconds(seconds);
        Duration duration = Duration.ofSeconds(seconds % 3 == 0 ? 0 : 1);
        increments.add(new EvidenceIncrement(
            1,
            share,
            from,
            from.plus(duration),
            arms.get(0),
            arms.get(1),
            List.of(
                new Assigned(share, arms.get(0).counts().random().requests(), 0),
                new Assigned(500, 0, arms.get(1).counts().random().requests())),
            seconds / 10,
            seconds % 4 != 0,
            pairs(seconds)));
        seconds++;
      }
      increments.add(
          silent(share, START.plusSeconds(seconds), Duration.ofDays(1)).inDraw(seconds / 10));
      seconds += 86_400;
    }
    return increments;
  }

  /** What stable and the candidate may have done. */
  private static List<List<ArmEvidence>> arms() {
    ArmEvidence one = arm(1, 0);
    ArmEvidence failure = arm(1, 1);
    ArmEvidence good = arm(MANY, 0);
    ArmEvidence dead = arm(MANY, MANY);
    ArmEvidence none = ArmEvidence.NONE;
    ArmEvidence countsAlone =
        ArmEvidence.of(new ArmCounts(new CallCounts(1_000, 10), new CallCounts(10, 1)));
    return List.of(
        List.of(none, none),
        List.of(none, one),
        List.of(one, none),
        List.of(failure, failure),
        List.of(countsAlone, countsAlone),
        List.of(good, dead),
        List.of(dead, good),
        List.of(dead, dead),
        List.of(none, dead),
        List.of(good, none),
        List.of(good, good));
  }

  private static ArmEvidence arm(long requests, long failures) {
    long[] latencies = new long[LatencyBuckets.COUNT];
    latencies[0] = requests / 2;
    latencies[LatencyBuckets.COUNT - 1] = requests - requests / 2;
    long[] classes = new long[PredictionCounts.CLASSES];
    Arrays.fill(classes, (requests - failures) / 100);
    CallEvidence calls = new CallEvidence(
        new CallCounts(requests, failures),
        LatencyHistogram.of(latencies),
        new ScoreSums(requests - failures, requests - failures, requests - failures, failures),
        PredictionCounts.of(classes, failures));
    long[] bucketRequests = new long[BucketCounts.BUCKETS];
    long[] bucketFailures = new long[BucketCounts.BUCKETS];
    bucketRequests[0] = requests;
    bucketFailures[0] = failures;
    return new ArmEvidence(calls, calls, BucketCounts.of(bucketRequests, bucketFailures), requests);
  }

  private static PairCounts pairs(int number) {
    return switch (number % 4) {
      case 0 -> PairCounts.NONE;
      case 1 -> new PairCounts(1, 0, 0, 1, 0, 0);
      case 2 -> new PairCounts(MANY, MANY, 0, 0, 0, 0);
      default -> new PairCounts(MANY, 0, 0, 0, MANY, 0);
    };
  }
}

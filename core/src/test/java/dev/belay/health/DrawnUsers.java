package dev.belay.health;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Sticky calls of 2,000 users whose failure rates differ with a coefficient of variation of 2.2, and who make five calls in
 * each interval of ten minutes. Five percent of their buckets are the candidate's.
 */
final class DrawnUsers {

  private static final int USERS = 2_000;
  private static final int CALLS = 5;
  private static final int LENGTH_SECONDS = 600;

  private final SplittableRandom random;
  private final double meanRate;
  private final double ratio;
  private final double[] rates = new double[USERS];
  private final int[] buckets = new int[USERS];
  private int interval;
  private int draw;

  DrawnUsers(long seed, double meanRate, double ratio) {
    this.random = new SplittableRandom(seed);
    this.meanRate = meanRate;
    this.ratio = ratio;
    for (int user = 0; user < USERS; user++) {
      double exponential = -Math.log1p(-random.nextDouble());
      rates[user] = Math.min(.2, this.meanRate * exponential * exponential / 2);
    }
    assign();
  }

  private void assign() {
    for (int user = 0; user < USERS; user++) {
      buckets[user] = random.nextInt(BucketCounts.BUCKETS);
    }
  }

  /** Another ten minutes with the users where they are. */
  EvidenceIncrement next() {
    return next(Feed.SHARE);
  }

  /** Another ten minutes in which stable serves everyone. */
  EvidenceIncrement nextBefore() {
    return next(0);
  }

  private EvidenceIncrement next(int share) {
    long[][] candidate = new long[2][BucketCounts.BUCKETS];
    long[][] stable = new long[2][BucketCounts.BUCKETS];
    for (int user = 0; user < USERS; user++) {
      int bucket = buckets[user];
      boolean onCandidate = bucket < share / 10;
      long[][] counts = onCandidate ? candidate : stable;
      double rate = rates[user] * (onCandidate ? ratio : 1);
      for (int call = 0; call < CALLS; call++) {
        counts[0][bucket]++;
        counts[1][bucket] += random.nextDouble() < rate ? 1 : 0;
      }
    }
    Instant from = Instant.EPOCH.plusSeconds((long) LENGTH_SECONDS * interval++);
    return EvidenceIncrement.of(
            1, share, from, from.plusSeconds(LENGTH_SECONDS), arm(stable), arm(candidate))
        .inDraw(draw);
  }

  /** Another ten minutes, then a new draw. */
  EvidenceIncrement nextDraw() {
    EvidenceIncrement increment = next();
    draw++;
    assign();
    return increment;
  }

  private static ArmEvidence arm(long[][] counts) {
    BucketCounts buckets = BucketCounts.of(counts[0], counts[1]);
    long requests = 0;
    long failures = 0;
    for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
      requests += counts[0][bucket];
      failures += counts[1][bucket];
    }
    return new ArmEvidence(
        CallEvidence.NONE, CallEvidence.of(new CallCounts(requests, failures)), buckets, 0);
  }
}

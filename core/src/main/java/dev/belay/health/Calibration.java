package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.BucketCounts;
import dev.belay.sequential.LinearNullTest;
import java.util.Arrays;

/**
 * What is known of the candidate's users from before they were: while the candidate has no share, stable serves the very
 * buckets that it will lose. How much more often those failed than the rest bounds how much unluckier the candidate's users
 * are, without guessing at how users differ; what the candidate adds to that is its own.
 *
 * <p>For each share the bound is computed once, when the share begins, from one interval with counts divided by the dispersion
 * of users' bursts. The {@code i}-th bound has a part {@code 2^-i} of the level, so all of them hold together. It is worth as
 * much as the users are the same ones before and after: that is assumed. There is none for a share that cuts a bucket in two,
 * nor with fewer than {@value #FEWEST_FAILURES} failures before.
 */
final class Calibration {

  private static final int FEWEST_FAILURES = 20;
  private static final int BUCKET = BasisPoints.WHOLE / BucketCounts.BUCKETS;

  private final double level;
  private final double[] factors;
  private final double[] calls = new double[BucketCounts.BUCKETS];
  private final double[] failures = new double[BucketCounts.BUCKETS];
  private int shares;

  /**
   * Nothing is known yet.
   *
   * @param level the probability that any bound is wrong
   * @param factors the bounds that are tried, rising
   */
  Calibration(double level, double[] factors) {
    this.level = level;
    this.factors = factors;
  }

  /** Takes an interval in which stable served everyone. */
  void learn(BucketCounts counts) {
    if (counts == BucketCounts.NONE) {
      return;
    }
    for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
      calls[bucket] += counts.requests(bucket);
      failures[bucket] += counts.failures(bucket);
    }
  }

  /** Whether there was enough before. */
  boolean possible() {
    return Arrays.stream(failures).sum() >= FEWEST_FAILURES;
  }

  /** The first of the factors that the users of a share are not unluckier by; their number if there is none. */
  int bound(int share, double dispersion) {
    shares++;
    if (!possible() || share % BUCKET != 0) {
      return factors.length;
    }
    int end = share / BUCKET;
    double trials = sum(calls, 0, end) / dispersion;
    double events = sum(failures, 0, end) / dispersion;
    double baseTrials = sum(calls, end, BucketCounts.BUCKETS) / dispersion;
    double baseEvents = sum(failures, end, BucketCounts.BUCKETS) / dispersion;
    double needed = shares * Math.log(2) - Math.log(level);
    for (int i = 0; i < factors.length; i++) {
      LinearNullTest below = LinearNullTest.below(factors[i], 0);
      below.start(1);
      below.update(trials, events, baseTrials, baseEvents);
      if (below.logEvidence() >= needed) {
        return i;
      }
    }
    return factors.length;
  }

  private static double sum(double[] counts, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += counts[i];
    }
    return sum;
  }

  void addStates(States states) {
    states
        .add(calls::clone, saved -> System.arraycopy(saved, 0, calls, 0, calls.length))
        .add(failures::clone, saved -> System.arraycopy(saved, 0, failures, 0, failures.length))
        .add(() -> new double[] {shares}, saved -> shares = (int) saved[0]);
  }
}

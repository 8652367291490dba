package dev.belay.simulation;

import dev.belay.sequential.ClusterNoise;
import dev.belay.sequential.RatioConfidence;
import dev.belay.simulation.Rule.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Users who stay on one arm, hashed to 1,000 buckets of which 50 are the candidate's: buckets fail more or less often for
 * good, and perhaps in bursts. A look every ten minutes at 20 requests a second.
 */
final class StickyUsers {

  private static final int BUCKETS = 1000;
  private static final int CANDIDATE = 50;
  private static final double BASE = .01;
  private static final double CALLS_PER_BUCKET = 12;
  private static final double LEVEL = .01;
  private static final double TOLERATED = 1.2;
  private static final double Z = 2.5758293035489004;

  private StickyUsers() {}

  /** Calls and failures of each bucket in an interval, the candidate's buckets first. */
  static final class Buckets {

    private final long[] calls;
    private final long[] failures;

    Buckets(long[] calls, long[] failures) {
      this.calls = calls;
      this.failures = failures;
    }
  }

  /**
   * How users differ.
   *
   * @param shape shape of the gamma distribution of the buckets' failure rates; large when they are alike
   * @param burst failures that come together
   */
  record Users(double shape, int burst) {

    /** New buckets for each run; the candidate fails so many times as often. */
    Supplier<Traffic<Buckets>> traffic(double ratio) {
      return () -> {
        double[] factors = new double[BUCKETS];
        return (draws, look) -> {
          if (look == 0) {
            Arrays.setAll(factors, i -> draws.gamma(shape) / shape);
          }
          long[] calls = new long[BUCKETS];
          long[] failures = new long[BUCKETS];
          for (int i = 0; i < BUCKETS; i++) {
            calls[i] = draws.poisson(CALLS_PER_BUCKET);
            double rate = Math.min(1, BASE * factors[i] * (i < CANDIDATE ? ratio : 1));
            failures[i] = burst == 1
                ? draws.binomial(calls[i], rate)
                : Math.min(calls[i], burst * draws.poisson(calls[i] * rate / burst));
          }
          return new Buckets(calls, failures);
        };
      };
    }
  }

  /** The rule for independent calls: what happens when nothing is done about stickiness. */
  static Rule<Buckets> naive() {
    BelayFailureRule rule = new BelayFailureRule(LEVEL, 0, 24 * 3600);
    return interval -> rule.look(new Interval(
        600,
        sum(interval.calls, 0, CANDIDATE),
        sum(interval.failures, 0, CANDIDATE),
        sum(interval.calls, CANDIDATE, BUCKETS),
        sum(interval.failures, CANDIDATE, BUCKETS)));
  }

  /**
   * Counts are divided by the dispersion of the past, and the lower bound of the ratio has to exceed the tolerance times
   * what lasting differences between buckets can do. The first interval only tells the dispersion: a burst in it would be
   * taken for a difference.
   */
  static Rule<Buckets> withFloor() {
    ClusterNoise noise = new ClusterNoise(BUCKETS - CANDIDATE);
    RatioConfidence ratio = new RatioConfidence();
    boolean[] warm = {false};
    return interval -> {
      double phi = noise.dispersion();
      if (warm[0]) {
        ratio.update(
            sum(interval.calls, 0, CANDIDATE),
            sum(interval.failures, 0, CANDIDATE) / phi,
            sum(interval.calls, CANDIDATE, BUCKETS),
            sum(interval.failures, CANDIDATE, BUCKETS) / phi);
      }
      warm[0] = true;
      noise.update(
          Arrays.copyOfRange(interval.calls, CANDIDATE, BUCKETS),
          Arrays.copyOfRange(interval.failures, CANDIDATE, BUCKETS));
      double floor = TOLERATED * Math.exp(Z * noise.persistent(CANDIDATE));
      return ratio.lower(LEVEL) >= floor ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
    };
  }

  private static long sum(long[] counts, int from, int to) {
    return Arrays.stream(counts, from, to).sum();
  }

  /** Without and with the noise floor: candidate requests until rollback. */
  static List<Result> race(Users users, double ratio, int runs, int looks, long seed) {
    return new Race<>(
            users.traffic(ratio), buckets -> sum(buckets.calls, 0, CANDIDATE), runs, looks, seed)
        .enter(StickyUsers::naive)
        .enter(StickyUsers::withFloor)
        .run();
  }
}

package dev.belay.simulation;

import dev.belay.sequential.TailShiftTest;
import dev.belay.simulation.Rule.Verdict;
import java.util.Arrays;
import java.util.List;

/**
 * Latencies in buckets that grow by 5 %, lognormal around 100 ms: Belay's rule on two tails with a tolerance of 20 %, a
 * clairvoyant test, and other rules.
 */
final class Latencies {

  static final double TOLERANCE = .2;

  private static final int BUCKETS = 240;
  private static final double LOG_GROWTH = Math.log(1.05);
  private static final double SIGMA = .6;
  private static final double LOG_MEDIAN = Math.log(100);
  private static final int SHIFT = (int) Math.ceil(Math.log(1 + TOLERANCE) / LOG_GROWTH);
  private static final int CALLS = 10;
  private static final int STABLE_CALLS = 190;

  private Latencies() {}

  /**
   * A candidate that is slower.
   *
   * @param part the part of its calls that is slower, at random
   * @param factor how much slower they are
   */
  record Slowdown(double part, double factor) {

    Traffic<Arms> traffic() {
      return (draws, look) -> {
        long[] calls = new long[BUCKETS];
        for (int i = 0; i < CALLS; i++) {
          double slower = part >= 1 || draws.uniform() < part ? Math.log(factor) : 0;
          calls[bucket(draws, slower)]++;
        }
        long[] stableCalls = new long[BUCKETS];
        for (int i = 0; i < STABLE_CALLS; i++) {
          stableCalls[bucket(draws, 0)]++;
        }
        return new Arms(calls, stableCalls);
      };
    }

    private double beyond(int bucket) {
      return part * tail(bucket, Math.log(factor)) + (1 - part) * tail(bucket, 0);
    }
  }

  private static int bucket(Draws draws, double slower) {
    double log = LOG_MEDIAN + SIGMA * draws.normal() + slower;
    return (int) Math.max(0, Math.min(BUCKETS - 1, Math.floor(log / LOG_GROWTH)));
  }

  /** The part of the calls at or above a bucket. */
  private static double tail(int bucket, double slower) {
    return Normal.above((bucket * LOG_GROWTH - LOG_MEDIAN - slower) / SIGMA);
  }

  /** The two tails of Belay's signal; half of the wealth is kept for later starts, which bring nothing here. */
  static Rule<Arms> belay(double level) {
    TailShiftTest high = TailShiftTest.above(.99, BUCKETS, edge -> edge + SHIFT);
    TailShiftTest middle = TailShiftTest.above(.9, BUCKETS, edge -> edge + SHIFT);
    high.start(.5);
    middle.start(.5);
    return Evidence.reaching(level, interval -> {
      high.update(interval.calls(), interval.stableCalls());
      middle.update(interval.calls(), interval.stableCalls());
      return Evidence.logMean(high.logEvidence(), middle.logEvidence());
    });
  }

  /** Wald's test of the share of calls beyond the bucket that tells most, by someone who knows both distributions. */
  static Rule<Arms> clairvoyant(Slowdown slowdown, double level) {
    int best = 0;
    double most = 0;
    for (int i = 1; i < BUCKETS; i++) {
      double q = slowdown.beyond(i);
      double p = tail(i, Math.log(1 + TOLERANCE));
      double gain = p > 1e-12 && q > p && q < 1
          ? q * Math.log(q / p) + (1 - q) * (Math.log1p(-q) - Math.log1p(-p))
          : 0;
      if (gain > most) {
        most = gain;
        best = i;
      }
    }
    int bucket = best;
    ClairvoyantRule rule =
        new ClairvoyantRule(slowdown.beyond(bucket), tail(bucket, Math.log(1 + TOLERANCE)), level);
    return interval ->
        rule.look(new Interval(10, CALLS, sum(interval.calls(), bucket, BUCKETS), STABLE_CALLS, 0));
  }

  /** Flagger: the 99th percentile of a minute above 500 ms, five times in all. */
  static Rule<Arms> flagger() {
    int limit = (int) Math.floor(Math.log(500) / LOG_GROWTH);
    return windowed(6, Peers.counting(5, window -> quantile(window.calls()) > limit));
  }

  /** In Argo's way: the 99th percentile of five minutes above one and a half times stable's, more than three times. */
  static Rule<Arms> argo() {
    double limit = Math.log(1.5) / LOG_GROWTH;
    return windowed(
        30,
        Peers.counting(
            4, window -> quantile(window.calls()) - quantile(window.stableCalls()) > limit));
  }

  private static Rule<Arms> windowed(int intervals, Rule<Arms> rule) {
    long[][] sums = {new long[BUCKETS], new long[BUCKETS]};
    int[] seen = {0};
    return interval -> {
      for (int i = 0; i < BUCKETS; i++) {
        sums[0][i] += interval.calls()[i];
        sums[1][i] += interval.stableCalls()[i];
      }
      if (++seen[0] % intervals != 0) {
        return Verdict.UNDECIDED;
      }
      Verdict verdict = rule.look(new Arms(sums[0].clone(), sums[1].clone()));
      Arrays.fill(sums[0], 0);
      Arrays.fill(sums[1], 0);
      return verdict;
    };
  }

  private static int quantile(long[] counts) {
    double beyond = .01 * sum(counts, 0, BUCKETS);
    int bucket = BUCKETS;
    long sum = 0;
    while (bucket > 0 && sum <= beyond) {
      bucket--;
      sum += counts[bucket];
    }
    return bucket;
  }

  private static long sum(long[] counts, int from, int to) {
    return Arrays.stream(counts, from, to).sum();
  }

  /** Belay, clairvoyant, Flagger, Argo: candidate requests until rollback, over at most so many looks. */
  static List<Result> race(Slowdown slowdown, int runs, int looks, long seed) {
    return new Race<>(slowdown::traffic, interval -> CALLS, runs, looks, seed)
        .enter(() -> belay(.01))
        .enter(() -> clairvoyant(slowdown, .01))
        .enter(Latencies::flagger)
        .enter(Latencies::argo)
        .run();
  }
}

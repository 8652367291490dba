package dev.belay.simulation;

import dev.belay.sequential.ShareShiftTest;
import dev.belay.simulation.Rule.Verdict;
import java.util.Arrays;
import java.util.List;

/**
 * Shares of ten predicted classes, one of which moves: Belay's rule (no share more than 1.25 times as large, and .2 points,
 * on the tests of each class in both directions), a clairvoyant test of that class alone, and usual rules.
 */
final class Drift {

  private static final int CLASSES = 10;
  private static final double RATIO = 1.25;
  private static final double ALLOWANCE = .002;
  private static final int CALLS = 10;
  private static final int STABLE_CALLS = 190;

  private Drift() {}

  static Traffic<Arms> traffic(double before, double after) {
    return (draws, look) ->
        new Arms(classes(draws, CALLS, after), classes(draws, STABLE_CALLS, before));
  }

  private static long[] classes(Draws draws, long calls, double first) {
    long[] counts = new long[CLASSES];
    counts[0] = draws.binomial(calls, first);
    long left = calls - counts[0];
    for (int i = 1; i < CLASSES; i++) {
      counts[i] = i == CLASSES - 1 ? left : draws.binomial(left, 1. / (CLASSES - i));
      left -= counts[i];
    }
    return counts;
  }

  static Rule<Arms> belay(double level) {
    ShareShiftTest test = ShareShiftTest.above(CLASSES, RATIO - 1, ALLOWANCE);
    test.start(.5);
    return Evidence.reaching(level, interval -> {
      test.update(interval.calls(), interval.stableCalls());
      return test.logEvidence();
    });
  }

  static Rule<Arms> clairvoyant(double before, double after, double level) {
    ClairvoyantRule rule = new ClairvoyantRule(after, RATIO * before + ALLOWANCE, level);
    return interval -> rule.look(new Interval(10, CALLS, interval.calls()[0], STABLE_CALLS, 0));
  }

  /** The population stability index of an hour above .2. */
  static Rule<Arms> stabilityIndex() {
    return cumulative(360, true, (c, s) -> {
      double index = 0;
      double n = Arrays.stream(c).sum() + CLASSES / 2.;
      double m = Arrays.stream(s).sum() + CLASSES / 2.;
      for (int i = 0; i < CLASSES; i++) {
        double p = (c[i] + .5) / n;
        double q = (s[i] + .5) / m;
        index += (p - q) * Math.log(p / q);
      }
      return index > .2;
    });
  }

  /** A chi-square test of homogeneity at 1 % each minute, as if it were the only look. */
  static Rule<Arms> peekedChiSquare() {
    return cumulative(6, false, (c, s) -> {
      double n = Arrays.stream(c).sum();
      double m = Arrays.stream(s).sum();
      double statistic = 0;
      for (int i = 0; i < CLASSES; i++) {
        double all = c[i] + s[i];
        double expected = all * n / (n + m);
        double off = c[i] - expected;
        statistic += all == 0 ? 0 : off * off / expected + off * off / (all - expected);
      }
      return statistic > 21.666;
    });
  }

  private interface Check {
    boolean fails(long[] calls, long[] stableCalls);
  }

  private static Rule<Arms> cumulative(int intervals, boolean restart, Check check) {
    long[][] sums = {new long[CLASSES], new long[CLASSES]};
    int[] seen = {0};
    return interval -> {
      for (int i = 0; i < CLASSES; i++) {
        sums[0][i] += interval.calls()[i];
        sums[1][i] += interval.stableCalls()[i];
      }
      if (++seen[0] % intervals != 0) {
        return Verdict.UNDECIDED;
      }
      boolean failed = check.fails(sums[0], sums[1]);
      if (restart) {
        Arrays.fill(sums[0], 0);
        Arrays.fill(sums[1], 0);
      }
      return failed ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
    };
  }

  /** Belay, clairvoyant, stability index, peeked chi-square: predictions of the candidate until the alarm. */
  static List<Result> race(double before, double after, int runs, int looks, long seed) {
    return new Race<>(() -> traffic(before, after), classes -> CALLS, runs, looks, seed)
        .enter(() -> belay(.01))
        .enter(() -> clairvoyant(before, after, .01))
        .enter(Drift::stabilityIndex)
        .enter(Drift::peekedChiSquare)
        .run();
  }
}

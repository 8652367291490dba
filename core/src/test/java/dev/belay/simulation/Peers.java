package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rules written from the published behaviour of other tools, and one from a textbook. They are the examples of the tools'
 * documentation, not the best that could be configured: each of them has its error rate from its settings, traffic and base
 * rate together, and none of them states it.
 */
final class Peers {

  private static final double Z99 = 2.3263478740408408;

  private Peers() {}

  /** Flagger: the success rate of a minute below 99 % is a failed check; checks add up; five roll back. */
  static Rule<Interval> flagger() {
    Windows minutes = new Windows(60);
    return counting(
        5,
        interval ->
            minutes.closes(interval, minute -> minute.calls() > 0 && minute.failureRate() > .01));
  }

  /** Argo Rollouts: more than twice stable's failure rate in five minutes is a failure; more than three of them abort. */
  static Rule<Interval> argo() {
    Windows windows = new Windows(300);
    return counting(
        4,
        interval -> windows.closes(
            interval, window -> window.failureRate() > 2 * window.stableFailureRate()));
  }

  /**
   * Kayenta: every half hour for six hours, a Mann-Whitney test at 98 % of the failure rates by minute; bad when the lower
   * bound of the shift is above a quarter of its size.
   */
  static Rule<Interval> kayenta() {
    Windows minutes = new Windows(60);
    List<Double> candidate = new ArrayList<>();
    List<Double> stable = new ArrayList<>();
    return interval -> {
      boolean judge = minutes.closes(interval, minute -> {
        candidate.add(minute.failureRate());
        stable.add(minute.stableFailureRate());
        return candidate.size() % 30 == 0 && candidate.size() <= 360;
      });
      return judge && MannWhitney.of(candidate, stable).above(.25, Z99)
          ? Verdict.ROLL_BACK
          : Verdict.UNDECIDED;
    };
  }

  /** A test of two proportions at 1 %, one-sided, as if each minute were the only look. */
  static Rule<Interval> peekedProportions() {
    Windows minutes = new Windows(60);
    Interval[] total = {Interval.NOTHING};
    return interval -> {
      boolean significant = minutes.closes(interval, minute -> {
        total[0] = total[0].plus(minute);
        return z(total[0]) > Z99;
      });
      return significant ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
    };
  }

  private static double z(Interval total) {
    double calls = total.calls();
    double stableCalls = total.stableCalls();
    double pooled = (total.failures() + total.stableFailures()) / (calls + stableCalls);
    double variance = pooled * (1 - pooled) * (1 / calls + 1 / stableCalls);
    return variance > 0
        ? (total.failureRate() - total.stableFailureRate()) / Math.sqrt(variance)
        : 0;
  }

  /** Rolls back when the check failed that many times in all. */
  static <I> Rule<I> counting(int limit, Predicate<I> failedCheck) {
    int[] failed = {0};
    return interval -> {
      if (failedCheck.test(interval)) {
        failed[0]++;
      }
      return failed[0] >= limit ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
    };
  }
}

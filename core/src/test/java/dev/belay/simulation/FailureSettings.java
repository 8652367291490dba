package dev.belay.simulation;

import java.util.List;

/** The settings in which exposure to a bad candidate is measured: 5 % of a service of 20 or 200 calls a second. */
final class FailureSettings {

  static final double FALSE_ROLLBACK = .01;
  static final double SHARE = .05;
  static final int PEER_HOURS = 6;

  private static final double LONG_RUN_RATE = .001;
  private static final int LONGEST_SECONDS = 14 * 24 * 3600;
  private static final int HORIZON_SECONDS = 48 * 3600;

  private FailureSettings() {}

  /** Calls of both arms in a minute: a service that fails seldom is large. */
  static double perMinute(double base) {
    return base < LONG_RUN_RATE ? 12_000 : 1200;
  }

  /**
   * Runs Belay, the clairvoyant test and the peers on a candidate that fails {@code ratio * base} of its calls. Looks are
   * ten seconds apart, or a minute where a decision takes days. Belay only rolls back here: where failures are rare, a bad
   * candidate can be within the allowance for promotion.
   *
   * @return results in that order: Belay, clairvoyant, Flagger, Argo, Kayenta, peeked test
   */
  static List<Result> exposure(double base, double ratio, int runs, long seed) {
    double rate = ratio * base;
    int seconds = base < LONG_RUN_RATE && ratio < 5 ? 60 : 10;
    long calls = Math.round(perMinute(base) * SHARE * seconds / 60);
    long stableCalls = Math.round(perMinute(base) * (1 - SHARE) * seconds / 60);
    Traffic<Interval> traffic = (draws, look) -> new Interval(
        seconds,
        calls,
        draws.binomial(calls, rate),
        stableCalls,
        draws.binomial(stableCalls, base));
    int followed = PEER_HOURS * 3600 / seconds;
    return new Race<>(() -> traffic, Interval::calls, runs, LONGEST_SECONDS / seconds, seed)
        .enter(() -> new BelayFailureRule(FALSE_ROLLBACK, 0, HORIZON_SECONDS))
        .enter(() ->
            new ClairvoyantRule(rate, (1 + BelayFailureRule.TOLERANCE) * base, FALSE_ROLLBACK))
        .enter(followed, Peers::flagger)
        .enter(followed, Peers::argo)
        .enter(followed, Peers::kayenta)
        .enter(followed, Peers::peekedProportions)
        .run();
  }
}

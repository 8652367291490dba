package dev.belay.testkit.rehearsal;

import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.TwistedStrategy;
import dev.belay.testkit.simulation.TimelinePoint;
import dev.belay.testkit.simulation.Traffic;
import java.time.Duration;
import java.util.List;

/** Results whose runs are told, and not simulated. */
final class Rehearsed {

  static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(TwistedStrategy.honest())
      .policy(RolloutPolicy.builder().falseRollback(.01).falsePromotion(.05).build())
      .build();

  private Rehearsed() {}

  /** A result with two kinds of candidate. */
  static RehearsalResult result(List<Run> good, String regression, List<Run> bad) {
    return new RehearsalResult(
        PLAN,
        Traffic.perSecond(50),
        FakeModel.builder().failureRate(.01).build(),
        good.size(),
        42,
        new Outcomes("as good as stable", good),
        List.of(new Outcomes(regression, bad)));
  }

  static Run promoted(double seconds, long requests, long failures, long seen) {
    List<TimelinePoint> timeline =
        List.of(point(1, 0, 0, 0), point(seconds / 2, 1_000, -1, 2), point(seconds, 10_000, -1, 4));
    return new Run(
        0, Phase.PROMOTED, true, seconds, Double.NaN, requests, failures, seen, "", timeline);
  }

  static Run rolledBack(double seconds, long requests, long failures, String why) {
    List<TimelinePoint> timeline =
        List.of(point(1, 0, 0, 0), point(seconds / 2, 1_000, 2, -1), point(seconds, 0, 5, -2));
    return new Run(
        0, Phase.ROLLED_BACK, true, seconds + 1, seconds, requests, failures, 0, why, timeline);
  }

  static Run neverEnded(double seconds, List<TimelinePoint> timeline) {
    return new Run(
        0, Phase.EXPOSING, false, seconds, Double.NaN, 100, 1, 0, "[EVIDENCE] in #", timeline);
  }

  static TimelinePoint point(double seconds, int share, double against, double inFavour) {
    return new TimelinePoint(
        Duration.ofNanos((long) (seconds * 1e9)), share, against, inFavour, 10, 1);
  }
}

package dev.belay.examples;

import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import java.time.Duration;

/** How the two versions are rolled out: the numbers suit a spectator, and the comments say what a service would choose. */
final class Plans {

  private static final Duration BAKE = Duration.ofSeconds(8);

  /** A service would keep at least the ten seconds that a rung lasts by default, and bake for minutes. */
  private static final CanaryStrategy CANARY = CanaryStrategy.pacedThrough(
          rung(.5), rung(1), rung(5), rung(10), rung(25), rung(50))
      .bake(BAKE)
      .build();

  /** How many stages there are before the bake. */
  static final int STAGES = CANARY.ladder().size();

  private Plans() {}

  static RolloutPlan toPromote(TrainedModel candidate, int requestsPerSecond) {
    return plan(candidate, requestsPerSecond, Duration.ofSeconds(40));
  }

  static RolloutPlan toRollBack(TrainedModel candidate, int requestsPerSecond) {
    return plan(candidate, requestsPerSecond, Duration.ofSeconds(25));
  }

  /** The longest that a rollout may take: a bake that begins late moves the deadline by up to twice its length. */
  static Duration longest(RolloutPlan plan) {
    return plan.policy().deadline().plus(BAKE.multipliedBy(3));
  }

  private static CanaryStage rung(double percent) {
    return CanaryStage.percent(percent).lasting(Duration.ofSeconds(2)).withRequests(50);
  }

  private static RolloutPlan plan(
      TrainedModel candidate, int requestsPerSecond, Duration deadline) {
    RolloutPolicy policy = RolloutPolicy.builder()
        // The default of 0.1 percentage points takes about five times as many requests to show.
        .signal(FailureRate.againstStable().promotionAllowance(.005).build())
        .blastRadius(BlastRadius.builder().maxFailures(100).build())
        // What the traffic is, so that the first step does not depend on how much of it was seen by
        // then.
        .expectedTraffic(ExpectedTraffic.perSecond(requestsPerSecond))
        .evaluationInterval(Duration.ofMillis(200))
        .callDeadline(Duration.ofSeconds(1))
        .deadline(deadline)
        .build();
    return RolloutPlan.to(candidate.version()).strategy(CANARY).policy(policy).build();
  }
}

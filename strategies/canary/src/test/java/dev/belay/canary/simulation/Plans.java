package dev.belay.canary.simulation;

import dev.belay.BlastRadius;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStrategy;
import dev.belay.testkit.FakeModel;
import java.time.Duration;

/** What the simulations of these tests have in common. */
final class Plans {

  /** One call in a hundred fails. */
  static final FakeModel USUAL = failing(.01);

  private Plans() {}

  static FakeModel failing(double rate) {
    return FakeModel.builder().failureRate(rate).build();
  }

  /** A tenth, then a third, then a minute of bake. */
  static RolloutPlan quick() {
    return quick(RolloutPolicy.builder().build());
  }

  static RolloutPlan quick(RolloutPolicy policy) {
    return RolloutPlan.to("8")
        .strategy(
            CanaryStrategy.stagesOfPercent(10, 33).bake(Duration.ofMinutes(1)).build())
        .policy(policy)
        .build();
  }

  static RolloutPolicy cappedAt(long failures) {
    return RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxFailures(failures).build())
        .build();
  }
}

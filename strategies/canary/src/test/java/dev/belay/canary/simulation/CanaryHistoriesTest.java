package dev.belay.canary.simulation;

import dev.belay.BlastRadius;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.testkit.simulation.Histories;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to an endpoint that rolls out by a canary. {@code -Dbelay.histories=30000} plays more of them than the build
 * does.
 */
class CanaryHistoriesTest {

  private static final int NUMBER = Integer.getInteger("belay.histories", 600);

  private static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(
          CanaryStrategy.stages(CanaryStage.percent(10), CanaryStage.percent(40).withApproval())
              .bake(Duration.ofSeconds(20))
              .build())
      .policy(RolloutPolicy.builder()
          // Some hundred requests are a proof, so that many histories come to an end.
          .signal(FailureRate.againstStable().tolerance(1).margin(4).build())
          .blastRadius(BlastRadius.builder().maxFailures(60).build())
          .build())
      .build();

  @Test
  void keepsEveryPromiseInThisProcess() {
    Histories.of(PLAN).number(NUMBER).requireSound();
  }

  @Test
  void keepsEveryPromiseOnAPlatform() {
    Histories.of(PLAN).onPlatform(Duration.ofSeconds(3)).number(NUMBER).requireSound();
  }

  @Test
  void keepsEveryPromiseWhenRolloutsOutliveTheirProcess() {
    Histories.of(PLAN).resuming().number(NUMBER).seed(2_000_000).requireSound();
  }

  @Test
  void keepsEveryPromiseWhenRolloutsOutliveTheirProcessOnAPlatform() {
    Histories.of(PLAN)
        .onPlatform(Duration.ofSeconds(3))
        .resuming()
        .number(NUMBER)
        .seed(3_000_000)
        .requireSound();
  }

  @Test
  void keepsEveryPromiseWithAHoldBack() {
    RolloutPlan plan = PLAN.toBuilder()
        .strategy(CanaryStrategy.stagesOfPercent(20)
            .holdBackPercent(5)
            .bake(Duration.ofSeconds(20))
            .build())
        .build();
    Histories.of(plan).number(NUMBER).seed(1_000_000).requireSound();
  }
}

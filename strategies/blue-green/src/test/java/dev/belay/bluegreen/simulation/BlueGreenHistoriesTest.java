package dev.belay.bluegreen.simulation;

import dev.belay.BlastRadius;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.bluegreen.Slice;
import dev.belay.health.FailureRate;
import dev.belay.testkit.simulation.Histories;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to an endpoint that rolls out by blue-green. {@code -Dbelay.histories=30000} plays more of them than the build
 * does.
 */
class BlueGreenHistoriesTest {

  private static final int NUMBER = Integer.getInteger("belay.histories", 600);

  private static RolloutPlan plan(BlueGreenStrategy.Builder strategy) {
    return RolloutPlan.to("8")
        .strategy(strategy.bake(Duration.ofSeconds(20)).build())
        .policy(RolloutPolicy.builder()
            // Some hundred requests are a proof, so that many histories come to an end.
            .signal(FailureRate.againstStable().tolerance(1).margin(4).build())
            .blastRadius(BlastRadius.builder().maxFailures(60).build())
            .build())
        .build();
  }

  @Test
  void keepsEveryPromiseAfterASlice() {
    Histories.of(plan(BlueGreenStrategy.afterSlice(Slice.percent(20))))
        .number(NUMBER)
        .requireSound();
  }

  @Test
  void keepsEveryPromiseOnAPlatform() {
    Histories.of(plan(BlueGreenStrategy.afterSlice(Slice.percent(20))))
        .onPlatform(Duration.ofSeconds(1))
        .number(NUMBER)
        .seed(2_000_000)
        .requireSound();
  }
}

package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.Exploration;
import dev.belay.testkit.StateSpace;
import dev.belay.testkit.contract.RolloutStrategyContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every kind of canary keeps the contract of a strategy, under every kind of policy. */
class CanaryContractTest {

  /** A canary with its table. */
  abstract static class OfCanary extends RolloutStrategyContract {

    abstract CanaryStrategy canary();

    @Override
    protected RolloutStrategy strategy() {
      return canary();
    }

    @Override
    protected Optional<TransitionTable> table() {
      return Optional.of(canary().table());
    }
  }

  @Nested
  class OfFixedStagesWithAnApproval extends OfCanary {

    @Override
    CanaryStrategy canary() {
      return CanaryStrategy.stages(
              CanaryStage.percent(1).lasting(Duration.ofMinutes(5)).withRequests(500),
              CanaryStage.percent(10).lasting(Duration.ofMinutes(20)).withApproval(),
              CanaryStage.percent(50))
          .build();
    }

    @Test
    void hasThousandsOfStates() {
      Exploration found =
          StateSpace.of(canary(), RolloutPolicy.builder().build()).explore();
      assertTrue(found.states() >= 3_500 && found.transitions() >= 400_000, found::toText);
    }
  }

  @Nested
  class WithAHoldBack extends OfCanary {

    @Override
    CanaryStrategy canary() {
      return CanaryStrategy.stagesOfPercent(5, 25).holdBackPercent(5).build();
    }
  }

  @Nested
  class PacedThroughAShortLadder extends OfCanary {

    @Override
    CanaryStrategy canary() {
      return CanaryStrategy.pacedThrough(
              CanaryStage.percent(1), CanaryStage.percent(5), CanaryStage.percent(20))
          .build();
    }
  }

  /** Its states are many, so one policy must do. */
  @Nested
  class PacedThroughTheWholeLadder extends OfCanary {

    @Override
    CanaryStrategy canary() {
      return CanaryStrategy.paced().build();
    }

    @Override
    protected List<RolloutPolicy> policies() {
      return List.of(RolloutPolicy.builder().build());
    }
  }
}

package dev.belay.bluegreen;

import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.contract.RolloutStrategyContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Every kind of blue-green keeps the contract of a strategy, under every kind of policy. */
class BlueGreenContractTest {

  private static final Slice SLICE =
      Slice.percent(5).lasting(Duration.ofMinutes(5)).withRequests(500);

  /** A blue-green with its table. */
  abstract static class OfBlueGreen extends RolloutStrategyContract {

    abstract BlueGreenStrategy blueGreen();

    @Override
    protected RolloutStrategy strategy() {
      return blueGreen();
    }

    @Override
    protected Optional<TransitionTable> table() {
      return Optional.of(blueGreen().table());
    }
  }

  @Nested
  class AtOnce extends OfBlueGreen {

    @Override
    BlueGreenStrategy blueGreen() {
      return BlueGreenStrategy.atOnce().build();
    }
  }

  @Nested
  class AtOnceWithAHoldBack extends OfBlueGreen {

    @Override
    BlueGreenStrategy blueGreen() {
      return BlueGreenStrategy.atOnce().holdBackPercent(10).build();
    }
  }

  @Nested
  class AtOnceWithAnApproval extends OfBlueGreen {

    @Override
    BlueGreenStrategy blueGreen() {
      return BlueGreenStrategy.atOnce().approvedCutover().build();
    }
  }

  @Nested
  class AfterASlice extends OfBlueGreen {

    @Override
    BlueGreenStrategy blueGreen() {
      return BlueGreenStrategy.afterSlice(SLICE).build();
    }
  }

  @Nested
  class AfterAnApprovedSliceWithAHoldBack extends OfBlueGreen {

    @Override
    BlueGreenStrategy blueGreen() {
      return BlueGreenStrategy.afterSlice(SLICE.withApproval())
          .holdBackPercent(10)
          .build();
    }
  }
}

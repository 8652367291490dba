package dev.belay.testkit.contract;

import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract, and each rule of the explorer, is broken once, alone, by a strategy that is right otherwise. */
@Tag("exhaustive")
class BrokenStrategiesTest {

  private static BrokenStrategy broken = new BrokenStrategy();

  /** The contract of what is broken now. */
  static class Suite extends RolloutStrategyContract {

    @Override
    protected RolloutStrategy strategy() {
      return broken;
    }

    @Override
    protected Optional<TransitionTable> table() {
      return Optional.of(broken.table());
    }

    /** One is enough to find a fault. */
    @Override
    protected List<RolloutPolicy> policies() {
      return List.of(RolloutPolicy.builder().build());
    }
  }

  static Stream<Fault<BrokenStrategy>> faults() {
    return BrokenStrategies.faults();
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(RolloutStrategyContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<BrokenStrategy> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

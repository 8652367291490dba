package dev.belay.canary;

import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.contract.RolloutStrategyContract;
import java.util.Optional;

// testing begins: strategy
class TenthThenAllTest extends RolloutStrategyContract {

  @Override
  protected RolloutStrategy strategy() {
    return new TenthThenAll();
  }

  @Override
  protected Optional<TransitionTable> table() {
    return Optional.of(new TenthThenAll().table());
  }
}
// testing ends

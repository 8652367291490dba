package dev.belay.testkit.contract;

import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.TwistedStrategy;
import java.util.Optional;

/** A strategy that is not twisted keeps the contract, so that it is the twist that breaks it. */
class TwistedStrategyTest extends RolloutStrategyContract {

  @Override
  protected RolloutStrategy strategy() {
    return TwistedStrategy.honest();
  }

  @Override
  protected Optional<TransitionTable> table() {
    return Optional.of(TwistedStrategy.honest().table());
  }
}

package dev.belay.testkit;

import dev.belay.Rollout;
import dev.belay.RolloutReport;
import dev.belay.strategy.RolloutState;
import java.util.Optional;

/** Assertions on a rollout, on what it is and did at that moment. Begun by {@link BelayAssertions}. */
public final class RolloutAssert extends AbstractRolloutAssert<RolloutAssert> {

  private final Rollout rollout;

  RolloutAssert(Rollout rollout) {
    this.rollout = rollout;
  }

  @Override
  RolloutReport report() {
    return rollout.report();
  }

  @Override
  Optional<RolloutState> state() {
    return Optional.of(rollout.state());
  }

  @Override
  RolloutAssert self() {
    return this;
  }
}

package dev.belay.engine;

import dev.belay.RolloutDecision;
import dev.belay.TrafficSplit;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt has behind it when this process takes it up.
 *
 * @param state where it stands
 * @param startedAt when it was started
 * @param decisions what was decided so far, as far as it was written down
 * @param restarts how many processes have taken it up after the first one, this one included
 * @param progress what was accumulated so far and saved
 * @param confirmed the last split that is known to have been in force at the target
 */
record Beginning(
    RolloutState state,
    Instant startedAt,
    List<RolloutDecision> decisions,
    int restarts,
    Optional<RolloutProgress> progress,
    Optional<TrafficSplit> confirmed) {

  /** Nothing. */
  static Beginning fresh(RolloutState first) {
    return new Beginning(
        first, first.startedAt(), List.of(), 0, Optional.empty(), Optional.empty());
  }

  /** What the ids of commands that this process makes up begin with. */
  String commandPrefix() {
    return state.rollout() + "/" + (restarts == 0 ? "" : restarts + ".");
  }

  /** What the tokens of routes that this process makes begin with. */
  String tokenPrefix() {
    return state.rollout() + "/" + (restarts == 0 ? "" : "r" + restarts + ".");
  }
}

package dev.belay;

import dev.belay.health.Evaluation;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a rollout, with its reason and its numbers.
 *
 * @param revision its number within the rollout, from 1
 * @param at when it was taken
 * @param from the state before; for the first step equal to {@code to}
 * @param to the state it led to
 * @param reason why, in one sentence
 * @param evaluation what was known, if the step was taken on an evaluation
 */
public record RolloutDecision(
    long revision,
    Instant at,
    RolloutState from,
    RolloutState to,
    String reason,
    Optional<Evaluation> evaluation) {

  /**
   * Tells whether phase, stage or split changed, and not only what the rollout waits for.
   *
   * @return true for a step that a person wants to hear of
   */
  public boolean isStep() {
    return revision == 1
        || from.phase() != to.phase()
        || from.stage() != to.stage()
        || !from.split().equals(to.split());
  }
}

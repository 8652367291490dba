package dev.belay;

import dev.belay.health.Evaluation;

/**
 * Hears of what a rollout does. Called on a thread of its own, one call after the other for each endpoint, after the fact:
 * nothing waits for a listener, and one that throws is logged and changes nothing.
 */
public interface RolloutListener {

  /**
   * A decision was taken.
   *
   * @param rollout the rollout
   * @param decision the decision
   */
  default void onDecision(Rollout rollout, RolloutDecision decision) {}

  /**
   * An evaluation was made.
   *
   * @param rollout the rollout
   * @param evaluation what it found
   */
  default void onEvaluation(Rollout rollout, Evaluation evaluation) {}

  /**
   * A person set a version live without a staged rollout, or took that back.
   *
   * @param emergency who, what and why
   */
  default void onEmergencySwitch(EmergencySwitch emergency) {}
}

package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;

/**
 * Follows one rollout for one signal. Called by one thread at a time.
 *
 * <p>Each increment is passed exactly once and in order. An exception makes the signal {@link Verdict#UNAVAILABLE} for this
 * evaluation; the increment is not passed again.
 */
public interface SignalMonitor {

  /**
   * Takes what was seen since the last call and says what is known now.
   *
   * @param increment the calls completed since then; possibly none
   * @return the assessment of everything so far
   */
  Assessment assess(EvidenceIncrement increment);

  /**
   * Returns what has been accumulated, so that a later process can go on.
   *
   * @return the state
   */
  default MonitorState save() {
    return MonitorState.NONE;
  }

  /**
   * Goes on from a saved state. Called before the first assessment, or not at all.
   *
   * @param state what {@link #save} returned for the same signal
   * @throws IllegalArgumentException if the state is of another format
   */
  default void restore(MonitorState state) {}
}

package dev.belay.strategy;

/**
 * What a strategy decided: the next state, with its reason.
 *
 * @param state the next state; equal to the one before if nothing changes
 * @param reason one sentence for the journal and the report
 * @param refused whether a command was refused, for the reason given; the state is then unchanged
 */
public record Transition(RolloutState state, String reason, boolean refused) {

  /**
   * Goes on to another state.
   *
   * @param next the next state
   * @param reason why
   * @return the transition
   */
  public static Transition to(RolloutState next, String reason) {
    return new Transition(next, reason, false);
  }

  /**
   * Stays.
   *
   * @param state the state
   * @param reason why
   * @return the transition
   */
  public static Transition stay(RolloutState state, String reason) {
    return new Transition(state, reason, false);
  }

  /**
   * Refuses a command.
   *
   * @param state the state, which stays
   * @param reason why
   * @return the transition
   */
  public static Transition refuse(RolloutState state, String reason) {
    return new Transition(state, reason, true);
  }
}

package dev.belay.strategy;

import dev.belay.text.Printable;
import java.util.OptionalLong;

/** What a named person, or a system acting for one, asks of a rollout. */
public sealed interface Command extends Input {

  /**
   * Returns who asks for what.
   *
   * @return the order
   */
  Order order();

  /**
   * Stop advancing. Retreats go on working.
   *
   * @param order who asks
   */
  record Pause(Order order) implements Command {}

  /**
   * Go on after a pause.
   *
   * @param order who asks
   */
  record Resume(Order order) implements Command {}

  /**
   * Let the current stage end.
   *
   * @param order who asks
   */
  record Approve(Order order) implements Command {}

  /**
   * Leave out what is left of stages and durations. The proof is not left out: everything still waits for it.
   *
   * @param order who asks
   */
  record Promote(Order order) implements Command {}

  /**
   * Send all traffic back to stable, now.
   *
   * @param order who asks
   */
  record RollBack(Order order) implements Command {}

  /**
   * Who asks, why, and under which conditions.
   *
   * <p>These texts stand in logs, reports and journals, and say who did what. Control characters, line separators, halves of a
   * surrogate pair and marks that turn the direction of a text are therefore refused in all of them.
   *
   * @param id identifies the command, 1 to 400 characters: the same id twice is one effect, among the last 1 000 commands
   *     of the endpoint
   * @param actor who asks, 1 to 200 characters
   * @param reason why, at most 1 000 characters, possibly empty
   * @param expectedRevision the revision of the rollout that the actor has seen; another one refuses the command
   */
  record Order(String id, String actor, String reason, OptionalLong expectedRevision) {

    private static final int LONGEST_ID = 400;
    private static final int LONGEST_ACTOR = 200;

    /** How many characters a reason may have. */
    public static final int LONGEST_REASON = 1_000;

    /**
     * Checks the texts.
     *
     * @param id identifies the command
     * @param actor who asks
     * @param reason why
     * @param expectedRevision the revision that the actor has seen
     * @throws IllegalArgumentException if id or actor is blank, or a text is too long or not printable
     */
    public Order {
      Printable.require("id", id, LONGEST_ID);
      Printable.require("actor", actor, LONGEST_ACTOR);
      Printable.requireAtMost("reason", reason, LONGEST_REASON);
    }

    /** Returns the actor with the reason, for example {@code alice (complaints)}. */
    @Override
    public String toString() {
      return reason.isEmpty() ? actor : actor + " (" + reason + ")";
    }
  }
}

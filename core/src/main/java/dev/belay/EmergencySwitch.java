package dev.belay;

import dev.belay.strategy.Command;
import dev.belay.text.Printable;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * A version that a named person has set live without a staged rollout: no slice, no evidence, no bake. It is in force in this
 * process before the call that made it returns, whatever the store and the target do, and is written down as what it is.
 * {@link #undo One call} takes it back. Thread-safe.
 */
public final class EmergencySwitch {

  private final ModelEndpoint endpoint;
  private final ModelVersion from;
  private final ModelVersion to;
  private final Command.Order order;
  private final Instant at;
  private final CompletionStage<CommandResult> written;

  EmergencySwitch(
      ModelEndpoint endpoint,
      ModelVersion from,
      ModelVersion to,
      Command.Order order,
      Instant at,
      CompletionStage<CommandResult> written) {
    this.endpoint = endpoint;
    this.from = from;
    this.to = to;
    this.order = order;
    this.at = at;
    this.written = written;
  }

  /**
   * Returns the version that served before.
   *
   * @return the version
   */
  public ModelVersion from() {
    return from;
  }

  /**
   * Returns the version that was set live.
   *
   * @return the version
   */
  public ModelVersion to() {
    return to;
  }

  /**
   * Returns who did it.
   *
   * @return the actor
   */
  public String actor() {
    return order.actor();
  }

  /**
   * Returns why.
   *
   * @return the reason, not blank
   */
  public String reason() {
    return order.reason();
  }

  /**
   * Returns when.
   *
   * @return the time of the endpoint
   */
  public Instant at() {
    return at;
  }

  /**
   * Tells when the switch is written down.
   *
   * @return completes when the store has it, or with a refusal when another process has taken the journal over: then it is in
   *     force here, and never written down from here
   */
  public CompletionStage<CommandResult> written() {
    return written;
  }

  /**
   * Sets the version live again that served before. When this method returns, every later request goes there. It is an
   * emergency switch itself, and written down as one.
   *
   * @param actor who asks, 1 to 200 characters
   * @return the switch back
   * @throws IllegalArgumentException if the actor is blank or too long
   * @throws IllegalStateException if another version has been set live since, or the endpoint is closed
   */
  public EmergencySwitch undo(String actor) {
    String why = Printable.shortened("undoes the " + this, Command.Order.LONGEST_REASON);
    return endpoint.emergencySwitch(from.version(), actor, why, this);
  }

  /** Returns what happened, for example {@code emergency switch from fraud:7 to fraud:8 by alice (7 leaks memory)}. */
  @Override
  public String toString() {
    return "emergency switch from " + from + " to " + to + " by " + order;
  }
}

package dev.belay.testkit;

import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state at a moment, with the shortest way there. Not thread-safe. */
final class Visit {

  private static final Stimulus BEGIN = new Stimulus("begin", new Input.Tick());

  private final RolloutState state;
  private final Instant arrived;
  private final Instant now;
  private final @Nullable Visit cause;
  private final Stimulus input;
  private final String reason;
  private final List<Visit> origins = new ArrayList<>();

  private Visit(
      RolloutState state,
      Instant arrived,
      Instant now,
      @Nullable Visit cause,
      Stimulus input,
      String reason) {
    this.state = state;
    this.arrived = arrived;
    this.now = now;
    this.cause = cause;
    this.input = input;
    this.reason = reason;
  }

  static Visit begun(RolloutState state, Instant now) {
    return new Visit(state, now, now, null, BEGIN, "begun");
  }

  Visit to(RolloutState next, Stimulus by, String why) {
    return new Visit(next, now, now, this, by, why);
  }

  /** The same state at a later moment. */
  Visit waiting(Instant until) {
    return new Visit(state, arrived, until, cause, input, reason);
  }

  RolloutState state() {
    return state;
  }

  /** When the state was reached. */
  Instant arrived() {
    return arrived;
  }

  /** When it is looked at, as late as it was reached or later. */
  Instant now() {
    return now;
  }

  /** Where it was reached from, null for the beginning. */
  @Nullable
  Visit cause() {
    return cause;
  }

  Stimulus input() {
    return input;
  }

  String reason() {
    return reason;
  }

  /** Places that lead here in one step, of which at least one is known. */
  List<Visit> origins() {
    return origins;
  }
}

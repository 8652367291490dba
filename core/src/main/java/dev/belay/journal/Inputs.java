package dev.belay.journal;

import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import java.util.Locale;
import java.util.Optional;

/** What happened, in words. */
final class Inputs {

  private Inputs() {}

  /** What kind of thing it was, for example {@code roll-back} or {@code split-confirmed}. */
  static String kind(Input input) {
    return input
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** Who did it, if a person or a system acting for one did. */
  static Optional<Command.Order> order(Input input) {
    if (input instanceof Command command) {
      return Optional.of(command.order());
    }
    if (input instanceof Input.Begun begun) {
      return Optional.of(begun.order());
    }
    return input instanceof Input.Switched switched
        ? Optional.of(switched.order())
        : Optional.empty();
  }

  /** The rest of what is known of it, possibly empty. */
  static String detail(Input input) {
    if (input instanceof Input.Begun begun) {
      return begun.plan();
    } else if (input instanceof Input.Restarted restarted) {
      return "away for " + restarted.away() + ", after " + restarted.lived();
    } else if (input instanceof Input.Assessed assessed) {
      return assessed.evaluation().verdict().toString();
    } else if (input instanceof Input.Readiness readiness) {
      return (readiness.ready() ? "ready: " : "not ready: ") + readiness.detail();
    } else if (input instanceof Input.SplitConfirmed confirmed) {
      return confirmed.split().toString();
    } else if (input instanceof Input.SplitRefused refused) {
      return refused.split() + ": " + refused.reason();
    } else if (input instanceof Input.Drained drained) {
      return drained.version() + ", " + drained.inFlight() + " calls in flight";
    } else if (input instanceof Input.Released released) {
      return (released.done() ? "done: " : "not done: ") + released.detail();
    } else if (input instanceof Input.Tripped tripped) {
      return tripped.reason();
    } else if (input instanceof Input.TargetChanged changed) {
      return changed.found().toString();
    }
    return "";
  }
}

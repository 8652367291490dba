package dev.belay.testkit;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.testkit.TwistedStrategy.Twist;
import java.time.Instant;

/** What a strategy can do wrong, each alone. */
public final class Twists {

  /** A third version takes the share. */
  public static final Twist THIRD_VERSION = (context, state, input, now, right) -> {
    TrafficSplit third =
        TrafficSplit.between(context.stable(), ModelVersion.of("model", "3"), 1_000);
    return right.state().phase() == Phase.EXPOSING && state.phase() == Phase.PREPARING
        ? Transition.to(
            right.state().with().enter(Phase.EXPOSING, 0, third, now).build(), "a third")
        : right;
  };

  /** The share rises before the candidate is ready. */
  public static final Twist UNREADY = (context, state, input, now, right) ->
      state.phase() == Phase.PREPARING && input instanceof Input.Assessed
          ? right.state().phase().retreat()
              ? right
              : TwistedStrategy.exposed(context, right.state(), now)
          : right;

  /** An unhealthy candidate goes on. */
  public static final Twist UNHEALTHY =
      (context, state, input, now, right) -> input instanceof Input.Assessed assessed
              && assessed.evaluation().verdict() == Verdict.UNHEALTHY
          ? Transition.stay(state, "it may get better")
          : right;

  /** A person cannot roll back a candidate that has everything. */
  public static final Twist NO_ROLL_BACK = (context, state, input, now, right) ->
      input instanceof Command.RollBack && state.phase() == Phase.BAKING
          ? Transition.refuse(state, "it is too late")
          : right;

  /** The first exposure is taken for a proof. */
  public static final Twist NO_PROOF = (context, state, input, now, right) ->
      input instanceof Input.Assessed && right.state().phase() == Phase.EXPOSING
          ? Transition.to(right.state().with().proven(true).build(), "good enough")
          : right;

  /** A promotion is undone. */
  public static final Twist LEFT_END = (context, state, input, now, right) ->
      input instanceof Command.RollBack && state.phase() == Phase.PROMOTED
          ? StandardRules.retreat(context, state, "after all", now)
          : right;

  /** Stable is released with calls in flight. */
  public static final Twist RELEASED_IN_FLIGHT = (context, state, input, now, right) -> input
              instanceof Input.Drained drained
          && drained.inFlight() > 0
          && state.holds(Hold.DRAIN)
          && !state.holds(Hold.PAUSED)
      ? Transition.to(state.with().stage(4, now).hold(Hold.RELEASE, true).build(), "nearly drained")
      : right;

  /** A tick moves the stage. */
  public static final Twist TICKING =
      (context, state, input, now, right) -> input instanceof Input.Tick
              && state.phase() == Phase.EXPOSING
              && !right.state().phase().retreat()
          ? Transition.to(state.with().stage(state.stage() + 1, now).build(), "on and on")
          : right;

  /** Evidence of another attempt counts. */
  public static final Twist ANOTHER_ATTEMPT =
      (context, state, input, now, right) -> input instanceof Input.Assessed assessed
              && assessed.evaluation().attempt() != state.attempt()
              && assessed.evaluation().verdict() == Verdict.INSUFFICIENT
              && state.phase() == Phase.PREPARING
              && state.holds().isEmpty()
          ? TwistedStrategy.exposed(context, state, now)
          : right;

  /** There is no deadline. */
  public static final Twist NO_DEADLINE =
      (context, state, input, now, right) -> right.state().phase() == Phase.EXPOSING
          ? Transition.to(right.state().with().deadline(Instant.MAX).build(), "take your time")
          : right;

  /** The deadline passes and nothing happens. */
  public static final Twist DEADLINE_NOT_KEPT = (context, state, input, now, right) ->
      input instanceof Input.Tick ? Transition.stay(state, "never mind") : right;

  /** A retreat never ends. */
  public static final Twist NO_END = (context, state, input, now, right) ->
      state.phase() == Phase.RETREATING ? Transition.stay(state, "and so on") : right;

  /** Nothing is ever promoted. */
  public static final Twist NO_PROMOTION = (context, state, input, now, right) ->
      right.state().phase() == Phase.BAKING ? Transition.stay(state, "rather not") : right;

  /** It throws. */
  public static final Twist THROWING = (context, state, input, now, right) -> {
    if (input instanceof Input.Released && state.phase() == Phase.EXPOSING) {
      throw new UnsupportedOperationException("released");
    }
    return right;
  };

  /** A refusal changes something. */
  public static final Twist CHANGING_REFUSAL =
      (context, state, input, now, right) -> input instanceof Command.Approve
          ? Transition.refuse(state.with().approvedStage(7).build(), "not now")
          : right;

  private Twists() {}
}

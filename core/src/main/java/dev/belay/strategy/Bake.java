package dev.belay.strategy;

import dev.belay.BasisPoints;
import java.time.Duration;
import java.time.Instant;

/**
 * The way from the cutover to the end, whichever the strategy: the candidate has everything, or all but a hold-back, and stable
 * is kept ready; then the hold-back is given up, and {@link Retirement stable is retired}. The stages are numbered from the
 * one in which the bake begins: bake, hold-back given up, drain, release. Immutable; its rules are pure functions.
 *
 * @param duration how long the way back is kept, at least zero
 * @param holdBack the part that stays on stable meanwhile, so that there is something to compare with, in basis points, in
 *     [0, {@value #LARGEST_HOLD_BACK}]
 * @param stage the number of its first stage, at least 0
 */
public record Bake(Duration duration, int holdBack, int stage) {

  /** Half of the traffic, in basis points. */
  public static final int LARGEST_HOLD_BACK = BasisPoints.WHOLE / 2;

  /**
   * Checks the numbers.
   *
   * @param duration how long the way back is kept
   * @param holdBack the part that stays on stable meanwhile
   * @param stage the number of its first stage
   * @throws IllegalArgumentException if a number is out of range
   */
  public Bake {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("bake must be at least zero, but was " + duration);
    }
    if (holdBack < 0 || holdBack > LARGEST_HOLD_BACK) {
      throw new IllegalArgumentException(
          "holdBack must be in [0, " + LARGEST_HOLD_BACK + "] basis points, but was " + holdBack);
    }
    if (stage < 0) {
      throw new IllegalArgumentException("stage must be at least 0, but was " + stage);
    }
  }

  /**
   * Returns the share that the candidate has during the bake.
   *
   * @return basis points
   */
  public int share() {
    return BasisPoints.WHOLE - holdBack;
  }

  /**
   * Makes the cutover. A bake that cannot end, because a signal stays unavailable or the proof does not come, ends in a retreat
   * at the rollout's deadline, which is moved so that it leaves at least twice the length of the bake.
   *
   * @param advance an evaluation that nothing holds
   * @param why why, as the beginning of a sentence
   * @return the transition
   */
  public Transition begin(Advance advance, String why) {
    Duration reaction = advance.context().reaction();
    Instant latest = advance.now().plus(duration.multipliedBy(2)).plus(reaction.multipliedBy(10));
    Instant deadline = advance.before().deadline();
    return advance.enter(
        Phase.BAKING, stage, share(), deadline.isBefore(latest) ? latest : deadline, why);
  }

  /**
   * Decides on an evaluation during the bake.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input the evaluation
   * @param now when
   * @return the transition
   */
  public Transition assess(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    if (Retirement.begun(state)) {
      return Transition.stay(state, "stable is being retired");
    }
    Advance next = new Advance(context, state, input.evaluation(), now);
    boolean closing = state.stage() > stage;
    next.hold(
        Hold.TIME, !closing && !state.urged() && now.isBefore(state.since().plus(duration)));
    next.hold(Hold.EVIDENCE, !next.provenNow());
    if (next.held()) {
      return next.stay();
    }
    return state.share(context) < BasisPoints.WHOLE
        ? next.enter(Phase.BAKING, stage + 1, BasisPoints.WHOLE, "the bake is over")
        : Retirement.begin(context, next.learned(), stage + 2, "the bake is over", now);
  }
}

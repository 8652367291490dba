package dev.belay.strategy;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import java.time.Instant;

/**
 * How the old version goes, whichever the strategy: it is drained, then released, and only then the candidate is promoted.
 *
 * <pre>
 * BAKING, held for DRAIN     no request is routed to stable any more, but calls are still in flight on it; a retreat is
 *                            still one write away
 * BAKING, held for RELEASE   the last call has ended: the promotion is decided and written down, no call can begin on stable,
 *                            and the user's hook releases it; nothing goes back
 * PROMOTED                   when the hook has ended, well or not
 * </pre>
 *
 * <p>Either part has the policy's {@code retireWithin}. Calls that do not end in it are not cut: the candidate is promoted, and
 * stable is kept for somebody to release by hand. The machine does not watch that time itself: whoever drains and releases has
 * to say at the state's deadline how far it came. While the rollout is paused, what is said about the drain does not count, and
 * has to be said again after it is resumed. Pure functions.
 */
public final class Retirement {

  private Retirement() {}

  /**
   * Begins to drain stable. The candidate is proven and has everything.
   *
   * @param context the rollout
   * @param from where it stands, in {@link Phase#BAKING} with everything on the candidate
   * @param stage the number of the stage in which stable is drained; the next number is that of its release
   * @param reason why
   * @param now when
   * @return the transition
   */
  public static Transition begin(
      RolloutContext context, RolloutState from, int stage, String reason, Instant now) {
    return Transition.to(
        from.with()
            .stage(stage, now)
            .hold(Hold.DRAIN, true)
            .deadline(now.plus(context.policy().retireWithin()))
            .build(),
        reason + "; waiting for the calls in flight on " + context.stable());
  }

  /**
   * Tells whether stable is being drained or released.
   *
   * @param state where the rollout stands
   * @return true if it is
   */
  public static boolean begun(RolloutState state) {
    return state.holds(Hold.DRAIN) || state.holds(Hold.RELEASE);
  }

  static Transition drained(
      RolloutContext context, RolloutState state, Input.Drained input, Instant now) {
    ModelVersion stable = context.stable();
    if (state.holds(Hold.DRAIN) && state.holds(Hold.PAUSED)) {
      return Transition.stay(state, "it is paused, and stable is kept until it is resumed");
    }
    boolean awaited = state.holds(Hold.DRAIN)
        && input.version().equals(stable)
        && state.share(context) == BasisPoints.WHOLE;
    if (!awaited) {
      return Transition.stay(state, "nothing was waiting for calls on " + input.version());
    }
    if (state.holds(Hold.TARGET)) {
      // Somebody else may be sending calls to stable.
      return now.isBefore(state.deadline())
          ? Transition.stay(state, "the target is being told again what is wanted")
          : promoted(
              context,
              state,
              stable + " is kept and not released: the target has not taken " + state.split()
                  + " again within " + context.policy().retireWithin());
    }
    if (input.inFlight() == 0) {
      return Transition.to(
          state
              .with()
              .stage(state.stage() + 1, now)
              .hold(Hold.RELEASE, true)
              .deadline(now.plus(context.policy().retireWithin()))
              .build(),
          "no call is in flight on " + stable + "; it is released");
    }
    return promoted(
        context,
        state,
        stable + " is kept and not released: " + input.inFlight()
            + " calls were still in flight on it after "
            + context.policy().retireWithin());
  }

  static Transition released(
      RolloutContext context, RolloutState state, Input.Released input, Instant now) {
    return released(context, state, input);
  }

  /**
   * Ends the release of stable, well or not.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input what came of the release
   * @return the transition to {@link Phase#PROMOTED}
   */
  public static Transition released(
      RolloutContext context, RolloutState state, Input.Released input) {
    if (!state.holds(Hold.RELEASE)) {
      return Transition.stay(state, "nothing was waiting for a release");
    }
    return promoted(
        context,
        state,
        context.stable()
            + (input.done() ? " is released: " : " is not released: ")
            + input.detail());
  }

  private static Transition promoted(RolloutContext context, RolloutState state, String what) {
    return Transition.to(
        state.with().phase(Phase.PROMOTED).noHolds().build(),
        context.candidate() + " is the live version; " + what);
  }
}

package dev.belay.strategy;

import dev.belay.TargetChange;
import dev.belay.TrafficSplit;
import dev.belay.Undecided;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** What all strategies have in common: how they retreat, pause, and end when the time is up. Pure functions. */
public final class StandardRules {

  private StandardRules() {}

  /**
   * Retreats: the whole traffic to stable in one transition, from any state that is no end.
   *
   * @param context the rollout
   * @param state where it stands
   * @param reason why
   * @param now when
   * @return the transition to {@link Phase#RETREATING}
   */
  public static Transition retreat(
      RolloutContext context, RolloutState state, String reason, Instant now) {
    TrafficSplit stable = TrafficSplit.between(context.stable(), context.candidate(), 0);
    RolloutState next = state
        .with()
        .enter(Phase.RETREATING, state.stage(), stable, now)
        .pausedAt(Optional.empty())
        .restartedAt(Optional.empty())
        .build();
    return Transition.to(next, reason);
  }

  /**
   * Puts {@link #endedBy} before a rule for evaluations. One of another attempt is no evidence: only the time counts then.
   *
   * @param rule what to do if nothing ends the rollout
   * @return a rule that looks for the end first
   */
  public static TransitionTable.Rule<Input.Assessed> unlessEnded(
      TransitionTable.Rule<Input.Assessed> rule) {
    return (context, state, input, now) -> {
      int attempt = input.evaluation().attempt();
      return attempt == state.attempt()
          ? endedBy(context, state, input.evaluation(), now)
              .orElseGet(() -> rule.decide(context, state, input, now))
          : overdue(context, state, now)
              .orElseGet(() -> Transition.stay(
                  state,
                  "evidence of attempt " + attempt + " does not count in " + state.attempt()));
    };
  }

  /**
   * Looks for what ends a rollout whatever its stage: a candidate that is shown to be worse, exposure or time that is used
   * up without a proof, and a signal that has been unavailable for longer than the policy bears.
   *
   * @param context the rollout
   * @param state where it stands
   * @param evaluation what is known
   * @param now when
   * @return the end, empty to go on
   */
  public static Optional<Transition> endedBy(
      RolloutContext context, RolloutState state, Evaluation evaluation, Instant now) {
    if (state.holds(Hold.RELEASE)) {
      return Optional.empty();
    }
    if (evaluation.verdict() == Verdict.UNHEALTHY) {
      return Optional.of(retreat(context, state, "unhealthy: " + condemned(evaluation), now));
    }
    Optional<Duration> patience = context.policy().rollBackWhenUnavailableFor();
    if (evaluation.verdict() == Verdict.UNAVAILABLE
        && patience.isPresent()
        && state.unavailableSince().isPresent()
        && !now.isBefore(state.unavailableSince().get().plus(patience.get()))) {
      return Optional.of(retreat(
          context,
          state,
          "a deciding signal was unavailable for " + patience.get() + ": " + unread(evaluation),
          now));
    }
    long maxRequests = context.policy().blastRadius().maxRequests();
    // Pairs expose nobody: the caller has stable's answer.
    long exposed = evaluation.candidate().all().requests();
    if (exposed >= maxRequests && !proven(context, state, evaluation)) {
      String reason = "not proven by " + exposed + " candidate requests, the blast radius allows "
          + maxRequests;
      return Optional.of(retreat(context, state, reason, now));
    }
    return overdue(context, state, now);
  }

  /**
   * Ends a rollout whose deadline has passed, unless it waits for a named person, and one whose candidate did not get ready in
   * time, pauses not counted. The {@link Retirement} of stable has an end of its own.
   *
   * @param context the rollout
   * @param state where it stands
   * @param now when
   * @return the end, empty to go on
   */
  public static Optional<Transition> overdue(
      RolloutContext context, RolloutState state, Instant now) {
    if (Retirement.begun(state)) {
      return Optional.empty();
    }
    if (state.restartedAt().isPresent()) {
      return absent(context, state, now);
    }
    if (state.phase() == Phase.PREPARING
        && !state.ready()
        && !state.holds(Hold.PAUSED)
        && timeUsed(context, state, now).compareTo(context.policy().readyWithin()) >= 0) {
      return Optional.of(retreat(
          context,
          state,
          "the candidate was not ready within " + context.policy().readyWithin(),
          now));
    }
    if (now.isBefore(state.deadline()) || state.holds(Hold.PAUSED)) {
      return Optional.empty();
    }
    String reason = (state.proven() ? "not finished" : "not proven")
        + " by the deadline, after "
        + Duration.between(state.startedAt(), now)
        + (state.holds().isEmpty() ? "" : ", while it waited for " + state.holds());
    return Optional.of(
        context.policy().whenUndecided() == Undecided.ROLL_BACK
            ? retreat(context, state, reason, now)
            : Transition.to(
                state.with().pausedAt(Optional.of(now)).build(),
                reason + "; waiting for a person"));
  }

  /** Ends a rollout that a new process does not get back into force; no other time passes until then. */
  private static Optional<Transition> absent(
      RolloutContext context, RolloutState state, Instant now) {
    Instant latest = state.restartedAt().orElseThrow().plus(context.policy().readyWithin());
    return now.isBefore(latest)
        ? Optional.empty()
        : Optional.of(retreat(
            context,
            state,
            "after a restart it was not in force again within "
                + context.policy().readyWithin()
                + ", while it waited for "
                + state.holds(),
            now));
  }

  /** How much of the policy's deadline is used up: the deadline moves with every pause, so pauses do not count. */
  private static Duration timeUsed(RolloutContext context, RolloutState state, Instant now) {
    return context.policy().deadline().minus(Duration.between(now, state.deadline()));
  }

  /**
   * Tells whether the candidate has been proven, now or before: every deciding signal healthy on enough calls of both
   * versions, live or in the shadow.
   *
   * @param context the rollout
   * @param state where it stands
   * @param evaluation what is known
   * @return true if it has
   */
  public static boolean proven(RolloutContext context, RolloutState state, Evaluation evaluation) {
    return state.proven() || provenNow(context, evaluation);
  }

  /**
   * Tells whether this evaluation proves the candidate. Enough calls of a version are as many as the policy's
   * {@code minimumRequests}; a pair of the shadow counts as a call of either version, beside its live ones.
   *
   * @param context the rollout
   * @param evaluation what is known
   * @return true if every deciding signal is healthy on enough calls of both versions, live or in the shadow
   */
  public static boolean provenNow(RolloutContext context, Evaluation evaluation) {
    long minimum = context.policy().minimumRequests();
    long pairs = evaluation.shadow().pairs();
    return evaluation.verdict() == Verdict.HEALTHY
        && evaluation.candidate().all().requests() + pairs >= minimum
        && evaluation.stable().all().requests() + pairs >= minimum;
  }

  /**
   * Tells whether the candidate may take a share, as a question of damage: no deciding signal is unhealthy or unavailable,
   * and what the share could cost before a rollback fits the blast radius. A proven candidate is within its margin and may.
   *
   * @param context the rollout
   * @param evaluation what is known
   * @param share the share, below the whole, in basis points
   * @return true if it may
   */
  public static boolean mayTake(RolloutContext context, Evaluation evaluation, int share) {
    if (evaluation.verdict() == Verdict.UNHEALTHY || evaluation.verdict() == Verdict.UNAVAILABLE) {
      return false;
    }
    return provenNow(context, evaluation)
        || (share <= context.policy().blastRadius().maxShare()
            && stepCost(context, evaluation, share)
                <= context.policy().blastRadius().failuresPerStep());
  }

  /**
   * Computes what a share could cost before a retreat is in force, at the worst harm that the evidence still allows.
   *
   * @param context the rollout
   * @param evaluation what is known
   * @param share the share in basis points
   * @return expected additional failures
   */
  public static double stepCost(RolloutContext context, Evaluation evaluation, int share) {
    double requestsPerSecond =
        Math.max(evaluation.requestsPerSecond(), context.policy().expectedRequestsPerSecond());
    return context
        .policy()
        .blastRadius()
        .stepCost(requestsPerSecond, share, evaluation.harm(), context.reaction());
  }

  static Transition readiness(
      RolloutContext context, RolloutState state, Input.Readiness input, Instant now) {
    if (state.phase() != Phase.PREPARING && !state.holds(Hold.READINESS)) {
      return Transition.stay(state, "the candidate has traffic already");
    }
    return Transition.to(
        state.with().ready(input.ready()).build(),
        (input.ready() ? "the candidate is ready: " : "the candidate is not ready: ")
            + input.detail());
  }

  static Transition confirmed(
      RolloutContext context, RolloutState state, Input.SplitConfirmed input, Instant now) {
    if (!state.holds(Hold.TARGET) || !input.split().equals(state.split())) {
      return Transition.stay(state, "nothing was waiting for " + input.split());
    }
    return state.restartedAt().isEmpty()
        ? Transition.to(state.with().inForce(now).build(), "in force: " + state.split())
        : Transition.to(
            state
                .with()
                .moved(Duration.between(state.restartedAt().get(), now))
                .restartedAt(Optional.empty())
                .hold(Hold.TARGET, false)
                .build(),
            "in force again: " + state.split());
  }

  /**
   * Takes a rollout up again whose process has ended. The time in between does not count, and no time counts until the split is
   * in force again; before that, the candidate has to be ready in the new process.
   *
   * @param state where it stood, in a phase that is neither a retreat nor an end
   * @param input how long it was away
   * @param now when
   * @return the transition, which leaves phase, stage and split as they are
   */
  public static Transition restarted(RolloutState state, Input.Restarted input, Instant now) {
    // While somebody else's word stands, a person ends the waiting, and the stage begins anew then.
    boolean asks = state.holds(Hold.FOREIGN_CHANGE);
    RolloutState.Builder next = state
        .with()
        .moved(input.away())
        .restartedAt(asks ? Optional.empty() : Optional.of(now))
        .ready(false);
    if (state.holds(Hold.TARGET)) {
      // It had not come into force, so its clock had not started.
      next.inForce(now);
    }
    return Transition.to(
        next.hold(Hold.TARGET, true).build(),
        "taken up by a new process after " + input.away() + " without one");
  }

  /**
   * Stops for a person, or says again what is wanted: somebody else has changed the target.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input what was found
   * @param now when
   * @return the transition
   */
  static Transition targetChanged(
      RolloutContext context, RolloutState state, Input.TargetChanged input, Instant now) {
    if (state.holds(Hold.FOREIGN_CHANGE)
        || state.holds(Hold.RELEASE)
        || input.found().equals(state.split())) {
      return Transition.stay(state, "there is nothing to ask, or it is asked already");
    }
    String story =
        "somebody else has set the target to " + input.found() + " in place of " + state.split();
    // What a process finds that takes a rollout up may be a retreat that the one before could not
    // write down any more.
    Optional<Instant> restarted = state.restartedAt();
    if (context.policy().whenTargetChanged() == TargetChange.REASSERT && restarted.isEmpty()) {
      return Transition.to(
          state.with().hold(Hold.TARGET, true).build(), story + "; it is told again");
    }
    return Transition.to(
        state
            .with()
            .moved(Duration.between(restarted.orElse(now), now))
            .restartedAt(Optional.empty())
            .hold(Hold.TARGET, true)
            .hold(Hold.FOREIGN_CHANGE, true)
            .pausedAt(Optional.of(state.pausedAt().orElse(now)))
            .build(),
        story + "; waiting for a person: resume tells the target again, a rollback retreats");
  }

  /**
   * Lets the current stage end.
   *
   * @param state where the rollout stands
   * @param input who approves
   * @param asked whether the stage asks for an approval
   * @return the transition
   */
  public static Transition approve(RolloutState state, Command.Approve input, boolean asked) {
    if (!asked) {
      return Transition.refuse(state, "stage " + state.stage() + " asks for no approval");
    }
    if (state.approvedStage() >= state.stage()) {
      return Transition.refuse(state, "stage " + state.stage() + " is approved already");
    }
    return Transition.to(
        state.with().approvedStage(state.stage()).hold(Hold.APPROVAL, false).build(),
        "stage " + state.stage() + " approved by " + input.order());
  }

  /**
   * Leaves out what is left of stages and durations, but not the proof.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input who asks
   * @param now when
   * @return the transition
   */
  public static Transition promote(
      RolloutContext context, RolloutState state, Command.Promote input, Instant now) {
    if (state.urged() || Retirement.begun(state)) {
      return Transition.refuse(state, "promotion is on its way already");
    }
    return Transition.to(
        state
            .with()
            .urged(true)
            .hold(Hold.TIME, false)
            .hold(Hold.APPROVAL, false)
            .build(),
        "promotion asked for by " + input.order());
  }

  static Transition rollBack(
      RolloutContext context, RolloutState state, Command.RollBack input, Instant now) {
    if (state.holds(Hold.RELEASE)) {
      return Transition.refuse(
          state, "the promotion is decided and " + context.stable() + " is being released");
    }
    return retreat(context, state, "rolled back by " + input.order(), now);
  }

  static Transition tripped(
      RolloutContext context, RolloutState state, Input.Tripped input, Instant now) {
    return state.holds(Hold.RELEASE)
        ? nothing(context, state, input, now)
        : retreat(context, state, input.reason(), now);
  }

  static Transition refused(
      RolloutContext context, RolloutState state, Input.SplitRefused input, Instant now) {
    if (state.holds(Hold.RELEASE)) {
      return nothing(context, state, input, now);
    }
    return retreat(
        context, state, "the target refused " + input.split() + ": " + input.reason(), now);
  }

  static Transition tick(
      RolloutContext context, RolloutState state, Input.Tick input, Instant now) {
    return overdue(context, state, now).orElse(Transition.stay(state, "nothing is due"));
  }

  static Transition pause(
      RolloutContext context, RolloutState state, Command.Pause input, Instant now) {
    if (state.holds(Hold.RELEASE)) {
      return Transition.refuse(state, context.stable() + " is being released");
    }
    return state.holds(Hold.PAUSED)
        ? Transition.refuse(state, "it is paused already")
        : Transition.to(
            state.with().pausedAt(Optional.of(now)).build(), "paused by " + input.order());
  }

  /** The deadline stood still during the pause; one that had passed before is given anew by whoever resumes. */
  static Transition resume(
      RolloutContext context, RolloutState state, Command.Resume input, Instant now) {
    if (state.pausedAt().isEmpty()) {
      return Transition.refuse(state, "it is not paused");
    }
    Instant pausedAt = state.pausedAt().get();
    Instant deadline = state.deadline().isAfter(pausedAt)
        ? state.deadline().plus(Duration.between(pausedAt, now))
        : now.plus(
            Retirement.begun(state)
                ? context.policy().retireWithin()
                : context.policy().deadline());
    return Transition.to(
        state
            .with()
            .pausedAt(Optional.empty())
            .hold(Hold.FOREIGN_CHANGE, false)
            .deadline(deadline)
            .build(),
        "resumed by " + input.order());
  }

  static Transition retreatConfirmed(
      RolloutContext context, RolloutState state, Input.SplitConfirmed input, Instant now) {
    return input.split().equals(state.split())
        ? rolledBack(context, state, now)
        : Transition.stay(state, "another split was confirmed");
  }

  /**
   * Ends a retreat that is in force.
   *
   * @param context the rollout
   * @param state where it stands, in {@link Phase#RETREATING}
   * @param now when
   * @return the transition to {@link Phase#ROLLED_BACK}
   */
  public static Transition rolledBack(RolloutContext context, RolloutState state, Instant now) {
    return Transition.to(
        state.with().inForce(now).phase(Phase.ROLLED_BACK).noHolds().build(),
        "all traffic is on " + context.stable());
  }

  static Transition nothing(RolloutContext context, RolloutState state, Input input, Instant now) {
    return Transition.stay(state, "nothing to do");
  }

  /**
   * Begins a rollout that has the time for its course.
   *
   * @param context the rollout
   * @param course what the strategy is going to do
   * @param now when it begins
   * @return the first state
   * @throws IllegalArgumentException if the policy's deadline does not leave more than what the course takes at least
   */
  public static RolloutState begin(RolloutContext context, Course course, Instant now) {
    Duration least = course.least().plus(context.policy().calibrateFor());
    if (context.policy().deadline().compareTo(least) <= 0) {
      throw new IllegalArgumentException("deadline must be above " + least + ", which "
          + (course.legs().isEmpty() ? "the bake takes" : "the stages and the bake take")
          + " at least, but was " + context.policy().deadline());
    }
    return RolloutState.first(context, now);
  }

  private static String condemned(Evaluation evaluation) {
    return evaluation.signals().stream()
        .filter(result -> result.deciding()
            && (result.assessment().verdict() == Verdict.UNHEALTHY || result.attribution() >= .1))
        .map(StandardRules::named)
        .collect(Collectors.joining("; "));
  }

  private static String unread(Evaluation evaluation) {
    return evaluation.signals().stream()
        .filter(result -> result.deciding() && result.assessment().verdict() == Verdict.UNAVAILABLE)
        .map(StandardRules::named)
        .collect(Collectors.joining("; "));
  }

  private static String named(SignalResult result) {
    return result.signal() + ": " + result.assessment().reason();
  }
}

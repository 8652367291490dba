package dev.belay.strategy;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One evaluation on the way to a step: gathers what holds the rollout, and makes the step if nothing does. A help for
 * strategies, used within one decision. Not thread-safe.
 */
public final class Advance {

  private static final Set<Hold> DECIDED_EACH_TIME =
      EnumSet.of(Hold.TIME, Hold.EVIDENCE, Hold.APPROVAL, Hold.SIGNAL, Hold.BLAST_RADIUS);

  private final RolloutContext context;
  private final RolloutState before;
  private final Evaluation evaluation;
  private final Instant now;
  private final RolloutState.Builder next;
  private final List<String> explanations = new ArrayList<>();

  /**
   * Begins with no hold but those that an evaluation does not decide on, and notes what it proves.
   *
   * @param context the rollout
   * @param before where it stands
   * @param evaluation what is known
   * @param now when
   */
  public Advance(RolloutContext context, RolloutState before, Evaluation evaluation, Instant now) {
    this.context = context;
    this.before = before;
    this.evaluation = evaluation;
    this.now = now;
    this.next = before.with();
    DECIDED_EACH_TIME.forEach(hold -> next.hold(hold, false));
    boolean unavailable = evaluation.verdict() == Verdict.UNAVAILABLE;
    next.hold(Hold.SIGNAL, unavailable);
    next.unavailableSince(
        unavailable ? before.unavailableSince().or(() -> Optional.of(now)) : Optional.empty());
    next.proven(StandardRules.proven(context, before, evaluation));
  }

  /**
   * Tells whether this evaluation proves the candidate.
   *
   * @return see {@link StandardRules#provenNow}
   */
  public boolean provenNow() {
    return StandardRules.provenNow(context, evaluation);
  }

  /**
   * Tells whether the candidate may take a share.
   *
   * @param share in basis points
   * @return see {@link StandardRules#mayTake}
   */
  public boolean mayTake(int share) {
    return StandardRules.mayTake(context, evaluation, share);
  }

  /**
   * Holds, if it applies. What holds already is never lifted: only another evaluation does that.
   *
   * @param hold why
   * @param applies whether it applies
   * @return this
   */
  public Advance hold(Hold hold, boolean applies) {
    if (applies) {
      next.hold(hold, true);
    }
    return this;
  }

  /**
   * Holds, and says what is missing.
   *
   * @param hold why
   * @param explanation what is missing, for the reason of the transition
   * @return this
   */
  public Advance hold(Hold hold, String explanation) {
    next.hold(hold, true);
    explanations.add(explanation);
    return this;
  }

  /**
   * Holds for the time that the policy takes before the first exposure, and for the shadow calls that it wants to see.
   *
   * @return this
   */
  public Advance prepared() {
    hold(Hold.TIME, now.isBefore(before.startedAt().plus(context.policy().calibrateFor())));
    long wanted = context.policy().shadow().map(shadow -> shadow.atLeast()).orElse(0L);
    long seen = evaluation.shadow().pairs();
    if (seen < wanted) {
      hold(
          Hold.EVIDENCE,
          String.format(Locale.ROOT, "%,d of %,d shadow calls have been seen", seen, wanted));
    }
    return this;
  }

  /**
   * Holds for a share that is too large for what is known, and says by how much.
   *
   * @param share the wanted share in basis points
   * @param set whether it applies
   * @return this
   */
  public Advance blastRadius(int share, boolean set) {
    if (set) {
      return hold(
          Hold.BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "%s could cost %.1f failures before a retreat is in force, the blast radius allows"
                  + " %.1f in a step and a share of %s",
              BasisPoints.toPercent(share),
              StandardRules.stepCost(context, evaluation, share),
              context.policy().blastRadius().failuresPerStep(),
              BasisPoints.toPercent(context.policy().blastRadius().maxShare())));
    }
    return this;
  }

  /**
   * Tells whether anything holds.
   *
   * @return true if the rollout must stay where it is
   */
  public boolean held() {
    return !next.build().holds().isEmpty();
  }

  /**
   * Stays, with the holds and what was learned.
   *
   * @return the transition
   */
  public Transition stay() {
    RolloutState state = next.build();
    String what = explanations.isEmpty() ? "" : ": " + String.join("; ", explanations);
    return Transition.to(state, "waiting for " + state.holds() + what);
  }

  /**
   * Makes a step to another split.
   *
   * @param phase the phase it leads to
   * @param stage the stage it leads to
   * @param share the candidate's share in basis points
   * @param why why, as the beginning of a sentence
   * @return the transition
   */
  public Transition enter(Phase phase, int stage, int share, String why) {
    return enter(phase, stage, share, before.deadline(), why);
  }

  Transition enter(Phase phase, int stage, int share, Instant deadline, String why) {
    TrafficSplit split = TrafficSplit.between(context.stable(), context.candidate(), share);
    return Transition.to(
        next.enter(phase, stage, split, now).deadline(deadline).build(),
        String.format(
            Locale.ROOT,
            "%s: %s for the candidate, after %,d requests to it%s; at most %.4f failures added per"
                + " request",
            why,
            BasisPoints.toPercent(share),
            evaluation.candidate().all().requests(),
            inTheShadow(),
            evaluation.harm()));
  }

  private String inTheShadow() {
    long pairs = evaluation.shadow().pairs();
    return pairs == 0 ? "" : String.format(Locale.ROOT, " and %,d in the shadow", pairs);
  }

  /** Where the rollout stands with what was learned, without a step. */
  RolloutState learned() {
    return next.build();
  }

  /** When the decision is taken. */
  Instant now() {
    return now;
  }

  /** The rollout. */
  RolloutContext context() {
    return context;
  }

  /** Where it stood. */
  RolloutState before() {
    return before;
  }
}

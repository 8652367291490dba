package dev.belay.canary;

import static dev.belay.strategy.Phase.BAKING;
import static dev.belay.strategy.Phase.EXPOSING;
import static dev.belay.strategy.Phase.PREPARING;
import static dev.belay.strategy.Phase.PROMOTED;
import static dev.belay.strategy.Phase.RETREATING;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Partial exposure first: the candidate takes a growing share, everything once it is proven, and becomes the live version
 * when it has held that for a while.
 *
 * <pre>
 * PREPARING   0 %, until the candidate is ready and the users have been watched for as long as the policy wants
 * EXPOSING    through the stages: each lasts as long, and sees as many requests, as it must; the next one is taken when
 *             what it could cost fits the blast radius, or the candidate is proven
 * BAKING      everything, or all but a hold-back, with stable kept ready; taken only by a proven candidate
 * PROMOTED
 * </pre>
 *
 * <p>With {@link #stages fixed stages} each stage is taken in turn. {@link #paced Paced by the evidence}, the share becomes
 * the largest of a ladder whose cost fits the blast radius: a good candidate is through in minutes, a bad one stays small.
 * From every state one transition leads back to stable. Immutable and thread-safe.
 */
public final class CanaryStrategy implements RolloutStrategy {

  private static final Set<Hold> DECIDED_EACH_TIME =
      Set.of(Hold.TIME, Hold.EVIDENCE, Hold.APPROVAL, Hold.SIGNAL, Hold.BLAST_RADIUS);

  private final List<CanaryStage> stages;
  private final boolean paced;
  private final Duration bake;
  private final int holdBack;
  private final TransitionTable table;

  private CanaryStrategy(Builder builder) {
    stages = List.copyOf(builder.stages);
    paced = builder.paced;
    bake = builder.bake;
    holdBack = builder.holdBack;
    table = TransitionTable.builder(name())
        .standardRows()
        .on(PREPARING, Input.Readiness.class, this::readiness)
        .on(PREPARING, Input.SplitConfirmed.class, this::confirmed)
        .on(
            PREPARING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::firstExposure),
            EXPOSING,
            RETREATING)
        .on(EXPOSING, Input.Readiness.class, this::readiness)
        .on(EXPOSING, Input.SplitConfirmed.class, this::confirmed)
        .on(
            EXPOSING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::nextExposure),
            BAKING,
            RETREATING)
        .on(EXPOSING, Command.Approve.class, this::approve)
        .on(EXPOSING, Command.Promote.class, this::promote)
        .on(BAKING, Input.Readiness.class, this::readiness)
        .on(BAKING, Input.SplitConfirmed.class, this::confirmed)
        .on(
            BAKING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::bake),
            PROMOTED,
            RETREATING)
        .on(BAKING, Command.Promote.class, this::promote)
        .build();
  }

  /**
   * A canary through fixed stages.
   *
   * @param stages the stages, with rising shares below the whole, at least one
   * @return a builder with a bake of ten minutes and no hold-back
   * @throws IllegalArgumentException if there is no stage or the shares do not rise
   */
  public static Builder stages(CanaryStage... stages) {
    return new Builder(List.of(stages), false);
  }

  /**
   * A canary through fixed stages without conditions of their own.
   *
   * @param percents the shares in percent, rising, in (0, 100), multiples of 0.01, at least one
   * @return a builder with a bake of ten minutes and no hold-back
   * @throws IllegalArgumentException if there is no stage, a percentage is out of range or they do not rise
   */
  public static Builder stagesOfPercent(double... percents) {
    List<CanaryStage> stages = new ArrayList<>();
    for (double percent : percents) {
      stages.add(CanaryStage.percent(percent));
    }
    return new Builder(stages, false);
  }

  /**
   * A canary paced by the evidence, over the ladder 0.1, 0.2, 0.5, 1, 2, 5, 10, 20 and 33 %, with at least 10 seconds and 50
   * requests of the candidate on a rung.
   *
   * @return a builder with a bake of ten minutes and no hold-back
   */
  public static Builder paced() {
    return pacedThrough(
        CanaryStage.basisPoints(10),
        CanaryStage.basisPoints(20),
        CanaryStage.basisPoints(50),
        CanaryStage.basisPoints(100),
        CanaryStage.basisPoints(200),
        CanaryStage.basisPoints(500),
        CanaryStage.basisPoints(1_000),
        CanaryStage.basisPoints(2_000),
        CanaryStage.basisPoints(3_300));
  }

  /**
   * A canary paced by the evidence over a ladder of your own. Rungs without conditions get 10 seconds and 50 requests.
   *
   * @param ladder the rungs, with rising shares below the whole, at least one
   * @return a builder with a bake of ten minutes and no hold-back
   * @throws IllegalArgumentException if there is no rung or the shares do not rise
   */
  public static Builder pacedThrough(CanaryStage... ladder) {
    List<CanaryStage> rungs = new ArrayList<>();
    for (CanaryStage rung : ladder) {
      boolean bare = rung.minDuration().isZero() && rung.minRequests() == 0;
      rungs.add(bare ? rung.lasting(Duration.ofSeconds(10)).withRequests(50) : rung);
    }
    return new Builder(rungs, true);
  }

  @Override
  public String name() {
    return paced ? "canary, paced" : "canary";
  }

  @Override
  public Set<Integer> shares() {
    Set<Integer> shares = new TreeSet<>();
    stages.forEach(stage -> shares.add(stage.share()));
    shares.add(BasisPoints.WHOLE - holdBack);
    shares.add(BasisPoints.WHOLE);
    return shares;
  }

  /**
   * Returns the stages.
   *
   * @return the stages in order
   */
  public List<CanaryStage> ladder() {
    return stages;
  }

  /**
   * Returns the table that the machine consists of.
   *
   * @return phases, inputs and where they lead
   */
  public TransitionTable table() {
    return table;
  }

  @Override
  public RolloutState begin(RolloutContext context, Instant now) {
    Duration least = bake.plus(context.policy().calibrateFor());
    if (!paced) {
      for (CanaryStage stage : stages) {
        least = least.plus(stage.minDuration());
      }
    }
    if (context.policy().deadline().compareTo(least) <= 0) {
      throw new IllegalArgumentException("deadline must be above " + least
          + ", which the stages and the bake take at least, but was "
          + context.policy().deadline());
    }
    return RolloutState.first(context, now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return table.decide(context, state, input, now);
  }

  // --- the rules of the table

  private Transition readiness(
      RolloutContext context, RolloutState state, Input.Readiness input, Instant now) {
    if (state.phase() != PREPARING) {
      return Transition.stay(state, "the candidate has traffic already");
    }
    return Transition.to(
        state.with().ready(input.ready()).build(),
        (input.ready() ? "the candidate is ready: " : "the candidate is not ready: ")
            + input.detail());
  }

  private Transition confirmed(
      RolloutContext context, RolloutState state, Input.SplitConfirmed input, Instant now) {
    return state.holds(Hold.TARGET) && input.split().equals(state.split())
        ? Transition.to(state.with().inForce(now).build(), "in force: " + state.split())
        : Transition.stay(state, "nothing was waiting for " + input.split());
  }

  private Transition firstExposure(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Evaluation evaluation = input.evaluation();
    Assessing next = new Assessing(state, evaluation, now);
    int stage = nextStage(context, evaluation, -1);
    next.hold(Hold.TIME, now.isBefore(state.startedAt().plus(context.policy().calibrateFor())));
    next.blastRadius(context, stage < 0, stages.get(0));
    return next.held()
        ? next.stay()
        : enter(context, next, EXPOSING, stage, stages.get(stage).share(), "first exposure", now);
  }

  private Transition nextExposure(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Evaluation evaluation = input.evaluation();
    boolean provenNow = StandardRules.provenNow(context, evaluation);
    CanaryStage current = stages.get(state.stage());
    Assessing next = new Assessing(state, evaluation, now).proven(provenNow);
    next.hold(Hold.TIME, !state.urged() && now.isBefore(state.since().plus(current.minDuration())));
    next.hold(
        Hold.APPROVAL,
        !state.urged() && current.needsApproval() && state.approvedStage() < state.stage());
    boolean enough = evaluation.candidateInStage().all().requests() >= current.minRequests();
    boolean last = state.stage() == stages.size() - 1;
    if (last || state.urged()) {
      next.hold(Hold.EVIDENCE, !provenNow || (!state.urged() && !enough));
      return next.held()
          ? next.stay()
          : enter(
              context, next, BAKING, stages.size(), BasisPoints.WHOLE - holdBack, "proven", now);
    }
    int stage = nextStage(context, evaluation, state.stage());
    next.hold(Hold.EVIDENCE, !enough);
    next.blastRadius(context, stage < 0, stages.get(state.stage() + 1));
    return next.held()
        ? next.stay()
        : enter(
            context,
            next,
            EXPOSING,
            stage,
            stages.get(stage).share(),
            "the harm still possible fits",
            now);
  }

  private Transition bake(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Evaluation evaluation = input.evaluation();
    boolean provenNow = StandardRules.provenNow(context, evaluation);
    Assessing next = new Assessing(state, evaluation, now).proven(provenNow);
    boolean closing = state.stage() > stages.size();
    next.hold(
        Hold.TIME, !closing && !state.urged() && now.isBefore(state.since().plus(bake)));
    next.hold(Hold.EVIDENCE, !provenNow);
    if (next.held()) {
      return next.stay();
    }
    if (state.share(context) < BasisPoints.WHOLE) {
      return enter(
          context, next, BAKING, stages.size() + 1, BasisPoints.WHOLE, "the bake is over", now);
    }
    return Transition.to(
        next.state.phase(PROMOTED).noHolds().build(),
        "the bake is over, " + context.candidate() + " is the live version");
  }

  private Transition approve(
      RolloutContext context, RolloutState state, Command.Approve input, Instant now) {
    if (!stages.get(state.stage()).needsApproval()) {
      return Transition.refuse(state, "stage " + state.stage() + " asks for no approval");
    }
    if (state.approvedStage() >= state.stage()) {
      return Transition.refuse(state, "stage " + state.stage() + " is approved already");
    }
    return Transition.to(
        state.with().approvedStage(state.stage()).hold(Hold.APPROVAL, false).build(),
        "stage " + state.stage() + " approved by " + input.order());
  }

  private Transition promote(
      RolloutContext context, RolloutState state, Command.Promote input, Instant now) {
    return state.urged()
        ? Transition.refuse(state, "promotion was asked for already")
        : Transition.to(
            state
                .with()
                .urged(true)
                .hold(Hold.TIME, false)
                .hold(Hold.APPROVAL, false)
                .build(),
            "promotion asked for by " + input.order());
  }

  /** The stage to take after another one, -1 if none is allowed. */
  private int nextStage(RolloutContext context, Evaluation evaluation, int after) {
    int next = after + 1;
    if (!StandardRules.mayTake(context, evaluation, stages.get(next).share())) {
      return -1;
    }
    boolean seenTraffic = evaluation.requestsPerSecond() > 0;
    while (paced
        && seenTraffic
        && next + 1 < stages.size()
        && !stages.get(next).needsApproval()
        && StandardRules.mayTake(context, evaluation, stages.get(next + 1).share())) {
      next++;
    }
    return next;
  }

  private Transition enter(
      RolloutContext context,
      Assessing assessing,
      dev.belay.strategy.Phase phase,
      int stage,
      int share,
      String why,
      Instant now) {
    TrafficSplit split = TrafficSplit.between(context.stable(), context.candidate(), share);
    RolloutState.Builder next = assessing.state.enter(phase, stage, split, now);
    if (phase == BAKING) {
      Instant latest = now.plus(bake.multipliedBy(2)).plus(context.reaction().multipliedBy(10));
      Instant deadline = assessing.before.deadline();
      next.deadline(deadline.isBefore(latest) ? latest : deadline);
    }
    Evaluation evaluation = assessing.evaluation;
    return Transition.to(
        next.build(),
        String.format(
            Locale.ROOT,
            "%s: %s for the candidate, after %,d requests to it; at most %.4f failures added per request",
            why,
            BasisPoints.toPercent(share),
            evaluation.candidate().all().requests(),
            evaluation.harm()));
  }

  /** Gathers what holds a rollout while an evaluation is decided on. */
  private static final class Assessing {

    private final RolloutState before;
    private final Evaluation evaluation;
    private final RolloutState.Builder state;
    private String explanation = "";

    Assessing(RolloutState before, Evaluation evaluation, Instant now) {
      this.before = before;
      this.evaluation = evaluation;
      this.state = before.with();
      DECIDED_EACH_TIME.forEach(hold -> state.hold(hold, false));
      boolean unavailable = evaluation.verdict() == Verdict.UNAVAILABLE;
      state.hold(Hold.SIGNAL, unavailable);
      state.unavailableSince(
          unavailable ? before.unavailableSince().or(() -> Optional.of(now)) : Optional.empty());
    }

    Assessing proven(boolean now) {
      state.proven(before.proven() || now);
      return this;
    }

    void hold(Hold hold, boolean set) {
      state.hold(hold, set);
    }

    /** Holds for a step that is too large, and says by how much. */
    void blastRadius(RolloutContext context, boolean set, CanaryStage wanted) {
      state.hold(Hold.BLAST_RADIUS, set);
      if (set) {
        explanation = String.format(
            Locale.ROOT,
            ": %s could cost %.1f failures before a retreat is in force, the blast radius allows %.1f"
                + " in a step and a share of %s",
            BasisPoints.toPercent(wanted.share()),
            StandardRules.stepCost(context, evaluation, wanted.share()),
            context.policy().blastRadius().failuresPerStep(),
            BasisPoints.toPercent(context.policy().blastRadius().maxShare()));
      }
    }

    boolean held() {
      return !state.build().holds().isEmpty();
    }

    Transition stay() {
      RolloutState next = state.build();
      return Transition.to(next, "waiting for " + next.holds() + explanation);
    }
  }

  /** Collects a canary. Not thread-safe. */
  public static final class Builder {

    private final List<CanaryStage> stages;
    private final boolean paced;
    private Duration bake = Duration.ofMinutes(10);
    private int holdBack;

    private Builder(List<CanaryStage> stages, boolean paced) {
      if (stages.isEmpty()) {
        throw new IllegalArgumentException("stages must have at least 1, but there was none");
      }
      for (int i = 1; i < stages.size(); i++) {
        if (stages.get(i).share() <= stages.get(i - 1).share()) {
          throw new IllegalArgumentException("shares of the stages must rise, but "
              + BasisPoints.toPercent(stages.get(i).share())
              + " came after "
              + BasisPoints.toPercent(stages.get(i - 1).share()));
        }
      }
      this.stages = stages;
      this.paced = paced;
    }

    /**
     * Sets how long the candidate holds everything before it becomes the live version, with stable kept ready. A bake that
     * cannot end within twice its length, because a signal stays unavailable, ends in a retreat.
     *
     * @param duration at least zero; default ten minutes
     * @return this builder
     * @throws IllegalArgumentException if the duration is negative
     */
    public Builder bake(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("bake must be at least zero, but was " + duration);
      }
      bake = duration;
      return this;
    }

    /**
     * Keeps a part of the traffic on stable during the bake, so that there is something to compare with.
     *
     * @param percent a percentage in [0, 50], a multiple of 0.01, that leaves the candidate more than the last stage;
     *     default 0
     * @return this builder
     * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
     */
    public Builder holdBackPercent(double percent) {
      int basisPoints = BasisPoints.ofPercent(percent);
      int largest = Math.min(
          BasisPoints.WHOLE / 2,
          BasisPoints.WHOLE - stages.get(stages.size() - 1).share() - 1);
      if (basisPoints > largest) {
        throw new IllegalArgumentException(
            "holdBackPercent must be at most " + BasisPoints.toPercent(largest)
                + ", which leaves the candidate more than the last stage, but was " + percent);
      }
      holdBack = basisPoints;
      return this;
    }

    /**
     * Finishes the canary.
     *
     * @return the strategy
     */
    public CanaryStrategy build() {
      return new CanaryStrategy(this);
    }
  }
}

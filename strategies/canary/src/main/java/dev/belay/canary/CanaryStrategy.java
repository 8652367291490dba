package dev.belay.canary;

import static dev.belay.strategy.Phase.BAKING;
import static dev.belay.strategy.Phase.EXPOSING;
import static dev.belay.strategy.Phase.PREPARING;
import static dev.belay.strategy.Phase.RETREATING;

import dev.belay.BasisPoints;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Advance;
import dev.belay.strategy.Bake;
import dev.belay.strategy.Command;
import dev.belay.strategy.Course;
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

/**
 * Partial exposure first: the candidate takes a growing share, everything once it is proven, and becomes the live version
 * when it has held that for a while.
 *
 * <pre>
 * PREPARING   0 %, until the candidate is ready and the users have been watched for as long as the policy wants
 * EXPOSING    through the stages: each lasts as long, and sees as many requests, as it must; the next one is taken when
 *             what it could cost fits the blast radius, or the candidate is proven
 * BAKING      everything, or all but a hold-back, with stable kept ready; taken only by a proven candidate
 * PROMOTED    when stable has been retired
 * </pre>
 *
 * <p>With {@link #stages fixed stages} each stage is taken in turn. {@link #paced Paced by the evidence}, the share becomes
 * the largest of a ladder whose cost fits the blast radius: a good candidate is through in minutes, a bad one stays small.
 * From every state one transition leads back to stable. Immutable and thread-safe.
 */
public final class CanaryStrategy implements RolloutStrategy {

  private final List<CanaryStage> stages;
  private final boolean paced;
  private final Bake bake;
  private final TransitionTable table;

  private CanaryStrategy(Builder builder) {
    stages = List.copyOf(builder.stages);
    paced = builder.paced;
    bake = new Bake(builder.bake, builder.holdBack, stages.size());
    table = TransitionTable.builder(name())
        .standardRows()
        .on(
            PREPARING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::firstExposure),
            EXPOSING,
            RETREATING)
        .on(
            EXPOSING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::nextExposure),
            BAKING,
            RETREATING)
        .on(EXPOSING, Command.Approve.class, this::approve)
        .on(EXPOSING, Command.Promote.class, StandardRules::promote)
        .on(BAKING, Input.Assessed.class, StandardRules.unlessEnded(bake::assess), RETREATING)
        .on(BAKING, Command.Promote.class, StandardRules::promote)
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
  public Course course() {
    List<Course.Leg> legs = new ArrayList<>();
    for (CanaryStage stage : stages) {
      legs.add(new Course.Leg(
          stage.share(), stage.minDuration(), stage.minRequests(), stage.needsApproval()));
    }
    return new Course(legs, paced, bake.share(), bake.duration());
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
    return StandardRules.begin(context, course(), now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return table.decide(context, state, input, now);
  }

  // --- the rules of the table

  private Transition firstExposure(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now).prepared();
    int stage = nextStage(next, input.evaluation(), -1);
    next.blastRadius(stages.get(0).share(), stage < 0);
    return next.held()
        ? next.stay()
        : next.enter(EXPOSING, stage, stages.get(stage).share(), "first exposure");
  }

  private Transition nextExposure(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Evaluation evaluation = input.evaluation();
    CanaryStage current = stages.get(state.stage());
    Advance next = new Advance(context, state, evaluation, now);
    next.hold(Hold.TIME, !state.urged() && now.isBefore(state.since().plus(current.minDuration())));
    next.hold(
        Hold.APPROVAL,
        !state.urged() && current.needsApproval() && state.approvedStage() < state.stage());
    boolean enough = evaluation.candidateInStage().all().requests() >= current.minRequests();
    boolean last = state.stage() == stages.size() - 1;
    if (last || state.urged()) {
      next.hold(Hold.EVIDENCE, !next.provenNow() || (!state.urged() && !enough));
      return next.held() ? next.stay() : bake.begin(next, "proven");
    }
    int stage = nextStage(next, evaluation, state.stage());
    next.hold(Hold.EVIDENCE, !enough);
    next.blastRadius(stages.get(state.stage() + 1).share(), stage < 0);
    return next.held()
        ? next.stay()
        : next.enter(EXPOSING, stage, stages.get(stage).share(), "the harm still possible fits");
  }

  private Transition approve(
      RolloutContext context, RolloutState state, Command.Approve input, Instant now) {
    return StandardRules.approve(state, input, stages.get(state.stage()).needsApproval());
  }

  /** The stage to take after another one, -1 if none is allowed. */
  private int nextStage(Advance advance, Evaluation evaluation, int after) {
    int next = after + 1;
    if (!advance.mayTake(stages.get(next).share())) {
      return -1;
    }
    boolean seenTraffic = evaluation.requestsPerSecond() > 0;
    while (paced
        && seenTraffic
        && next + 1 < stages.size()
        && !stages.get(next).needsApproval()
        && advance.mayTake(stages.get(next + 1).share())) {
      next++;
    }
    return next;
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

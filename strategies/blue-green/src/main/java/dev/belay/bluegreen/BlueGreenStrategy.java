package dev.belay.bluegreen;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Old and new beside each other: blue, the stable version, serves, and green, the candidate, stands complete and takes
 * nothing; then green takes over at one instant, and blue is kept ready for as long as the way back is wanted.
 *
 * <pre>
 * PREPARING   0 %, until green is ready and, without a slice, until the cutover is allowed
 * EXPOSING    only with a slice: its share, for as long and as many requests as it must see
 * BAKING      the cutover: everything, or all but a hold-back, with blue kept ready; one write leads back
 * PROMOTED    when blue has been retired
 * </pre>
 *
 * <p>With the whole traffic on green nothing is left to compare with, so a cutover of everything needs the proof before it:
 * from shadow calls, or from the slice. With a {@linkplain Builder#holdBackPercent hold-back} the comparison goes on during
 * the bake: then the cutover must fit the blast radius only, and the proof is needed to give up the hold-back.
 *
 * <p>From every state one transition leads back to blue, until blue is being released. Immutable and thread-safe.
 */
public final class BlueGreenStrategy implements RolloutStrategy {

  private final Optional<Slice> slice;
  private final boolean needsApproval;
  private final Bake bake;
  private final TransitionTable table;

  private BlueGreenStrategy(Builder builder) {
    slice = builder.slice;
    needsApproval = builder.approvedCutover || slice.map(Slice::needsApproval).orElse(false);
    bake = new Bake(builder.bake, builder.holdBack, slice.isPresent() ? 2 : 1);
    table = slice.map(this::afterSliceTable).orElseGet(this::atOnceTable);
  }

  private TransitionTable atOnceTable() {
    return TransitionTable.builder(name())
        .standardRows(EnumSet.of(PREPARING, BAKING))
        .on(
            PREPARING,
            Input.Assessed.class,
            StandardRules.unlessEnded(this::cutOverAtOnce),
            BAKING,
            RETREATING)
        .on(PREPARING, Command.Approve.class, this::approve)
        .on(PREPARING, Command.Promote.class, StandardRules::promote)
        .on(BAKING, Input.Assessed.class, StandardRules.unlessEnded(bake::assess), RETREATING)
        .on(BAKING, Command.Promote.class, StandardRules::promote)
        .build();
  }

  private TransitionTable afterSliceTable(Slice first) {
    return TransitionTable.builder(name())
        .standardRows()
        .on(
            PREPARING,
            Input.Assessed.class,
            StandardRules.unlessEnded(
                (context, state, input, now) -> expose(first, context, state, input, now)),
            EXPOSING,
            RETREATING)
        .on(
            EXPOSING,
            Input.Assessed.class,
            StandardRules.unlessEnded(
                (context, state, input, now) -> cutOverAfter(first, context, state, input, now)),
            BAKING,
            RETREATING)
        .on(EXPOSING, Command.Approve.class, this::approve)
        .on(EXPOSING, Command.Promote.class, StandardRules::promote)
        .on(BAKING, Input.Assessed.class, StandardRules.unlessEnded(bake::assess), RETREATING)
        .on(BAKING, Command.Promote.class, StandardRules::promote)
        .build();
  }

  /**
   * A blue-green whose candidate takes no live traffic before the cutover.
   *
   * @return a builder with a bake of ten minutes and no hold-back
   */
  public static Builder atOnce() {
    return new Builder(Optional.empty());
  }

  /**
   * A blue-green whose candidate takes one part of the traffic first.
   *
   * @param slice the part
   * @return a builder with a bake of ten minutes and no hold-back
   */
  public static Builder afterSlice(Slice slice) {
    return new Builder(Optional.of(slice));
  }

  @Override
  public String name() {
    return slice.isPresent() ? "blue-green after a slice" : "blue-green";
  }

  @Override
  public Course course() {
    List<Course.Leg> legs = slice
        .map(first -> List.of(
            new Course.Leg(first.share(), first.minDuration(), first.minRequests(), needsApproval)))
        .orElse(List.of());
    return new Course(legs, false, bake.share(), bake.duration());
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

  private Transition cutOverAtOnce(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now).prepared();
    return cutOver(next, context, state, input.evaluation());
  }

  private Transition expose(
      Slice first, RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now).prepared();
    if (seesTraffic(context, input.evaluation())) {
      next.blastRadius(first.share(), !next.mayTake(first.share()));
    } else {
      next.hold(Hold.EVIDENCE, "no traffic is seen that the cost of a slice could be told from");
    }
    return next.held() ? next.stay() : next.enter(EXPOSING, 1, first.share(), "the slice");
  }

  private Transition cutOverAfter(
      Slice first, RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now);
    next.hold(Hold.TIME, !state.urged() && now.isBefore(state.since().plus(first.minDuration())));
    long seen = input.evaluation().candidateInStage().all().requests();
    if (!state.urged() && seen < first.minRequests()) {
      next.hold(
          Hold.EVIDENCE,
          String.format(
              Locale.ROOT,
              "%,d of %,d requests to the candidate have completed in the slice",
              seen,
              first.minRequests()));
    }
    return cutOver(next, context, state, input.evaluation());
  }

  private Transition cutOver(
      Advance next, RolloutContext context, RolloutState state, Evaluation evaluation) {
    next.hold(
        Hold.APPROVAL, needsApproval && !state.urged() && state.approvedStage() < state.stage());
    if (bake.holdBack() == 0) {
      if (!next.provenNow()) {
        next.hold(Hold.EVIDENCE, unproven(context, evaluation));
      }
    } else if (seesTraffic(context, evaluation)) {
      next.blastRadius(bake.share(), !next.mayTake(bake.share()));
    } else {
      // Where no request comes, no share costs anything; the next second may be another matter.
      next.hold(Hold.EVIDENCE, "no traffic is seen that the cost of a cutover could be told from");
    }
    return next.held() ? next.stay() : bake.begin(next, "cutover");
  }

  private static boolean seesTraffic(RolloutContext context, Evaluation evaluation) {
    return evaluation.requestsPerSecond() > 0 || context.policy().expectedRequestsPerSecond() > 0;
  }

  private Transition approve(
      RolloutContext context, RolloutState state, Command.Approve input, Instant now) {
    return StandardRules.approve(state, input, needsApproval);
  }

  /** What is missing for a cutover of everything, and where it is to come from. */
  private String unproven(RolloutContext context, Evaluation evaluation) {
    String source;
    if (slice.isPresent()) {
      source = "the proof comes from the slice";
    } else if (context.policy().shadow().isPresent()) {
      source = "the proof comes from shadow calls";
    } else {
      source = "nothing calls the candidate before the cutover, so take shadow calls, a slice or a"
          + " hold-back";
    }
    return String.format(
        Locale.ROOT,
        "the deciding signals are %s on %,d requests to the candidate, %,d in the shadow and %,d to"
            + " stable, of which %,d are needed; %s",
        evaluation.verdict(),
        evaluation.candidate().all().requests(),
        evaluation.shadow().pairs(),
        evaluation.stable().all().requests(),
        context.policy().minimumRequests(),
        source);
  }

  /** Collects a blue-green. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST_BAKE = Duration.ofDays(365);

    private final Optional<Slice> slice;
    private Duration bake = Duration.ofMinutes(10);
    private int holdBack;
    private boolean approvedCutover;

    private Builder(Optional<Slice> slice) {
      this.slice = slice;
    }

    /**
     * Sets how long blue is kept ready after the cutover. A bake that cannot end, because a signal stays unavailable, ends
     * in a retreat at the deadline of the rollout, at the earliest after twice its length.
     *
     * @param duration above zero, at most 365 days; default ten minutes
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder bake(Duration duration) {
      if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST_BAKE) > 0) {
        throw new IllegalArgumentException("bake must be above zero and at most " + LONGEST_BAKE
            + ", but was " + duration
            + (duration.isZero() ? "; a blue-green keeps its way back for a while" : ""));
      }
      bake = duration;
      return this;
    }

    /**
     * Keeps a part of the traffic on blue during the bake, so that there is something to compare with.
     *
     * @param percent a percentage in [0, 50], a multiple of 0.01, that leaves the candidate more than the slice; default 0
     * @return this builder
     * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
     */
    public Builder holdBackPercent(double percent) {
      int basisPoints = BasisPoints.ofPercent(percent);
      int beside = BasisPoints.WHOLE - slice.map(Slice::share).orElse(0) - 1;
      int largest = Math.min(Bake.LARGEST_HOLD_BACK, beside);
      if (basisPoints > largest) {
        throw new IllegalArgumentException("holdBackPercent must be at most "
            + BasisPoints.toPercent(largest)
            + (largest == beside ? ", which leaves the candidate more than the slice" : "")
            + ", but was " + percent);
      }
      holdBack = basisPoints;
      return this;
    }

    /**
     * Asks for the approval of a named person before the cutover.
     *
     * @return this builder
     */
    public Builder approvedCutover() {
      approvedCutover = true;
      return this;
    }

    /**
     * Finishes the blue-green.
     *
     * @return the strategy
     */
    public BlueGreenStrategy build() {
      return new BlueGreenStrategy(this);
    }
  }
}

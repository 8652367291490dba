package dev.belay.strategy;

import com.google.common.collect.Sets;
import dev.belay.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a rollout stands: one record for every strategy, so that a store can keep it, a person can read it and the
 * invariants can be checked. Immutable.
 *
 * @param rollout the rollout's id
 * @param attempt how many times this candidate has been started, with this one
 * @param phase how far the rollout has come
 * @param stage the stage within the phase; what it means is the strategy's own
 * @param split the split that is wanted
 * @param startedAt when the rollout began, moved on by the times without a process to run it
 * @param since when the split came into force, or when the phase began while it has not
 * @param deadline when the rollout ends if nothing else ends it
 * @param holds why it stands still
 * @param approvedStage the last stage that was approved, -1 for none
 * @param ready whether the candidate has reported ready
 * @param proven whether every deciding signal has been healthy on enough calls of both versions
 * @param urged whether a person asked to leave out what is left of stages and durations
 * @param pausedAt since when it is paused
 * @param unavailableSince since when a deciding signal cannot be read
 * @param restartedAt since when a new process has been bringing the split back into force; until then no time passes
 */
public record RolloutState(
    String rollout,
    int attempt,
    Phase phase,
    int stage,
    TrafficSplit split,
    Instant startedAt,
    Instant since,
    Instant deadline,
    Set<Hold> holds,
    int approvedStage,
    boolean ready,
    boolean proven,
    boolean urged,
    Optional<Instant> pausedAt,
    Optional<Instant> unavailableSince,
    Optional<Instant> restartedAt) {

  /**
   * Copies the holds.
   *
   * @param rollout the rollout's id
   * @param attempt how many times this candidate has been started
   * @param phase how far the rollout has come
   * @param stage the stage within the phase
   * @param split the split that is wanted
   * @param startedAt when the rollout began
   * @param since when the split came into force
   * @param deadline when the rollout ends if nothing else ends it
   * @param holds why it stands still
   * @param approvedStage the last stage that was approved
   * @param ready whether the candidate has reported ready
   * @param proven whether every deciding signal has been healthy
   * @param urged whether a person asked to leave out what is left
   * @param pausedAt since when it is paused
   * @param unavailableSince since when a deciding signal cannot be read
   * @param restartedAt since when a new process has been bringing the split back
   */
  public RolloutState {
    holds = Sets.immutableEnumSet(holds);
  }

  /**
   * The first state of a rollout: the candidate present, dark, and not known to be ready.
   *
   * @param context the rollout
   * @param now when it begins
   * @return a state in {@link Phase#PREPARING}
   */
  public static RolloutState first(RolloutContext context, Instant now) {
    return new RolloutState(
        context.rollout(),
        context.attempt(),
        Phase.PREPARING,
        0,
        TrafficSplit.between(context.stable(), context.candidate(), 0),
        now,
        now,
        now.plus(context.policy().deadline()),
        EnumSet.of(Hold.TARGET, Hold.READINESS),
        -1,
        false,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns the candidate's share.
   *
   * @param context the rollout
   * @return basis points
   */
  public int share(RolloutContext context) {
    return split.basisPoints(context.candidate());
  }

  /**
   * Tells whether a hold is set.
   *
   * @param hold the hold
   * @return true if the rollout stands still for it
   */
  public boolean holds(Hold hold) {
    return holds.contains(hold);
  }

  /**
   * Starts a changed copy.
   *
   * @return a builder with everything as it is here
   */
  public Builder with() {
    return new Builder(this);
  }

  /** Changes a copy of a state. Not thread-safe. */
  public static final class Builder {

    private final RolloutState from;
    private Phase phase;
    private int stage;
    private TrafficSplit split;
    private Instant since;
    private Instant deadline;
    private final EnumSet<Hold> holds;
    private int approvedStage;
    private boolean ready;
    private boolean proven;
    private boolean urged;
    private Optional<Instant> pausedAt;
    private Optional<Instant> unavailableSince;
    private Optional<Instant> restartedAt;
    private Instant startedAt;

    private Builder(RolloutState from) {
      this.from = from;
      this.phase = from.phase;
      this.stage = from.stage;
      this.split = from.split;
      this.since = from.since;
      this.deadline = from.deadline;
      this.holds = EnumSet.noneOf(Hold.class);
      this.holds.addAll(from.holds);
      this.approvedStage = from.approvedStage;
      this.ready = from.ready;
      this.proven = from.proven;
      this.urged = from.urged;
      this.pausedAt = from.pausedAt;
      this.unavailableSince = from.unavailableSince;
      this.restartedAt = from.restartedAt;
      this.startedAt = from.startedAt;
    }

    /**
     * Moves to another phase or stage with its split, to be confirmed by the target.
     *
     * @param nextPhase the phase
     * @param nextStage the stage
     * @param nextSplit the split
     * @param now when the step is made
     * @return this builder
     */
    public Builder enter(Phase nextPhase, int nextStage, TrafficSplit nextSplit, Instant now) {
      phase = nextPhase;
      stage = nextStage;
      split = nextSplit;
      since = now;
      holds.clear();
      holds.add(Hold.TARGET);
      return this;
    }

    /**
     * Moves to another phase that changes nothing of the split.
     *
     * @param nextPhase the phase
     * @return this builder
     */
    public Builder phase(Phase nextPhase) {
      phase = nextPhase;
      return this;
    }

    /**
     * Moves to another stage of the same phase that changes nothing of the split. All holds are lifted but a pause.
     *
     * @param nextStage the stage
     * @param now when the step is made
     * @return this builder
     */
    public Builder stage(int nextStage, Instant now) {
      stage = nextStage;
      since = now;
      holds.retainAll(EnumSet.of(Hold.PAUSED));
      return this;
    }

    /**
     * Notes that the split is in force.
     *
     * @param now since when
     * @return this builder
     */
    public Builder inForce(Instant now) {
      since = now;
      holds.remove(Hold.TARGET);
      return this;
    }

    /**
     * Sets or lifts a hold.
     *
     * @param hold the hold
     * @param set whether it applies
     * @return this builder
     */
    public Builder hold(Hold hold, boolean set) {
      if (set) {
        holds.add(hold);
      } else {
        holds.remove(hold);
      }
      return this;
    }

    /**
     * Lifts all holds.
     *
     * @return this builder
     */
    public Builder noHolds() {
      holds.clear();
      return this;
    }

    /**
     * Notes the last approved stage.
     *
     * @param value the stage
     * @return this builder
     */
    public Builder approvedStage(int value) {
      approvedStage = value;
      return this;
    }

    /**
     * Notes whether the candidate is ready.
     *
     * @param value whether it is
     * @return this builder
     */
    public Builder ready(boolean value) {
      ready = value;
      return hold(Hold.READINESS, !value);
    }

    /**
     * Notes the proof.
     *
     * @param value whether every deciding signal has been healthy
     * @return this builder
     */
    public Builder proven(boolean value) {
      proven = value;
      return this;
    }

    /**
     * Notes that a person is in a hurry.
     *
     * @param value whether to leave out what is left of stages and durations
     * @return this builder
     */
    public Builder urged(boolean value) {
      urged = value;
      return this;
    }

    /**
     * Moves the deadline.
     *
     * @param value the new deadline
     * @return this builder
     */
    public Builder deadline(Instant value) {
      deadline = value;
      return this;
    }

    /**
     * Pauses or resumes.
     *
     * @param value since when it is paused, empty to resume
     * @return this builder
     */
    public Builder pausedAt(Optional<Instant> value) {
      pausedAt = value;
      return hold(Hold.PAUSED, value.isPresent());
    }

    /**
     * Notes since when a signal cannot be read.
     *
     * @param value since when, empty if all can be read
     * @return this builder
     */
    public Builder unavailableSince(Optional<Instant> value) {
      unavailableSince = value;
      return this;
    }

    /**
     * Notes since when a new process has been bringing the split back.
     *
     * @param value since when, empty when it is in force
     * @return this builder
     */
    public Builder restartedAt(Optional<Instant> value) {
      restartedAt = value;
      return this;
    }

    /**
     * Moves all that has happened and all that is due by a time that does not count, so that every duration stays what it is.
     *
     * @param gap how long, at least zero
     * @return this builder
     */
    public Builder moved(Duration gap) {
      startedAt = startedAt.plus(gap);
      since = since.plus(gap);
      deadline = deadline.equals(Instant.MAX) ? deadline : deadline.plus(gap);
      pausedAt = pausedAt.map(at -> at.plus(gap));
      unavailableSince = unavailableSince.map(at -> at.plus(gap));
      return this;
    }

    /**
     * Finishes the copy.
     *
     * @return the state
     */
    public RolloutState build() {
      return new RolloutState(
          from.rollout,
          from.attempt,
          phase,
          stage,
          split,
          startedAt,
          since,
          deadline,
          holds,
          approvedStage,
          ready,
          proven,
          urged,
          pausedAt,
          unavailableSince,
          restartedAt);
    }
  }
}

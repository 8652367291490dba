package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** States of rollouts, for records. */
final class SampleStates {

  static final Instant START = Instant.parse("2026-01-01T00:00:51.661060323Z");
  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  static final ModelVersion LONG_STABLE =
      ModelVersion.of("m" + "._-+:@/".repeat(18) + "m", "v" + "1".repeat(127));
  static final ModelVersion LONG_CANDIDATE =
      ModelVersion.of("m" + "._-+:@/".repeat(18) + "m", "v" + "2".repeat(127));
  static final List<Instant> MOMENTS = List.of(
      START,
      Instant.EPOCH,
      Instant.parse("1969-12-31T23:59:59.999999999Z"),
      Instant.parse("2026-02-28T23:59:59.000000001Z"),
      Instant.parse("2038-01-19T03:14:08Z"),
      Instant.parse("+10000-01-01T00:00:00.1Z"),
      Instant.MAX,
      Instant.MIN);

  private SampleStates() {}

  static RolloutState first() {
    return first(STABLE, CANDIDATE);
  }

  static RolloutState ofLongNames() {
    return first(LONG_STABLE, LONG_CANDIDATE);
  }

  private static RolloutState first(ModelVersion stable, ModelVersion candidate) {
    return RolloutState.first(
        new RolloutContext(
            candidate + "#1",
            1,
            stable,
            candidate,
            RolloutPolicy.builder().build(),
            BlastRadius.REACTION),
        START);
  }

  /** A state that knows no moment but this one. */
  static RolloutState at(Instant moment) {
    return state(1, Phase.EXPOSING, 2, Set.of(), moment, Optional.of(moment));
  }

  /** Every phase with every hold alone, and whatever else may be there or not. */
  static List<RolloutState> all() {
    List<RolloutState> states = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      states.add(state(1, phase, 0, Set.of(), START, Optional.empty()));
      states.add(state(7, phase, 3, EnumSet.allOf(Hold.class), START, Optional.of(START)));
    }
    for (Hold hold : Hold.values()) {
      states.add(state(2, Phase.BAKING, 1, Set.of(hold), START, Optional.empty()));
    }
    RolloutState first = first();
    states.add(first);
    states.add(first.with().ready(true).build());
    states.add(first.with().proven(true).build());
    states.add(first.with().urged(true).build());
    states.add(first.with().approvedStage(4).build());
    states.add(first.with().pausedAt(Optional.of(START)).build());
    states.add(first.with().unavailableSince(Optional.of(START)).build());
    states.add(first.with().restartedAt(Optional.of(START)).build());
    for (int share : new int[] {0, 1, 1_234, 9_999, BasisPoints.WHOLE}) {
      TrafficSplit split = TrafficSplit.between(STABLE, CANDIDATE, share);
      states.add(
          first.with().enter(Phase.EXPOSING, 1, split, START.plusSeconds(share)).build());
    }
    return states;
  }

  static List<RolloutState> withLargeNumbers() {
    return List.of(
        state(
            Integer.MAX_VALUE,
            Phase.EXPOSING,
            Integer.MAX_VALUE,
            Set.of(),
            START,
            Optional.empty()),
        first().with().approvedStage(Integer.MAX_VALUE).build());
  }

  private static RolloutState state(
      int attempt,
      Phase phase,
      int stage,
      Set<Hold> holds,
      Instant moment,
      Optional<Instant> sometimes) {
    return new RolloutState(
        CANDIDATE + "#" + attempt,
        attempt,
        phase,
        stage,
        TrafficSplit.between(STABLE, CANDIDATE, 500),
        moment,
        moment,
        moment.isBefore(START) || moment.equals(START)
            ? moment.plus(Duration.ofDays(1))
            : Instant.MAX,
        holds,
        stage - 1,
        true,
        sometimes.isPresent(),
        sometimes.isPresent(),
        sometimes,
        sometimes,
        sometimes);
  }
}

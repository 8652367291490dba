package dev.belay.testkit;

import dev.belay.TrafficSplit;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The moments that matter to a rollout: when a duration of its course or its policy has passed, and when it ends. Between two of
 * them time makes no difference, so this is what states are told apart by. Immutable.
 */
final class Horizon {

  private final RolloutContext context;
  private final List<Duration> ofStages;

  Horizon(RolloutContext context, Course course) {
    this.context = context;
    TreeSet<Duration> durations = new TreeSet<>();
    course.legs().forEach(leg -> durations.add(leg.atLeast()));
    durations.add(course.bake());
    durations.remove(Duration.ZERO);
    ofStages = List.copyOf(durations);
  }

  /** Everything by which states are told apart. */
  record Key(
      String rollout,
      int attempt,
      Phase phase,
      int stage,
      TrafficSplit split,
      Set<Hold> holds,
      int approvedStage,
      boolean ready,
      boolean proven,
      boolean urged,
      boolean paused,
      boolean pausedLate,
      boolean unavailable,
      BitSet passed) {}

  Key key(RolloutState state, Instant now) {
    return new Key(
        state.rollout(),
        state.attempt(),
        state.phase(),
        state.stage(),
        state.split(),
        state.holds(),
        state.approvedStage(),
        state.ready(),
        state.proven(),
        state.urged(),
        state.pausedAt().isPresent(),
        state.pausedAt().map(at -> !at.isBefore(state.deadline())).orElse(false),
        state.unavailableSince().isPresent(),
        passed(state, now));
  }

  private BitSet passed(RolloutState state, Instant now) {
    BitSet passed = new BitSet();
    if (!state.phase().terminal()) {
      List<Instant> moments = moments(state);
      for (int i = 0; i < moments.size(); i++) {
        passed.set(i, !now.isBefore(moments.get(i)));
      }
    }
    return passed;
  }

  /** The next moment that makes a difference, empty if none is to come. */
  Optional<Instant> next(RolloutState state, Instant now) {
    return state.phase().terminal()
        ? Optional.empty()
        : moments(state).stream()
            .filter(moment -> moment.isAfter(now) && moment.isBefore(Instant.MAX))
            .min(Instant::compareTo);
  }

  /** As many for each state; a moment that does not apply never comes. */
  private List<Instant> moments(RolloutState state) {
    List<Instant> moments = new ArrayList<>();
    moments.add(state.deadline());
    moments.add(later(state.startedAt(), context.policy().calibrateFor()));
    moments.add(
        state.unavailableSince().isPresent()
            ? context
                .policy()
                .rollBackWhenUnavailableFor()
                .map(patience -> later(state.unavailableSince().get(), patience))
                .orElse(Instant.MAX)
            : Instant.MAX);
    boolean awaited = state.phase() == Phase.PREPARING && !state.ready();
    moments.add(awaited ? readyBy(state) : Instant.MAX);
    for (Duration duration : ofStages) {
      moments.add(later(state.since(), duration));
    }
    return moments;
  }

  /** The deadline moves with every pause, so pauses do not count. */
  private Instant readyBy(RolloutState state) {
    return state.deadline().equals(Instant.MAX)
        ? later(state.startedAt(), context.policy().readyWithin())
        : state
            .deadline()
            .minus(context.policy().deadline())
            .plus(context.policy().readyWithin());
  }

  private static Instant later(Instant from, Duration duration) {
    return duration.toSeconds() >= Instant.MAX.getEpochSecond() - from.getEpochSecond()
        ? Instant.MAX
        : from.plus(duration);
  }
}

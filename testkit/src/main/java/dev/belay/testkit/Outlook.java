package dev.belay.testkit;

import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/** What can come of the states that were found. Not thread-safe. */
final class Outlook {

  /** More deadlines than this, one after the other, are none. */
  private static final int MOST_DEADLINES = 100;

  private final RolloutStrategy strategy;
  private final RolloutContext context;
  private final Findings findings;

  Outlook(RolloutStrategy strategy, RolloutContext context, Findings findings) {
    this.strategy = strategy;
    this.context = context;
    this.findings = findings;
  }

  /** The states from which no end can be reached. */
  List<Visit> ends(Collection<Visit> visits) {
    Set<Visit> ending = Collections.newSetFromMap(new IdentityHashMap<>());
    Queue<Visit> queue = new ArrayDeque<>();
    for (Visit visit : visits) {
      if (visit.state().phase().terminal() && ending.add(visit)) {
        queue.add(visit);
      }
    }
    while (!queue.isEmpty()) {
      for (Visit origin : queue.remove().origins()) {
        if (ending.add(origin)) {
          queue.add(origin);
        }
      }
    }
    List<Visit> stuck = new ArrayList<>();
    for (Visit visit : visits) {
      if (!ending.contains(visit)) {
        stuck.add(visit);
        findings.add(
            "end",
            "no end can be reached from " + Story.place(visit.state()),
            visit.state().phase(),
            "",
            () -> Story.path(visit));
      }
    }
    return stuck;
  }

  void promotion(Collection<Visit> visits) {
    if (visits.stream().noneMatch(visit -> visit.state().phase() == Phase.PROMOTED)) {
      findings.add(
          "promotion",
          "no state is " + Phase.PROMOTED + ", whatever the evidence",
          Phase.PROMOTED,
          "",
          List::of);
    }
  }

  void deadlines(Collection<Visit> visits) {
    for (Visit visit : visits) {
      deadline(visit, "ticks", now -> new Input.Tick());
      for (Verdict verdict : List.of(Verdict.INSUFFICIENT, Verdict.UNAVAILABLE)) {
        Evidence nothing = Evidence.nothing(context, verdict);
        deadline(
            visit, "evaluations that say " + verdict, now -> nothing.at(now).input());
      }
    }
  }

  private void deadline(Visit from, String meanwhile, Function<Instant, Input> steady) {
    if (findings.has("deadline", from.state().phase(), meanwhile)) {
      return;
    }
    RolloutState state = from.state();
    Instant now = from.now();
    for (int i = 0; i < MOST_DEADLINES && !settled(state); i++) {
      now = later(state, now);
      Input input = answer(state).orElse(steady.apply(now));
      Optional<RolloutState> next = decided(state, input, now);
      if (next.isEmpty()) {
        return;
      }
      state = next.get();
    }
    if (!settled(state)) {
      findings.add(
          "deadline",
          "time alone does not end it: with nothing but " + meanwhile + ", it is still "
              + Story.place(state) + " at " + now + ", with a deadline at " + state.deadline(),
          from.state().phase(),
          meanwhile,
          () -> Story.path(from));
    }
  }

  /** The next state, empty if it cannot be: then the engine makes a retreat of it, and it has been told of already. */
  private Optional<RolloutState> decided(RolloutState state, Input input, Instant now) {
    try {
      RolloutState next = strategy.decide(context, state, input, now).state();
      return RolloutInvariants.check(context, state, input, next, now).isEmpty()
          ? Optional.of(next)
          : Optional.empty();
    } catch (RuntimeException | Error failure) {
      return Optional.empty();
    }
  }

  /** An end, or a person is asked. */
  private static boolean settled(RolloutState state) {
    return state.phase().terminal() || state.holds(Hold.PAUSED) || state.holds(Hold.APPROVAL);
  }

  private Instant later(RolloutState state, Instant now) {
    if (state.deadline().equals(Instant.MAX)) {
      return now.plus(context.policy().deadline());
    }
    return state.deadline().isAfter(now) ? state.deadline() : now;
  }

  /** What the engine says by the deadline, whatever else happens. */
  private Optional<Input> answer(RolloutState state) {
    if (state.phase() == Phase.RETREATING) {
      return Optional.of(Stimuli.confirmed(state).input());
    }
    if (state.holds(Hold.DRAIN)) {
      return Optional.of(new Input.Drained(context.stable(), 1));
    }
    return state.holds(Hold.RELEASE)
        ? Optional.of(new Input.Released(false, "its release has not ended in time"))
        : Optional.empty();
  }
}

package dev.belay.testkit;

import dev.belay.strategy.Course;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** One exploration: breadth first, so that the first way to a state is a shortest one. Used once, by one thread. */
final class Explorer {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final RolloutStrategy strategy;
  private final int limit;
  private final Horizon horizon;
  private final Stimuli stimuli;
  private final Findings findings = new Findings();
  private final Referee referee;
  private final Outlook outlook;
  private final RowsTaken rows;
  private final Map<Horizon.Key, Visit> known = new LinkedHashMap<>();
  private final Queue<Visit> queue = new ArrayDeque<>();
  private long transitions;
  private boolean complete = true;

  Explorer(
      RolloutStrategy strategy,
      RolloutContext context,
      Optional<TransitionTable> table,
      int limit) {
    Course course = strategy.course();
    this.strategy = strategy;
    this.limit = limit;
    horizon = new Horizon(context, course);
    stimuli = new Stimuli(context, course);
    referee = new Referee(strategy, context, findings);
    outlook = new Outlook(strategy, context, findings);
    rows = new RowsTaken(table);
  }

  Exploration explore() {
    meet(referee.begin(START));
    while (complete && !queue.isEmpty()) {
      expand(queue.remove());
    }
    Collection<Visit> visits = known.values();
    visits.forEach(referee::again);
    List<RolloutState> stuck = new ArrayList<>();
    if (complete) {
      outlook.deadlines(visits);
      outlook.ends(visits).forEach(visit -> stuck.add(visit.state()));
      outlook.promotion(visits);
    }
    Map<Phase, Integer> states = new EnumMap<>(Phase.class);
    visits.forEach(visit -> states.merge(visit.state().phase(), 1, Integer::sum));
    return new Exploration(
        strategy.name(), complete, states, transitions, findings.all(), stuck, rows.untaken());
  }

  private void expand(Visit from) {
    Set<Visit> reached = new HashSet<>();
    for (Stimulus stimulus : stimuli.at(from.state(), from.now())) {
      transitions++;
      Optional<Transition> taken = referee.take(from, stimulus);
      if (taken.isPresent()) {
        RolloutState next = taken.get().state();
        rows.note(from.state().phase(), stimulus.input(), next.phase());
        if (!next.equals(from.state())) {
          reached.add(meet(from.to(next, stimulus, taken.get().reason())));
        }
      }
    }
    horizon
        .next(from.state(), from.now())
        .ifPresent(moment -> reached.add(meet(from.waiting(moment))));
    reached.forEach(visit -> visit.origins().add(from));
  }

  /** The visit that stands for all that are not told apart from this one. */
  private Visit meet(Visit visit) {
    Horizon.Key key = horizon.key(visit.state(), visit.now());
    Visit met = known.get(key);
    if (met != null) {
      return met;
    }
    if (known.size() == limit) {
      stop(visit);
      return visit;
    }
    known.put(key, visit);
    queue.add(visit);
    return visit;
  }

  private void stop(Visit visit) {
    if (complete) {
      complete = false;
      findings.add(
          "limit",
          String.format(
              Locale.ROOT,
              "there are more than %,d states, and the rest was not explored; the next one is %s."
                  + " Something in the state may grow without end; if not, raise the limit",
              limit,
              Story.place(visit.state())),
          visit.state().phase(),
          "",
          () -> Story.path(visit));
    }
  }
}

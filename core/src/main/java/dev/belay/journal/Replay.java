package dev.belay.journal;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.engine.Decider;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.Retirement;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides a journal anew, with today's code: takes each record's input from the state of the record before, and compares what
 * comes of it with what was written down.
 *
 * <pre>{@code
 * Replay replay = Replay.of(store.read("fraud"), candidate -> Optional.of(plan), Duration.ZERO);
 * replay.differences().forEach(System.out::println);
 * }</pre>
 *
 * <p>A step that was overtaken by a retreat while it was written is in the journal and never came into force; the retreat is then
 * decided from the state before it. Emergency switches are nobody's decision but a person's, and are left out.
 *
 * @param decided how many records were decided anew
 * @param unplanned the rollouts for which there was no plan, by their ids; their records were left out
 * @param differences every record that today's code would not write
 */
public record Replay(int decided, Set<String> unplanned, List<Difference> differences) {

  /**
   * Copies the collections.
   *
   * @param decided how many records were decided anew
   * @param unplanned the rollouts for which there was no plan
   * @param differences every record that today's code would not write
   */
  public Replay {
    unplanned = Set.copyOf(unplanned);
    differences = List.copyOf(differences);
  }

  /**
   * A record that today's code would not write.
   *
   * @param record what was written down
   * @param today what today's code decides
   */
  public record Difference(JournalRecord record, Transition today) {

    @Override
    public String toString() {
      return "record " + record.sequence() + " says " + record.state() + " (" + record.reason()
          + "), today's code says " + today.state() + " (" + today.reason() + ")";
    }
  }

  /**
   * Decides all rollouts of a journal anew.
   *
   * @param journal records in order, beginning with the first one of a rollout
   * @param plans the plan by which each candidate was rolled out, empty to leave its rollouts out
   * @param retreatTime how long the target took for a retreat; zero for the router of a process
   * @return what differs
   */
  public static Replay of(
      List<JournalRecord> journal,
      Function<ModelVersion, Optional<RolloutPlan>> plans,
      Duration retreatTime) {
    Map<String, Line> lines = new HashMap<>();
    Set<String> unplanned = new LinkedHashSet<>();
    List<Difference> differences = new ArrayList<>();
    int decided = 0;
    for (JournalRecord record : journal) {
      if (record.input() instanceof Input.Switched) {
        continue;
      }
      Optional<RolloutPlan> plan = plans.apply(record.candidate());
      if (plan.isEmpty()) {
        unplanned.add(record.state().rollout());
        continue;
      }
      decided++;
      String rollout = record.state().rollout();
      Line line = lines.get(rollout);
      if (line == null) {
        line = new Line(plan.get(), context(record, plan.get(), retreatTime));
        lines.put(rollout, line);
      }
      line.next(record).ifPresent(today -> differences.add(new Difference(record, today)));
    }
    return new Replay(decided, unplanned, differences);
  }

  private static RolloutContext context(
      JournalRecord record, RolloutPlan plan, Duration retreatTime) {
    return new RolloutContext(
        record.state().rollout(),
        record.state().attempt(),
        record.stable(),
        record.candidate(),
        plan.policy(),
        BlastRadius.REACTION.plus(retreatTime));
  }

  /** One rollout, as far as it has been read. */
  private static final class Line {

    private final RolloutPlan plan;
    private final RolloutContext context;
    private final Decider decider;
    private Optional<RolloutState> last = Optional.empty();
    private Optional<RolloutState> before = Optional.empty();

    Line(RolloutPlan plan, RolloutContext context) {
      this.plan = plan;
      this.context = context;
      this.decider = new Decider(context, plan.strategy());
    }

    /** What today's code says instead of a record, empty if it says the same. */
    Optional<Transition> next(JournalRecord record) {
      Transition today = last.isEmpty()
          ? Transition.to(
              plan.strategy().begin(context, record.state().startedAt()), record.reason())
          : decide(last.get(), record);
      Optional<Transition> different =
          isSame(today, record, last) ? Optional.empty() : Optional.of(today);
      if (different.isPresent() && overtaken(record)) {
        Transition earlier = decide(before.orElseThrow(), record);
        different = isSame(earlier, record, before) ? Optional.empty() : different;
      }
      before = last;
      last = Optional.of(record.state());
      return different;
    }

    private Transition decide(RolloutState from, JournalRecord record) {
      Input input = record.input();
      if (input instanceof Input.Restarted restarted) {
        return StandardRules.restarted(from, restarted, record.at());
      }
      if (input instanceof Input.Released released) {
        return Retirement.released(context, from, released);
      }
      if (input instanceof Input.SplitConfirmed && from.phase() == Phase.RETREATING) {
        return StandardRules.rolledBack(context, from, record.at());
      }
      return decider.decide(from, input, record.at());
    }

    private static boolean isSame(
        Transition today, JournalRecord record, Optional<RolloutState> from) {
      return today.state().equals(record.state())
          || (from.isPresent() && waitsForTheDraw(today.state(), record, from.get()));
    }

    /** The engine holds a step on evidence until the draw of the sticky keys is over. */
    private static boolean waitsForTheDraw(
        RolloutState today, JournalRecord record, RolloutState from) {
      return record.input() instanceof Input.Assessed
          && !today.split().equals(from.split())
          && record.state().equals(from.with().hold(Hold.TIME, true).build());
    }

    /** Whether the last record may be a step that never came into force, because a retreat was there before it was written. */
    private boolean overtaken(JournalRecord record) {
      return before.isPresent()
          && record.state().phase() == Phase.RETREATING
          && !last.orElseThrow().phase().retreat();
    }
  }
}

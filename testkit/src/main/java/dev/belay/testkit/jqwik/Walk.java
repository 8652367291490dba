package dev.belay.testkit.jqwik;

import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a strategy gets to. Takes what a strategy decides as long as it keeps the invariants, and writes it down as the engine
 * does; a transition that breaks one is left out, and so is a refusal. Used once, by one thread.
 */
final class Walk {

  private final RolloutStrategy strategy;
  private final RolloutContext context;
  private final List<JournalRecord> journal = new ArrayList<>();

  /** Until when each record was the last one. */
  private final List<Instant> until = new ArrayList<>();

  private RolloutState state;
  private Instant now = Numbers.START;

  private Walk(RolloutStrategy strategy, RolloutContext context) {
    this.strategy = strategy;
    this.context = context;
    state = strategy.begin(context, now);
    Command.Order order = new Command.Order(context.rollout(), "alice", "", OptionalLong.empty());
    write(new Input.Begun(order, ""), "started by alice");
  }

  /**
   * Goes through a history, and stops on the way.
   *
   * @param part after which of the changes it stops: 0 for the beginning, 1 for the last one
   */
  static Situation to(
      RolloutStrategy strategy, RolloutContext context, List<RolloutEvent> history, double part) {
    Walk walk = new Walk(strategy, context);
    history.forEach(walk::take);
    int last = (int) Math.round(part * (walk.journal.size() - 1));
    return new Situation(context, walk.journal.subList(0, last + 1), walk.until.get(last));
  }

  private void take(RolloutEvent event) {
    now = now.plus(event.after());
    Input input = event.input(context, state, now);
    Transition transition = strategy.decide(context, state, input, now);
    RolloutState next = transition.state();
    boolean allowed = !transition.refused()
        && RolloutInvariants.check(context, state, input, next, now).isEmpty();
    if (allowed && !next.equals(state)) {
      state = next;
      write(input, transition.reason());
    } else {
      until.set(until.size() - 1, now);
    }
  }

  private void write(Input input, String reason) {
    journal.add(new JournalRecord(
        journal.size() + 1L,
        now,
        strategy.name(),
        context.stable(),
        context.candidate(),
        input,
        state,
        reason));
    until.add(now);
  }
}

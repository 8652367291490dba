package dev.belay.engine;

import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Writes the decisions of one attempt down. Steps forward go one at a time: written first, and adopted when they are in the
 * journal. Whatever else is asked for meanwhile
 * waits, but a retreat, which {@link #abandon abandons} the step. Used by the control thread alone.
 */
final class Steps {

  private static final long NONE = 0;

  private final JournalWriter journal;
  private final String strategy;
  private final RolloutContext context;
  private long last;
  private long pending = NONE;
  private List<Runnable> deferred = new ArrayList<>();

  Steps(Surroundings around, String strategy, RolloutContext context) {
    this.journal = around.journal();
    this.strategy = strategy;
    this.context = context;
  }

  /** Whether a transition must be in the journal before it is in force. */
  static boolean comeFirst(RolloutState before, RolloutState after) {
    return after.phase() != before.phase()
        || !after.split().equals(before.split())
        || (after.holds(Hold.RELEASE) && !before.holds(Hold.RELEASE));
  }

  /** Whether a step is being written. */
  boolean pending() {
    return pending != NONE;
  }

  /** Whether the journal takes a step now. */
  boolean possible() {
    return journal.takesSteps();
  }

  /** Writes a step, then adopts it unless it was abandoned, then tells that it is written. */
  void write(Input input, Instant at, Transition transition, Runnable adopt, Runnable written) {
    long step = ++last;
    pending = step;
    journal.writeFirst(
        record(input, at, transition),
        () -> {
          if (pending == step) {
            pending = NONE;
            adopt.run();
          }
          written.run();
          handleDeferred();
        },
        () -> {
          if (pending == step) {
            pending = NONE;
          }
          handleDeferred();
        });
  }

  /** Writes down what is in effect already. */
  void note(Input input, Instant at, Transition transition, Runnable written) {
    journal.writeAfter(record(input, at, transition), written);
  }

  /** What is to be written down, but for its place in the journal. */
  private LongFunction<JournalRecord> record(Input input, Instant at, Transition transition) {
    return sequence -> new JournalRecord(
        sequence,
        at,
        strategy,
        context.stable(),
        context.candidate(),
        input,
        transition.state(),
        transition.reason());
  }

  /** Does not adopt the step that is being written. */
  void abandon() {
    pending = NONE;
  }

  /** Does something when the step is written or dropped. */
  void defer(Runnable command) {
    deferred.add(command);
  }

  private void handleDeferred() {
    List<Runnable> commands = deferred;
    deferred = new ArrayList<>();
    commands.forEach(Runnable::run);
  }
}

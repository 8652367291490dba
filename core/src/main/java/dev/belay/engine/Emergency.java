package dev.belay.engine;

import dev.belay.CommandResult;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One emergency switch: in force in this process's router already, to be told to the target and written down. Used by the
 * control thread alone.
 */
final class Emergency implements TargetDriver.Events {

  private static final Logger LOG = LoggerFactory.getLogger(Emergency.class);
  /** How often what is not done yet is tried again. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final String STRATEGY = "emergency switch";

  private final Surroundings around;
  private final RolloutContext context;
  private final Command.Order order;
  private final TargetDriver target;
  private final TrafficSplit split;
  private final Instant at;
  private final @Nullable RolloutRun superseded;
  private final CompletableFuture<CommandResult> result;
  private @Nullable Instant nextTry;
  private boolean confirmed;
  private boolean writing;
  private boolean written;

  Emergency(
      Surroundings around,
      RolloutContext context,
      Command.Order order,
      Instant at,
      @Nullable RolloutRun superseded,
      CompletableFuture<CommandResult> result) {
    this.around = around;
    this.context = context;
    this.order = order;
    this.at = at;
    this.superseded = superseded;
    this.result = result;
    this.split = TrafficSplit.all(context.candidate());
    this.target = new TargetDriver(around, this);
  }

  /** What stands for a rollout in the journal, and never was one. */
  static RolloutContext context(
      String id, int attempt, Resting.Live from, ModelVersion to, Duration reaction) {
    return new RolloutContext(
        id, attempt, from.version(), to, RolloutPolicy.builder().build(), reaction);
  }

  /** Tells the target. */
  void begin() {
    target.want(split);
  }

  private void write() {
    RolloutState state = RolloutState.first(context, at)
        .with()
        .enter(Phase.PROMOTED, 0, split, at)
        .noHolds()
        .build();
    String reason = "set live without a rollout by " + order;
    around
        .journal()
        .writeAfter(
            sequence -> new JournalRecord(
                sequence,
                at,
                STRATEGY,
                context.stable(),
                context.candidate(),
                new Input.Switched(order),
                state,
                reason),
            () -> {
              written = true;
              around.runtime().io().execute(() -> result.complete(new CommandResult.Applied(1)));
            });
  }

  /** Whether the target has it, or another switch came after it, and the journal has it. */
  boolean done() {
    return confirmed && written;
  }

  /** Leaves the target to whatever comes next. */
  void giveWay() {
    confirmed = true;
  }

  TargetDriver target() {
    return target;
  }

  /** Has it written down after the end of the rollout that it cut off: the last record tells what is live. */
  void writeIfDue() {
    if (!writing && (superseded == null || superseded.state().phase().terminal())) {
      writing = true;
      write();
    }
  }

  /** Goes on with what is not done yet. */
  void turn() {
    writeIfDue();
    if (done()) {
      return;
    }
    Instant now = around.clock().now();
    if (nextTry == null) {
      nextTry = now.plus(PERIOD);
    } else if (!now.isBefore(nextTry)) {
      // Not in every turn: each answer, even a bad one, makes a turn.
      nextTry = now.plus(PERIOD);
      around.journal().retry();
      target.drive();
    }
  }

  @Override
  public void confirmed(TrafficSplit inForce) {
    confirmed = true;
  }

  @Override
  public void refused(TrafficSplit wanted, String reason) {
    confirmed = true;
    LOG.error(
        "{}: the target refused the emergency switch to {}: {}", context.rollout(), wanted, reason);
  }

  @Override
  public void readiness(boolean ready, String detail) {}
}

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

/** One emergency switch. Used by the control thread alone. */
final class Emergency extends Errand {

  private static final Logger LOG = LoggerFactory.getLogger(Emergency.class);
  private static final String STRATEGY = "emergency switch";

  private final RolloutContext context;
  private final Command.Order order;
  private final Instant at;
  private final @Nullable RolloutRun superseded;
  private final CompletableFuture<CommandResult> result;
  private boolean writing;
  private boolean written;

  Emergency(
      Surroundings around,
      RolloutContext context,
      Command.Order order,
      Instant at,
      @Nullable RolloutRun superseded,
      CompletableFuture<CommandResult> result) {
    super(around, TrafficSplit.all(context.candidate()));
    this.context = context;
    this.order = order;
    this.at = at;
    this.superseded = superseded;
    this.result = result;
  }

  /** What stands for a rollout in the journal, and never was one. */
  static RolloutContext context(
      String id, int attempt, Resting.Live from, ModelVersion to, Duration reaction) {
    return new RolloutContext(
        id, attempt, from.version(), to, RolloutPolicy.builder().build(), reaction);
  }

  @Override
  void begin() {
    target().wantByHand(split());
  }

  private void write() {
    RolloutState state = RolloutState.first(context, at)
        .with()
        .enter(Phase.PROMOTED, 0, split(), at)
        .noHolds()
        .build();
    String reason = "set live without a rollout by " + order;
    around()
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
              around().runtime().io().execute(() -> result.complete(new CommandResult.Applied(1)));
            });
  }

  @Override
  void fenced(String why) {
    if (!written) {
      writing = true;
      written = true;
      around().runtime().io().execute(() -> result.complete(new CommandResult.Refused(why)));
    }
  }

  @Override
  boolean written() {
    return written;
  }

  /**
   * Has it written down after the end of the rollout that it cut off, and of one that an earlier process has left: the last
   * record tells what is live.
   */
  @Override
  void writeIfDue() {
    boolean open = around().journal().lease() != null;
    if (open && !writing && (superseded == null || superseded.state().phase().terminal())) {
      writing = true;
      write();
    }
  }

  @Override
  public void refused(TrafficSplit wanted, String reason) {
    super.refused(wanted, reason);
    LOG.error(
        "{}: the target refused the emergency switch to {}: {}", context.rollout(), wanted, reason);
  }
}

package dev.belay.engine;

import dev.belay.BlastRadius;
import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ModelVersion;
import dev.belay.recording.InFlight;
import dev.belay.strategy.Command;
import dev.belay.strategy.RolloutContext;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets versions live without a rollout, at once, on the thread of the person who asks. What is to be written down and told to the
 * target is left to the control thread. Its user lets one thread in at a time.
 */
final class EmergencySwitches {

  private static final Logger LOG = LoggerFactory.getLogger(EmergencySwitches.class);

  private final Surroundings around;
  private final Ledger ledger;
  private long number;
  private @Nullable EmergencySwitch last;
  private Resting.@Nullable Live switched;

  EmergencySwitches(Surroundings around, Ledger ledger) {
    this.around = around;
    this.ledger = ledger;
    countFrom(ledger.past().switches());
  }

  /**
   * A switch that is in force.
   *
   * @param handle what its caller gets
   * @param order who has made it
   * @param errand what is left to do
   */
  record Made(EmergencySwitch handle, Command.Order order, Emergency errand) {}

  /** Numbers switches on from the last one of an earlier process. */
  void countFrom(long known) {
    number = Math.max(number, known);
  }

  /** Makes a switch, and takes back another one if it is named, which must be the last change of what is live. */
  Made make(
      String version,
      String actor,
      String reason,
      @Nullable EmergencySwitch undone,
      @Nullable RolloutRun current,
      SwitchHandle handle) {
    ModelVersion live = around.resting().live().version();
    if (undone != null && !(undone.equals(last) && around.resting().live().equals(switched))) {
      throw new IllegalStateException("the " + undone
          + " must be the last change of what is live, but " + live + " has been set live since");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("reason must not be blank, but was '" + reason + "'");
    }
    ModelVersion to = ModelVersion.of(live.model(), version);
    requireOther(to, live);
    String id = around.endpoint() + ":" + version + "!" + next();
    Command.Order order = new Command.Order(id, actor, reason, OptionalLong.empty());
    if (current != null) {
      current.retreatNow();
    }
    Resting.Live from = switchTo(to);
    Instant at = around.clock().now();
    LOG.warn(
        "{}: emergency switch from {} to {} by {}", around.endpoint(), from.version(), to, order);
    if (to.equals(around.resting().released())) {
      LOG.warn("{}: {} has been released, or is being released", around.endpoint(), to);
    }
    RolloutContext context = Emergency.context(id, 1, from, to, BlastRadius.REACTION);
    CompletableFuture<CommandResult> written = new CompletableFuture<>();
    last = handle.of(from.version(), to, order, at, written);
    return new Made(last, order, new Emergency(around, context, order, at, current, written));
  }

  private Resting.Live switchTo(ModelVersion to) {
    Resting.Live next = new Resting.Live(to, new InFlight());
    Resting.Live from;
    do {
      // The promotion that was decided just before may come into force meanwhile.
      from = around.resting().live();
      requireOther(to, from.version());
    } while (!around.resting().switchTo(from, next));
    switched = next;
    return from;
  }

  /** A number that no other switch has: the next one, or the moment while nobody knows how many there were. */
  private long next() {
    long least = ledger.waits() ? around.clock().now().toEpochMilli() : 0;
    number = Math.max(number + 1, least);
    return number;
  }

  private static void requireOther(ModelVersion to, ModelVersion live) {
    if (to.equals(live)) {
      throw new IllegalArgumentException(
          "version must differ from the live version, but was " + to);
    }
  }
}

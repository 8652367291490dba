package dev.belay.testkit.simulation;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a history happens to: a process at a time, and the store and the target that outlive it. Not thread-safe. */
final class HistoryWorld {

  private static final Duration SUPERVISION = Duration.ofSeconds(1);

  private final VirtualRuntime time;
  private final ModelVersion live;
  private final RolloutStore kept;
  private final FakeStore store;
  private final Optional<FakeTarget> target;
  private @Nullable SimulatedProcess process;
  private @Nullable ModelEndpoint endpoint;
  private @Nullable JournalRecord last;
  private Duration storeTakes = Duration.ZERO;
  private Happening.@Nullable Crash crash;
  private Runnable restart = () -> {};
  private final Supplier<Optional<RolloutPlan>> plan;
  private boolean bootedBlind;
  private boolean signalDown;
  private boolean refused;

  HistoryWorld(
      VirtualRuntime time,
      ModelVersion live,
      RolloutStore kept,
      Optional<Duration> platformDelay,
      Supplier<Optional<RolloutPlan>> plan) {
    this.time = time;
    this.live = live;
    this.kept = kept;
    this.plan = plan;
    store = FakeStore.around(kept);
    target =
        platformDelay.map(delay -> FakeTarget.builder(live).delay(delay, time).build());
    store.beforeAppend(record -> {
      takeTime();
      crashIf(Happening.Crash.When.BEFORE_APPEND);
    });
    store.afterAppend(record -> {
      last = record;
      crashIf(Happening.Crash.When.AFTER_APPEND);
    });
  }

  private void takeTime() {
    SimulatedProcess appending = process;
    if (appending != null && !storeTakes.isZero()) {
      appending.sleep(storeTakes);
    }
  }

  private void crashIf(Happening.Crash.When when) {
    Happening.Crash due = crash;
    if (due != null && due.when() == when) {
      end(due.downFor());
      throw new SimulatedProcess.Ended();
    }
  }

  private void end(Duration downFor) {
    crash = null;
    if (process != null) {
      process.end();
      process = null;
      endpoint = null;
      time.schedule(downFor, this::tryRestart);
    }
  }

  private void tryRestart() {
    try {
      restart.run();
    } catch (IllegalStateException journalUnreadable) {
      time.schedule(SUPERVISION, this::tryRestart);
    }
  }

  /** Starts a process on what is there. */
  ModelEndpoint boot() {
    SimulatedProcess next = SimulatedProcess.living(time);
    ModelEndpoint.Builder builder = ModelEndpoint.builder(Simulation.MODEL)
        .live(live.version())
        .runtime(next)
        .store(store)
        .resume(candidate -> plan.get());
    target.ifPresent(builder::target);
    long failures = store.failures();
    ModelEndpoint made = builder.build();
    bootedBlind = store.failures() > failures;
    process = next;
    endpoint = made;
    return made;
  }

  void suffer(Happening happening, Runnable startAgain) {
    restart = startAgain;
    if (happening instanceof Happening.StoreTrouble trouble) {
      store.fail(trouble.how());
    } else if (happening instanceof Happening.StoreSlow slow) {
      storeTakes = slow.each();
    } else if (happening instanceof Happening.TargetTrouble trouble) {
      refused |= trouble.how() == FakeTarget.Trouble.REFUSES;
      target.ifPresent(some -> some.fail(trouble.how()));
    } else if (happening instanceof Happening.SignalTrouble) {
      signalDown = true;
    } else if (happening instanceof Happening.Crash due) {
      crash = due;
      if (due.when() == Happening.Crash.When.NOW) {
        end(due.downFor());
      }
    } else {
      heal();
    }
  }

  void heal() {
    store.heal();
    target.ifPresent(FakeTarget::heal);
    storeTakes = Duration.ZERO;
    signalDown = false;
    crash = null;
  }

  /** Whether the journal could not be read when the process started. */
  boolean bootedBlind() {
    return bootedBlind;
  }

  boolean signalDown() {
    return signalDown;
  }

  /** The process that runs, null for none. */
  @Nullable
  SimulatedProcess process() {
    return process;
  }

  /** The endpoint of the process that runs, null for none. */
  @Nullable
  ModelEndpoint endpoint() {
    return endpoint;
  }

  /** The last record that was written. */
  @Nullable
  JournalRecord last() {
    return last;
  }

  List<JournalRecord> journal() throws StoreException {
    return kept.read(Simulation.MODEL);
  }

  Optional<FakeTarget> target() {
    return target;
  }

  /** Whether the target has refused what nobody will ask for again. */
  boolean hasRefused() {
    return refused;
  }
}

package dev.belay.testkit.simulation;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulation. What outlives a process is here: time, models, store, target, clients, and a supervisor that starts
 * the next process. Used once, by one thread.
 */
final class World {

  private static final Duration SUPERVISION = Duration.ofSeconds(1);
  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  private final Simulation settings;
  private final VirtualRuntime time;
  private final FakeStore store = FakeStore.inMemory();
  private final Optional<FakeTarget> target;
  private final FaultPlayer faults;
  private final Clients clients;
  private final Timeline timeline = new Timeline();
  private final SimulatedProcess first;
  private @Nullable SimulatedProcess process;
  private @Nullable JournalRecord last;

  World(Simulation settings) {
    this.settings = settings;
    time = VirtualRuntime.seeded(settings.seed());
    target = settings
        .platformDelay()
        .map(delay ->
            FakeTarget.builder(version(settings.live())).delay(delay, time).build());
    faults = new FaultPlayer(time, store, target, this::crash);
    FakeEndpoint models = FakeEndpoint.seeded(settings.seed(), time)
        .version(settings.live(), settings.stable())
        .version(settings.candidateName(), settings.candidate())
        .build();
    clients = new Clients(time, models, settings.traffic(), ~settings.seed(), settings.reporting());
    first = firstProcess();
    store.beforeAppend(record -> takeTime());
    store.afterAppend(record -> last = record);
  }

  private static ModelVersion version(String name) {
    return ModelVersion.of(Simulation.MODEL, name);
  }

  private SimulatedProcess firstProcess() {
    for (Fault fault : settings.faults()) {
      if (fault.step() > 0) {
        return SimulatedProcess.endingBefore(fault.step(), time, () -> faults.play(fault));
      }
    }
    return SimulatedProcess.living(time);
  }

  private void takeTime() {
    SimulatedProcess appending = process;
    if (appending != null && !faults.storeTakes().isZero()) {
      appending.sleep(faults.storeTakes());
    }
  }

  SimulationResult run() {
    ModelEndpoint endpoint = serve(first);
    long start = time.nanoTime();
    Rollout rollout = endpoint.start(settings.plan(faults), "the simulation");
    clients.begin();
    settings.faults().forEach(faults::plan);
    settings.orders().forEach(order -> time.schedule(order.at(), () -> obey(order, rollout)));
    settings.approvalAfter().ifPresent(delay -> lookAfter(delay, rollout));
    if (settings.faultsPerHour() > 0) {
      faultsAtRandom().begin();
    }
    boolean ended = time.advanceUntil(() -> isOver(rollout), settings.bound());
    Duration elapsed = Duration.ofNanos(time.nanoTime() - start);
    String waitedFor = ended ? "" : waitedFor(rollout);
    clients.stop();
    time.advanceUntil(() -> clients.open() == 0, LONGEST_CALL);
    return new SimulationResult(
        settings.seed(),
        last == null ? Phase.PREPARING : last.state().phase(),
        waitedFor,
        elapsed,
        rollout.report(),
        journal(),
        clients.counts(),
        faults.played(),
        first.steps(),
        timeline.points());
  }

  private RandomFaults faultsAtRandom() {
    return new RandomFaults(
        time,
        faults,
        settings.seed() + 1,
        settings.faultsPerHour(),
        settings.randomKinds(),
        settings.signalNames());
  }

  // --- processes

  private ModelEndpoint serve(SimulatedProcess next) {
    ModelEndpoint.Builder builder = ModelEndpoint.builder(Simulation.MODEL)
        .live(settings.live())
        .runtime(next)
        .store(store);
    target.ifPresent(builder::target);
    if (settings.timeline()) {
      builder.listener(timeline);
    }
    ModelEndpoint endpoint = builder.build();
    process = next;
    clients.use(new Clients.Service(next, endpoint));
    return endpoint;
  }

  private void crash(Duration restartAfter) {
    if (process != null) {
      process.end();
      process = null;
      clients.use(null);
      time.schedule(restartAfter, this::restart);
    }
  }

  private void restart() {
    try {
      serve(SimulatedProcess.living(time));
    } catch (IllegalStateException journalUnreadable) {
      time.schedule(SUPERVISION, this::restart);
    }
  }

  // --- people

  private void obey(Simulation.Order order, Rollout rollout) {
    if (first.alive()) {
      order.action().accept(rollout);
    }
  }

  private void lookAfter(Duration delay, Rollout rollout) {
    time.schedule(delay, () -> {
      if (first.alive()) {
        if (rollout.state().holds(Hold.APPROVAL)) {
          var unused = rollout.approve("the simulation");
        }
        lookAfter(delay, rollout);
      }
    });
  }

  // --- the end

  private boolean isOver(Rollout rollout) {
    return last != null
        && last.state().phase().terminal()
        && (!first.alive() || rollout.completion().toCompletableFuture().isDone());
  }

  private String waitedFor(Rollout rollout) {
    if (process == null) {
      return "a process to run it";
    }
    if (!first.alive()) {
      return "the end of what was cut off";
    }
    RolloutState state = rollout.state();
    List<RolloutDecision> decisions = rollout.report().decisions();
    return state.holds() + " in " + state.phase() + "/" + state.stage() + " with " + state.split()
        + ": " + decisions.get(decisions.size() - 1).reason();
  }

  private List<JournalRecord> journal() {
    store.heal();
    try {
      return store.read(Simulation.MODEL);
    } catch (StoreException impossible) {
      throw new AssertionError("a healthy store in memory can be read", impossible);
    }
  }
}

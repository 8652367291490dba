package dev.belay.engine;

import dev.belay.BlastRadius;
import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ModelVersion;
import dev.belay.PlanCheck;
import dev.belay.Rollout;
import dev.belay.RolloutListener;
import dev.belay.RolloutPlan;
import dev.belay.Route;
import dev.belay.recording.InFlight;
import dev.belay.routing.Caller;
import dev.belay.routing.Router;
import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an endpoint. Whatever is to change comes as a message and is handled on the control thread, one after
 * the other; requests never come here.
 */
public final class EndpointController {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointController.class);

  private final String endpoint;
  private final BelayRuntime runtime;
  private final Router router;
  private final Caller caller;
  private final Surroundings around;
  private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final Map<ModelVersion, Integer> attempts;
  private final Map<ModelVersion, Phase> ends;
  private final CommandLog commands;
  private volatile @Nullable RolloutRun run;
  private final Resting resting;
  private final List<Errand> errands = new ArrayList<>();
  private final AtomicLong switches;
  private @Nullable EmergencySwitch lastSwitch;
  private Resting.@Nullable Live lastSwitched;
  private @Nullable TargetDriver driver;
  private boolean closed;

  /**
   * A controller for one endpoint, at rest.
   *
   * @param endpoint the endpoint's name
   * @param live the version that serves
   * @param runtime clocks, threads and chance
   * @param store where records go
   * @param customTarget what carries splits out, null for this process's router
   * @param listeners who is told
   * @param countsAsFailure which exceptions are held against a version
   */
  public EndpointController(
      String endpoint,
      ModelVersion live,
      BelayRuntime runtime,
      RolloutStore store,
      @Nullable TrafficTarget customTarget,
      List<RolloutListener> listeners,
      Predicate<? super Throwable> countsAsFailure) {
    this.endpoint = endpoint;
    this.runtime = runtime;
    Past past = new Past(readJournal(endpoint, store));
    this.attempts = past.attempts();
    this.ends = past.ends();
    this.commands = new CommandLog(past.commands());
    this.switches = new AtomicLong(past.switches());
    Resting.Live first = new Resting.Live(past.last().map(Past::live).orElse(live), new InFlight());
    if (!first.version().equals(live)) {
      LOG.info("{}: {} is live, as it was when the journal was left", endpoint, first.version());
    }
    this.router = new Router(Resting.table(endpoint, first), runtime);
    this.resting = new Resting(endpoint, router, first);
    this.caller = new Caller(router, runtime, countsAsFailure);
    Wakeup wakeup = runtime.attach(this::turn);
    this.around = new Surroundings(
        endpoint,
        runtime,
        new EngineClock(runtime),
        router,
        resting,
        customTarget == null ? new RouterTarget(router) : customTarget,
        new JournalWriter(endpoint, store, runtime, this::post, past.lastSequence()),
        new Notifier(listeners, runtime.io()),
        this::post,
        wakeup,
        new AtomicBoolean());
    past.last().ifPresent(last -> post(() -> begin(Restart.of(around, last))));
  }

  private static List<JournalRecord> readJournal(String name, RolloutStore store) {
    try {
      return store.read(name);
    } catch (StoreException e) {
      throw new IllegalStateException("the journal of endpoint '" + name + "' cannot be read", e);
    }
  }

  // --- requests

  /**
   * Returns the router.
   *
   * @return the router of this endpoint
   */
  public Router router() {
    return router;
  }

  /**
   * Returns what makes routed calls.
   *
   * @return the caller of this endpoint
   */
  public Caller caller() {
    return caller;
  }

  // --- rollouts

  /**
   * Starts a rollout.
   *
   * @param plan what to roll out and how
   * @param actor who starts it
   * @param handle makes the handle of the rollout
   * @return the handle
   */
  public synchronized Rollout start(
      RolloutPlan plan, String actor, Function<RolloutRun, Rollout> handle) {
    ModelVersion candidate = ModelVersion.of(live().model(), plan.candidate());
    requireStartable(plan, candidate);
    int attempt = attempts.getOrDefault(candidate, 0) + 1;
    RolloutContext context = new RolloutContext(
        endpoint + ":" + candidate.version() + "#" + attempt,
        attempt,
        live(),
        candidate,
        plan.policy(),
        BlastRadius.REACTION.plus(around.target().capabilities().retreatTime()));
    Command.Order order = new Command.Order(context.rollout(), actor, "", OptionalLong.empty());
    RolloutState first = plan.strategy().begin(context, around.clock().now());
    if (first.share(context) != 0 || first.phase() != Phase.PREPARING) {
      throw new IllegalArgumentException(
          "strategy " + plan.strategy().name() + " must begin in PREPARING with no traffic on the "
              + "candidate, but began in " + first.phase() + " with " + first.split());
    }
    RolloutRun next = new RolloutRun(
        around, plan, context, first, new Gates(resting.live().calls(), new InFlight()), handle);
    attempts.put(candidate, attempt);
    RolloutRun before = run;
    if (before != null) {
      resting.remember(
          new Resting.Live(before.context().stable(), before.gates().stable()));
      resting.remember(
          new Resting.Live(before.context().candidate(), before.gates().candidate()));
    }
    run = next;
    post(() -> {
      errands.forEach(Errand::writeIfDue);
      takeTarget(next.target());
      next.begin(order);
    });
    return next.handle();
  }

  private void requireStartable(RolloutPlan plan, ModelVersion candidate) {
    if (closed) {
      throw new IllegalStateException("endpoint '" + endpoint + "' is closed");
    }
    RolloutRun current = run;
    if (current != null) {
      if (!current.completion().isDone()) {
        throw new IllegalStateException(
            "endpoint '" + endpoint + "' can have one rollout at a time, but "
                + current.context().rollout() + " is in " + current.state().phase());
      }
      ends.put(current.context().candidate(), current.state().phase());
    }
    if (candidate.equals(live())) {
      throw new IllegalArgumentException(
          "candidate must differ from the live version, but was " + candidate);
    }
    if (ends.get(candidate) == Phase.ROLLED_BACK && !plan.retry()) {
      throw new IllegalArgumentException("candidate must not have been rolled back before, but "
          + candidate + " was; a plan with retry() starts it again");
    }
    PlanLog.write(LOG, endpoint, PlanCheck.of(plan, around.target().capabilities()));
  }

  // --- emergencies

  /**
   * Makes the handle of an emergency switch.
   */
  @FunctionalInterface
  public interface SwitchHandle {

    /**
     * Makes the handle.
     *
     * @param from the version that served
     * @param to the version that was set live
     * @param order who did it and why
     * @param at when
     * @param written completes when it is written down
     * @return the handle
     */
    EmergencySwitch of(
        ModelVersion from,
        ModelVersion to,
        Command.Order order,
        Instant at,
        CompletableFuture<CommandResult> written);
  }

  /**
   * Sets a version live at once, without a rollout. A rollout that is running ends as rolled back.
   *
   * @param version the version, without the model
   * @param actor who asks
   * @param reason why
   * @param undone the switch that is taken back, which must be the last one and in force; null for none
   * @param handle makes the handle
   * @return the handle
   */
  public synchronized EmergencySwitch emergencySwitch(
      String version,
      String actor,
      String reason,
      @Nullable EmergencySwitch undone,
      SwitchHandle handle) {
    if (closed) {
      throw new IllegalStateException("endpoint '" + endpoint + "' is closed");
    }
    if (undone != null && !(undone.equals(lastSwitch) && resting.live().equals(lastSwitched))) {
      throw new IllegalStateException("the " + undone
          + " must be the last change of what is live, but " + live() + " has been set live since");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("reason must not be blank, but was '" + reason + "'");
    }
    ModelVersion to = ModelVersion.of(live().model(), version);
    requireOther(to, live());
    String id = endpoint + ":" + version + "!" + switches.incrementAndGet();
    Command.Order order = new Command.Order(id, actor, reason, OptionalLong.empty());
    RolloutRun current = run;
    if (current != null) {
      current.retreatNow();
    }
    Resting.Live next = new Resting.Live(to, new InFlight());
    Resting.Live from;
    do {
      // The promotion that was decided just before may come into force meanwhile.
      from = resting.live();
      requireOther(to, from.version());
    } while (!resting.switchTo(from, next));
    lastSwitched = next;
    Instant at = around.clock().now();
    LOG.warn("{}: emergency switch from {} to {} by {}", endpoint, from.version(), to, order);
    if (to.equals(resting.released())) {
      LOG.warn("{}: {} has been released, or is being released", endpoint, to);
    }
    RolloutContext context = Emergency.context(id, 1, from, to, BlastRadius.REACTION);
    CompletableFuture<CommandResult> written = new CompletableFuture<>();
    EmergencySwitch made = handle.of(from.version(), to, order, at, written);
    lastSwitch = made;
    post(() -> {
      if (current != null) {
        current.giveWay(order);
      }
      begin(new Emergency(around, context, order, at, current, written));
    });
    around.notifier().tell(listener -> listener.onEmergencySwitch(made));
    return made;
  }

  private static void requireOther(ModelVersion to, ModelVersion live) {
    if (to.equals(live)) {
      throw new IllegalArgumentException(
          "version must differ from the live version, but was " + to);
    }
  }

  private void begin(Errand next) {
    takeTarget(next.target());
    errands.add(next);
    next.begin();
  }

  /** Leaves the target to one driver alone: two of them would undo what the other does. */
  private void takeTarget(TargetDriver next) {
    if (driver != null) {
      driver.giveWay(next);
    }
    driver = next;
    errands.forEach(Errand::giveWay);
  }

  /**
   * Sends a command to a rollout.
   *
   * @param to the rollout
   * @param command the command
   * @return completes when the command is written down, or refused, on a thread that whoever waits may keep
   */
  public CompletableFuture<CommandResult> send(RolloutRun to, Command command) {
    CompletableFuture<CommandResult> answer = new CompletableFuture<>();
    CompletableFuture<CommandResult> result = new CompletableFuture<>();
    post(() -> {
      CompletableFuture<CommandResult> first = commands.find(command.order().id());
      if (first == null) {
        commands.remember(command.order().id(), result);
        to.command(command, result);
      } else {
        CompletableFuture<Boolean> unused =
            first.thenApply(earlier -> result.complete(new CommandResult.Duplicate(earlier)));
      }
    });
    CompletableFuture<Boolean> unused = result.thenApplyAsync(answer::complete, runtime.io());
    return answer;
  }

  /** Sends a running rollout back to stable and starts no other one. */
  public synchronized void close() {
    closed = true;
    RolloutRun current = run;
    if (current == null || current.state().phase().terminal()) {
      return;
    }
    current.retreatNow();
    String id = current.context().rollout() + "/close";
    CompletableFuture<CommandResult> unused = send(
        current,
        new Command.RollBack(
            new Command.Order(id, "belay", "the endpoint was closed", OptionalLong.empty())));
  }

  // --- what there is to know

  /**
   * Returns the version that serves outside any rollout.
   *
   * @return the live version
   */
  public ModelVersion live() {
    return resting.live().version();
  }

  /**
   * Returns the rollout that runs or ran last.
   *
   * @return the rollout, null if there was none
   */
  public @Nullable RolloutRun run() {
    return run;
  }

  /**
   * Finds a route by its token.
   *
   * @param token the token
   * @return the route, null if the token is not of this endpoint's rest or current rollout
   */
  public @Nullable Route find(String token) {
    RolloutRun current = run;
    Route found = current == null ? null : current.find(token);
    if (found != null) {
      return found;
    }
    Route rest = router.table().routeTo(live());
    return rest != null && rest.token().equals(token) ? rest : null;
  }

  /**
   * Counts the calls in flight on a version.
   *
   * @param version the version
   * @return calls that began and have not ended, 0 for a version that has no part in this endpoint
   */
  public long inFlight(ModelVersion version) {
    Resting.Live live = resting.live();
    Set<InFlight> gates = Collections.newSetFromMap(new IdentityHashMap<>());
    if (version.equals(live.version())) {
      gates.add(live.calls());
    }
    for (Resting.Live before : resting.before()) {
      if (version.equals(before.version())) {
        gates.add(before.calls());
      }
    }
    RolloutRun current = run;
    if (current != null && version.equals(current.context().stable())) {
      gates.add(current.gates().stable());
    }
    if (current != null && version.equals(current.context().candidate())) {
      gates.add(current.gates().candidate());
    }
    return gates.stream().mapToLong(InFlight::count).sum();
  }

  // --- the control thread

  private void post(Runnable message) {
    mailbox.add(message);
    around.wakeup().now();
  }

  private void turn() {
    for (Runnable message = mailbox.poll(); message != null; message = mailbox.poll()) {
      handle(message);
    }
    RolloutRun current = run;
    if (current != null) {
      current.turn();
    }
    errands.forEach(Errand::turn);
    errands.removeIf(Errand::done);
    if (!errands.isEmpty()) {
      Duration next = current == null ? Errand.PERIOD : current.untilNext();
      around.wakeup().after(next.compareTo(Errand.PERIOD) < 0 ? next : Errand.PERIOD);
    }
  }

  /** One message that fails must not take the others with it. */
  private void handle(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException | Error failure) {
      LOG.error("{}: a message to the controller failed", endpoint, failure);
    }
  }
}

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
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Command;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import dev.belay.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an endpoint. Whatever is to change comes as a message and is handled on the control thread, one after
 * the other; requests never come here.
 */
public final class EndpointController implements Ledger.Events {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointController.class);
  private static final Duration NOTHING = Duration.ofDays(365);

  private final String endpoint;
  private final BelayRuntime runtime;
  private final Router router;
  private final Caller caller;
  private final Surroundings around;
  private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final Ledger ledger;
  private final CommandLog commands;
  private final Resumption resumption;
  private volatile @Nullable RolloutRun run;
  private final Resting resting;
  private final List<Errand> errands = new ArrayList<>();
  private final EmergencySwitches switches;
  private @Nullable TargetDriver driver;
  private final BiFunction<EndpointController, RolloutRun, Rollout> handles;
  private volatile boolean closed;

  /**
   * A controller for one endpoint: at rest, or with the rollout that the process before it did not end.
   *
   * @param endpoint the endpoint's name
   * @param live the version that serves, unless the journal says otherwise
   * @param runtime clocks, threads and chance
   * @param store where records go
   * @param customTarget what carries splits out, null for this process's router
   * @param host where versions run, null if they come and go without Belay
   * @param listeners who is told
   * @param countsAsFailure which exceptions are held against a version
   * @param plans the plan by which a rollout goes on
   * @param handles makes the handle of a rollout
   * @throws IllegalStateException if another process has the journal
   */
  public EndpointController(
      String endpoint,
      ModelVersion live,
      BelayRuntime runtime,
      RolloutStore store,
      @Nullable TrafficTarget customTarget,
      @Nullable VersionHost host,
      List<RolloutListener> listeners,
      Predicate<? super Throwable> countsAsFailure,
      Function<ModelVersion, Optional<RolloutPlan>> plans,
      BiFunction<EndpointController, RolloutRun, Rollout> handles) {
    this.endpoint = endpoint;
    this.runtime = runtime;
    this.handles = handles;
    EngineClock clock = new EngineClock(runtime);
    this.ledger = new Ledger(endpoint, store, runtime, clock, this::post, this);
    Optional<EndpointJournal> journal = ledger.open();
    Past past = ledger.past();
    this.commands = new CommandLog(past.commands());
    Resting.Live first = new Resting.Live(past.last().map(Past::live).orElse(live), new InFlight());
    this.router = new Router(Resting.table(endpoint, first), runtime);
    this.resting = new Resting(endpoint, router, first);
    this.caller = new Caller(router, runtime, countsAsFailure);
    Wakeup wakeup = runtime.attach(this::turn);
    this.around = new Surroundings(
        endpoint,
        runtime,
        clock,
        router,
        resting,
        customTarget == null ? new RouterTarget(router) : customTarget,
        host,
        ledger.writer(),
        new Notifier(listeners, runtime.io()),
        this::post,
        wakeup,
        new AtomicBoolean());
    this.switches = new EmergencySwitches(around, ledger);
    this.resumption = new Resumption(around, plans);
    if (!first.version().equals(live)) {
      LOG.info("{}: {} is live, as it was when the journal was left", endpoint, first.version());
    }
    if (journal.isPresent()) {
      goOn(journal.get());
    } else {
      wakeup.now();
    }
  }

  // --- what the journal says

  /** Goes on where the process before this one has ended. */
  private synchronized void goOn(EndpointJournal journal) {
    Optional<JournalRecord> last = ledger.past().last();
    if (last.isEmpty()) {
      return;
    }
    Resumption.Answer answer = resumption.of(journal, last.get());
    if (answer instanceof Resumption.Resumed resumed) {
      try {
        goOn(resumed);
        return;
      } catch (RuntimeException e) {
        LOG.error("{}: the rollout cannot go on", endpoint, Printable.failure(e));
      }
    }
    String why = answer instanceof Resumption.Ended ended
        ? ended.why()
        : "its process has ended, and it cannot go on";
    post(() -> begin(Restart.of(around, last.get(), why)));
  }

  private void goOn(Resumption.Resumed resumed) {
    RolloutRun next = new RolloutRun(
        around,
        resumed.plan(),
        resumed.context(),
        resumed.beginning(),
        new Gates(resting.live().calls(), new InFlight()),
        made -> handles.apply(this, made));
    run = next;
    post(() -> {
      takeTarget(next.target());
      next.goOn(resumed.input());
    });
  }

  /** The journal could not be read when the endpoint was made. */
  @Override
  public synchronized void opened(EndpointJournal journal) {
    Past past = ledger.past();
    commands.addEarlier(past.commands());
    switches.countFrom(past.switches());
    if (past.last().isEmpty()) {
      return;
    }
    if (resting.turn() != 0) {
      // A person has set something live meanwhile, and that counts; what was cut off is ended
      // first.
      errands.add(0, Restart.endOf(around, past.last().get(), "a person has switched"));
      return;
    }
    ModelVersion live = Past.live(past.last().get());
    if (!live.equals(live())) {
      LOG.warn("{}: {} is live, as it was when the journal was left", endpoint, live);
      resting.end(0, live, new InFlight());
    }
    goOn(journal);
  }

  @Override
  public void fenced(String why) {
    RolloutRun current = run;
    if (current != null) {
      current.fenced(why);
    }
    errands.forEach(errand -> errand.fenced(why));
    commands.refuseOpen(why);
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
   * @return the handle
   */
  public synchronized Rollout start(RolloutPlan plan, String actor) {
    ModelVersion candidate = ModelVersion.of(live().model(), plan.candidate());
    requireStartable(plan, candidate);
    int attempt = ledger.past().attempts(candidate) + 1;
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
        around,
        plan,
        context,
        Beginning.fresh(first),
        new Gates(resting.live().calls(), new InFlight()),
        made -> handles.apply(this, made));
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
    requireOpen();
    String trouble = ledger.trouble();
    if (trouble != null) {
      throw new IllegalStateException("endpoint '" + endpoint + "': " + trouble);
    }
    RolloutRun current = run;
    if (current != null && !current.completion().isDone()) {
      throw new IllegalStateException(
          "endpoint '" + endpoint + "' can have one rollout at a time, but "
              + current.context().rollout() + " is in " + current.state().phase());
    }
    if (candidate.equals(live())) {
      throw new IllegalArgumentException(
          "candidate must differ from the live version, but was " + candidate);
    }
    if (ledger.past().rolledBack(candidate) && !plan.retry()) {
      throw new IllegalArgumentException("candidate must not have been rolled back before, but "
          + candidate + " was; a plan with retry() starts it again");
    }
    PlanLog.write(LOG, endpoint, PlanCheck.of(plan, around.target().capabilities()));
  }

  // --- emergencies

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
    requireOpen();
    RolloutRun current = run;
    EmergencySwitches.Made made = switches.make(version, actor, reason, undone, current, handle);
    post(() -> {
      if (current != null) {
        current.giveWay(made.order());
      }
      begin(made.errand());
    });
    around.notifier().tell(listener -> listener.onEmergencySwitch(made.handle()));
    return made.handle();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("endpoint '" + endpoint + "' is closed");
    }
  }

  private void begin(Errand next) {
    takeTarget(next.target());
    errands.add(next);
    String fence = ledger.fence();
    if (fence != null) {
      next.fenced(fence);
    }
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
      around.wakeup().now();
      return;
    }
    current.retreatNow();
    String id = current.commandPrefix() + "close";
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
    Set<InFlight> gates = resting.gates(version);
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
      handle(current::turn);
    }
    errands.forEach(Errand::turn);
    errands.removeIf(Errand::done);
    ledger.turn();
    if (closed && ended() && !ledger.closed()) {
      ledger.close();
    }
    schedule();
  }

  private boolean ended() {
    RolloutRun current = run;
    return errands.isEmpty()
        && ledger.writer().idle()
        && (current == null || current.state().phase().terminal());
  }

  /** Asks for the next turn, as long as there is anything left to do. */
  private void schedule() {
    RolloutRun current = run;
    Duration next = errands.isEmpty() ? NOTHING : Errand.PERIOD;
    if (current != null && !current.state().phase().terminal()) {
      Duration due = current.untilNext();
      next = due.compareTo(next) < 0 ? due : next;
    }
    next = ledger.untilTurn(next);
    if (next.compareTo(NOTHING) < 0) {
      around.wakeup().after(next);
    }
  }

  /** One message that fails must not take the others with it. */
  private void handle(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException | Error failure) {
      LOG.error("{}: a message to the controller failed", endpoint, Printable.failure(failure));
    }
  }
}

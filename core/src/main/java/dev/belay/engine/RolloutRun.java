package dev.belay.engine;

import dev.belay.CommandResult;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutReport;
import dev.belay.Route;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.routing.Shield;
import dev.belay.routing.Tripwire;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.Retirement;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, from its beginning to its end: the round of a decision.
 *
 * <p>All that changes happens on the control thread. A step is written down first and adopted when it is in the journal;
 * until then the state is the one before, and nothing but a retreat is decided. A retreat is in force at once, in the
 * router, and written down after. What is public is safe from every thread.
 */
public final class RolloutRun implements TargetDriver.Events {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutRun.class);
  private final Surroundings around;
  private final RolloutContext context;
  private final Decider decider;
  private final Gates gates;
  private final Tripwire tripwire;
  private final EvidenceBook book;
  private final Tables tables;
  private final Evaluator evaluator;
  private final TargetDriver target;
  private final Enforcer enforcer;
  private final EvaluationTimer timer;
  private final ProgressKeeper keeper;
  private final Steps steps;
  private final Preparer preparer;
  private final Retirer retirer;
  private final DecisionLog log;
  private final Reporter reporter;
  private final CompletableFuture<RolloutReport> completion = new CompletableFuture<>();
  private final Rollout handle;

  private final Beginning beginning;
  private final String plan;
  private volatile RolloutState state;
  private volatile @Nullable Evaluation lastEvaluation;
  private volatile @Nullable Instant endedAt;

  RolloutRun(
      Surroundings around,
      RolloutPlan plan,
      RolloutContext context,
      Beginning beginning,
      Gates gates,
      Function<RolloutRun, Rollout> handle) {
    this.around = around;
    this.context = context;
    this.gates = gates;
    this.beginning = beginning;
    this.plan = plan.toString();
    this.state = beginning.state();
    this.decider = new Decider(context, plan.strategy());
    Instant now = around.clock().now();
    this.tripwire = around.tripwire(context.policy().blastRadius());
    beginning.progress().ifPresent(saved -> tripwire.spent(saved.candidateFailures()));
    Shield shield = Shield.of(context.policy());
    this.book = new EvidenceBook(
        context,
        plan.salt().orElse(context.rollout()),
        tripwire,
        shield,
        around.runtime(),
        gates,
        beginning,
        now);
    this.evaluator = new Evaluator(context, book, around, beginning);
    this.target = new TargetDriver(around, this);
    this.tables = new Tables(around, context, book);
    this.enforcer = new Enforcer(around, context, tables, target, beginning);
    this.timer = new EvaluationTimer(context.policy().evaluationInterval(), now);
    this.keeper = new ProgressKeeper(around, context, book, tripwire, evaluator::signals);
    this.steps = new Steps(around, plan.strategy().name(), context);
    this.preparer = new Preparer(plan.preparation(), context.stable(), context.candidate(), around);
    this.retirer = new Retirer(plan.release(), context.stable(), gates.stable(), around);
    this.handle = handle.apply(this);
    this.log = new DecisionLog(context, this.handle, around.notifier(), beginning.decisions());
    this.reporter = new Reporter(
        around.endpoint(),
        plan.strategy().name(),
        context,
        beginning.startedAt(),
        book,
        tripwire,
        shield,
        log);
  }

  // --- the round of a decision, on the control thread

  /** Makes the first decision: the rollout has begun. */
  void begin(Command.Order order) {
    Input begun = new Input.Begun(order, plan);
    String reason = "started by " + order;
    log.note(state.startedAt(), state, state, reason, Optional.empty());
    steps.note(begun, state.startedAt(), Transition.to(state, reason), () -> {});
    enforcer.carryOut(state);
  }

  /** Takes up what another process has left, as soon as that is written down; until then everything stays on stable. */
  void goOn(Input.Restarted input) {
    LOG.warn("{}: going on in {} after a restart", context.rollout(), state.phase());
    Instant now = around.clock().now();
    Transition transition = StandardRules.restarted(state, input, now);
    Runnable takeUp = () -> {
      adopt(input, transition, now);
      timer.hurry(around.clock().now());
    };
    steps.write(input, now, transition, takeUp, () -> {});
  }

  /** Does whatever is due. */
  void turn() {
    handleTrip();
    Instant now = around.clock().now();
    boolean steady = timer.takeSteady(now);
    enforcer.turn(state, steady);
    boolean nudged = open() && timer.spaced(now) && around.takeNudge();
    if (open() && (steady || nudged)) {
      timer.evaluated(now);
      try {
        evaluate(now, steady);
      } catch (Throwable failure) {
        // No evidence, neither good nor bad; but the deadline still holds.
        LOG.error("{}: the evaluation failed", context.rollout(), Printable.failure(failure));
        decide(new Input.Tick(), () -> {});
      }
    }
    retire();
    endRetreat();
    if (open() && enforcer.takenUp()) {
      keeper.keep(state, around.clock().now());
    }
  }

  /** Whether evidence can still change anything. */
  private boolean open() {
    return !state.phase().terminal() && !state.phase().retreat() && !state.holds(Hold.RELEASE);
  }

  /** Goes on with the end of the old version, once the candidate has everything. */
  private void retire() {
    Instant now = around.clock().now();
    Input news = steps.pending() ? null : retirer.news(state, now);
    if (news instanceof Input.Released released) {
      // Not for the strategy to decide. The promotion is in the journal since the release began.
      Transition end = Retirement.released(context, state, released);
      note(released, end, now, this::complete);
    } else if (news != null) {
      decide(news, () -> {});
    }
  }

  /** How long until there is something to do. */
  Duration untilNext() {
    Duration next = timer.untilNext(around.clock().now(), open() && around.isNudged());
    boolean counting = Retirement.begun(state) && !state.holds(Hold.PAUSED);
    boolean soon = counting && next.compareTo(Retirer.PERIOD) > 0;
    return target.untilTry(soon ? Retirer.PERIOD : next);
  }

  /** Takes over what the request path has done; what the control plane or a person asked for is decided elsewhere. */
  private void handleTrip() {
    if (open()) {
      tripwire.story().ifPresent(story -> decide(new Input.Tripped(story), () -> {}));
    }
  }

  private void evaluate(Instant now, boolean steady) {
    evaluator.absorb(tables.inForce(), now, steady);
    Evaluation evaluation = evaluator.evaluate(now);
    lastEvaluation = evaluation;
    log.note(evaluation);
    decide(new Input.Assessed(evaluation), () -> {});
    if (!steps.pending() && open() && tables.drawIsOver(now)) {
      tables.redraw(now);
    }
  }

  /** Decides, and has the decision written down and carried out; tells when it is written. */
  private Transition decide(Input input, Runnable written) {
    Instant now = around.clock().now();
    Transition wanted = decider.decide(state, input, now);
    return carry(input, tables.afterDraw(state, input, wanted, now), now, written);
  }

  private Transition carry(Input input, Transition transition, Instant now, Runnable written) {
    RolloutState before = state;
    RolloutState after = transition.state();
    if (transition.refused()) {
      return transition;
    }
    if (after.equals(before) && !(input instanceof Input.TargetChanged)) {
      written.run();
      return transition;
    }
    if (after.phase().retreat()) {
      if (!before.phase().retreat()) {
        retreat();
      }
      note(input, transition, now, written);
      return transition;
    }
    if (tripwire.sentBack()) {
      // Whoever has sent the traffic back is about to say so; nothing is decided from here.
      return Transition.refuse(before, "the traffic has been sent back to stable");
    }
    if (steps.pending()) {
      return Transition.refuse(before, "the step before is still being written down");
    }
    if (!Steps.comeFirst(before, after)) {
      note(input, transition, now, written);
      return transition;
    }
    if (!steps.possible()) {
      return Transition.refuse(before, "the store has not taken the last record yet");
    }
    steps.write(
        input,
        now,
        transition,
        () -> {
          if (stillStands(after)) {
            adopt(input, transition, now);
            if (after.phase().terminal()) {
              complete();
            }
          }
        },
        written);
    return transition;
  }

  /** Adopts what need not be written first, or may not wait for it, and has it written down. */
  private void note(Input input, Transition transition, Instant now, Runnable written) {
    adopt(input, transition, now);
    steps.note(input, now, transition, written);
  }

  /** Whether the traffic has not been sent back while the step was written down; the last step makes sure that it will not be. */
  private boolean stillStands(RolloutState after) {
    boolean last = after.phase() == Phase.PROMOTED || after.holds(Hold.RELEASE);
    return last ? tripwire.seal() : tripwire.cause() == null;
  }

  /** Puts all traffic on stable, before anything else. */
  private void retreat() {
    tripwire.trip(Tripwire.Cause.RETREAT);
    gates.candidate().close();
    preparer.stop();
    steps.abandon();
  }

  private void adopt(Input input, Transition transition, Instant now) {
    RolloutState before = state;
    state = transition.state();
    if (state.phase().terminal()) {
      endedAt = now;
    }
    Optional<Evaluation> evaluation = input instanceof Input.Assessed assessed
        ? Optional.of(assessed.evaluation())
        : Optional.empty();
    log.note(now, before, state, transition.reason(), evaluation);
    book.shadowDuring(state);
    if (Enforcer.moves(before, state)) {
      evaluator.absorb(tables.inForce(), around.clock().now(), true);
    }
    enforcer.follow(input, before, state);
    if (state.holds(Hold.RELEASE)) {
      withdrawStable();
    }
    if (state.phase().terminal()) {
      finish();
    }
  }

  /** From here on no call begins on stable, not even one that answers for the candidate. */
  private void withdrawStable() {
    enforcer.end(context.candidate(), gates.candidate());
    gates.stable().close();
  }

  // --- what the target says, on the control thread

  @Override
  public void confirmed(TrafficSplit split) {
    if (state.phase() == Phase.RETREATING) {
      enforcer.retreatIsInForce();
      endRetreat();
    } else {
      evaluator.absorb(tables.inForce(), around.clock().now(), true);
      // A target elsewhere has the split now, and this router follows; its own has it already.
      tables.follow(around.clock().now());
      if (state.phase() == Phase.PREPARING) {
        // Nothing was counted before the first table was published: the rate begins here.
        evaluator.restartRate();
      }
      decide(new Input.SplitConfirmed(split), () -> {});
      if (state.holds(Hold.READINESS)) {
        target.askReadiness();
      }
    }
  }

  @Override
  public void refused(TrafficSplit split, String reason) {
    decide(new Input.SplitRefused(split, reason), () -> {});
  }

  @Override
  public void found(TrafficSplit split) {
    if (split.equals(state.split())) {
      book.reported().foundInForce();
    } else if (open() && tripwire.cause() == null) {
      book.reported().uncertain();
      if (!decide(new Input.TargetChanged(split), () -> {}).refused()) {
        target.concede();
      }
    }
  }

  @Override
  public void readiness(boolean ready, String detail) {
    preparer.hear(ready, detail, evaluator.traffic(), input -> decide(input, () -> {}));
  }

  /** A retreat is over when the target has it and the journal has it. */
  private void endRetreat() {
    if (state.phase() == Phase.RETREATING
        && enforcer.isRetreatInForce()
        && around.journal().idle()) {
      // Not for the strategy to decide: a retreat ends the same way for all.
      Instant now = around.clock().now();
      Input confirmed = new Input.SplitConfirmed(state.split());
      note(confirmed, StandardRules.rolledBack(context, state, now), now, this::complete);
    }
  }

  private void finish() {
    if (state.phase() == Phase.PROMOTED) {
      withdrawStable();
    } else {
      enforcer.end(context.stable(), gates.stable());
    }
  }

  /** Tells whoever waits for the end, on a thread that they may keep. */
  private void complete() {
    RolloutReport report = report();
    around.runtime().io().execute(() -> completion.complete(report));
  }

  Gates gates() {
    return gates;
  }

  // --- commands

  /** Handles a command on the control thread; the result completes when it is written down. */
  void command(Command command, CompletableFuture<CommandResult> result) {
    OptionalLong expected = command.order().expectedRevision();
    if (expected.isPresent() && expected.getAsLong() != log.revision()) {
      result.complete(new CommandResult.Stale(expected.getAsLong(), log.revision()));
      return;
    }
    if (steps.pending() && !(command instanceof Command.RollBack)) {
      steps.defer(() -> command(command, result));
      return;
    }
    RolloutState before = state;
    Transition transition =
        decide(command, () -> result.complete(new CommandResult.Applied(log.revision())));
    if (transition.refused()) {
      result.complete(new CommandResult.Refused(transition.reason()));
    } else if (!state.equals(before)) {
      timer.hurry(around.clock().now());
    }
  }

  /** Ends in favour of an emergency switch that is in force already. */
  void giveWay(Command.Order order) {
    enforcer.retreatIsInForce();
    if (around.resting().live().version().equals(context.stable())) {
      retirer.keep("it was set live again by " + order);
    }
    if (open()) {
      decide(new Command.RollBack(order), () -> {});
    }
  }

  /** Another process decides from now on: this one sends its traffic to stable, and writes nothing down. */
  void fenced(String why) {
    if (!completion.isDone()) {
      tripwire.trip(Tripwire.Cause.RETREAT);
      around
          .runtime()
          .io()
          .execute(() -> completion.completeExceptionally(new IllegalStateException(why)));
    }
  }

  TargetDriver target() {
    return target;
  }

  // --- safe from every thread

  /** Sends all traffic to stable, at once; the decision follows. */
  public void retreatNow() {
    if (!state.phase().terminal()) {
      tripwire.trip(Tripwire.Cause.RETREAT);
    }
  }

  /** {@return the state, with a hold while the store has not taken the last record} */
  public RolloutState state() {
    RolloutState current = state;
    return around.journal().behind() && !current.phase().terminal()
        ? current.with().hold(Hold.STORE, true).build()
        : current;
  }

  /** {@return by when the target has a retreat that is pending there, empty if none is} */
  public Optional<Instant> pendingRetreat() {
    return enforcer.pendingRetreat(state);
  }

  /** {@return the number of decisions so far} */
  public long revision() {
    return log.revision();
  }

  /** {@return what the ids of commands that this process makes up begin with} */
  public String commandPrefix() {
    return beginning.commandPrefix();
  }

  /** {@return what users hold} */
  public Rollout handle() {
    return handle;
  }

  /** {@return what does not change} */
  public RolloutContext context() {
    return context;
  }

  /** {@return the evaluation, empty before the first one} */
  public Optional<Evaluation> lastEvaluation() {
    return Optional.ofNullable(lastEvaluation);
  }

  /** {@return completes with the report when the rollout has ended and its end is written down} */
  public CompletableFuture<RolloutReport> completion() {
    return completion;
  }

  @Nullable
  Route find(String token) {
    Route found = book.find(token);
    return found != null ? found : tables.atRest(token);
  }

  /**
   * Reports what has been done so far.
   *
   * @return the report
   */
  public RolloutReport report() {
    return reporter.report(state, endedAt);
  }
}

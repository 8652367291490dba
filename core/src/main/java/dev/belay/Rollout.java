package dev.belay;

import dev.belay.engine.EndpointController;
import dev.belay.engine.RolloutRun;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Command;
import dev.belay.strategy.RolloutState;
import dev.belay.text.Printable;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rollout that was started: watch it, steer it, wait for its end. Thread-safe.
 *
 * <p>Commands are asynchronous: the returned stage completes when the command is written down or refused. A rollback is in
 * force before the call returns, whatever the store does.
 */
public final class Rollout {

  private final EndpointController controller;
  private final RolloutRun run;
  private final AtomicLong commands = new AtomicLong();

  Rollout(EndpointController controller, RolloutRun run) {
    this.controller = controller;
    this.run = run;
  }

  /**
   * Names the rollout.
   *
   * @return the id: endpoint, candidate and attempt
   */
  public String id() {
    return run.context().rollout();
  }

  /**
   * Returns the version that served when it began.
   *
   * @return the stable version
   */
  public ModelVersion stable() {
    return run.context().stable();
  }

  /**
   * Returns the version that is rolled out.
   *
   * @return the candidate
   */
  public ModelVersion candidate() {
    return run.context().candidate();
  }

  /**
   * Returns where the rollout stands.
   *
   * @return its state
   */
  public RolloutState state() {
    return run.state();
  }

  /**
   * Tells of a retreat that this process has carried out and a target elsewhere has not yet. It is submitted as soon as the target
   * takes it, as often as it takes.
   *
   * @return by when the target has it, if it keeps the retreat time of its capabilities; empty if no retreat is pending
   */
  public Optional<Instant> pendingRetreat() {
    return run.pendingRetreat();
  }

  /**
   * Returns the number of decisions so far, which a command can expect.
   *
   * @return the revision
   */
  public long revision() {
    return run.revision();
  }

  /**
   * Returns what the last evaluation found.
   *
   * @return the evaluation, empty before the first one
   */
  public Optional<Evaluation> lastEvaluation() {
    return run.lastEvaluation();
  }

  /**
   * Reports what has been done so far.
   *
   * @return the report
   */
  public RolloutReport report() {
    return run.report();
  }

  /**
   * Returns the end.
   *
   * @return completes with the report when the rollout has ended and its end is written down
   */
  public CompletionStage<RolloutReport> completion() {
    return run.completion().copy();
  }

  /**
   * Stops advancing. Retreats go on working, and the deadline stands still.
   *
   * @param actor who asks
   * @return what came of it
   */
  public CompletionStage<CommandResult> pause(String actor) {
    return send(new Command.Pause(order(actor, "")));
  }

  /**
   * Goes on after a pause.
   *
   * @param actor who asks
   * @return what came of it
   */
  public CompletionStage<CommandResult> resume(String actor) {
    return send(new Command.Resume(order(actor, "")));
  }

  /**
   * Lets the current stage end, if it waits for that.
   *
   * @param actor who asks
   * @return what came of it
   */
  public CompletionStage<CommandResult> approve(String actor) {
    return send(new Command.Approve(order(actor, "")));
  }

  /**
   * Leaves out what is left of stages and durations. The proof is not left out: everything still waits for it.
   *
   * @param actor who asks
   * @return what came of it
   */
  public CompletionStage<CommandResult> promote(String actor) {
    return send(new Command.Promote(order(actor, "")));
  }

  /**
   * Sends all traffic back to stable. When this method returns, every later request goes there, unless stable is being released
   * already, which refuses the command.
   *
   * @param actor who asks
   * @param reason why, possibly empty. It never stands in the way back: it is cut after 1 000 characters, and what is not
   *     printable is replaced
   * @return what came of it
   */
  public CompletionStage<CommandResult> rollBack(String actor, String reason) {
    Command.Order order = order(actor, Printable.shortened(reason, Command.Order.LONGEST_REASON));
    run.retreatNow();
    return send(new Command.RollBack(order));
  }

  /**
   * Sends a command with an id and an expected revision of the caller's own.
   *
   * @param command the command
   * @return what came of it
   */
  public CompletionStage<CommandResult> send(Command command) {
    return controller.send(run, command);
  }

  private Command.Order order(String actor, String reason) {
    String id = run.commandPrefix() + commands.incrementAndGet();
    return new Command.Order(id, actor, reason, OptionalLong.empty());
  }

  @Override
  public String toString() {
    RolloutState state = state();
    return id() + " " + state.phase() + "/" + state.stage() + " with " + state.split();
  }
}

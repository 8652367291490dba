package dev.belay.engine;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.Tripwire;
import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint gives to its rollouts.
 *
 * @param endpoint the endpoint's name
 * @param runtime clocks, threads and chance
 * @param clock the time of decisions
 * @param router sends the requests
 * @param resting what serves outside any rollout
 * @param target carries splits out
 * @param host where versions run, null if they come and go without Belay
 * @param journal writes records down
 * @param notifier tells listeners
 * @param control runs something on the control thread
 * @param wakeup asks for a turn
 * @param nudged whether the candidate has failed since the last evaluation
 */
record Surroundings(
    String endpoint,
    BelayRuntime runtime,
    EngineClock clock,
    Router router,
    Resting resting,
    TrafficTarget target,
    @Nullable VersionHost host,
    JournalWriter journal,
    Notifier notifier,
    Consumer<Runnable> control,
    Wakeup wakeup,
    AtomicBoolean nudged) {

  /** Asks for an evaluation; called by the request that saw a failure. */
  void nudge() {
    if (!nudged.get() && nudged.compareAndSet(false, true)) {
      wakeup.now();
    }
  }

  /** Whether what carries splits out is not this process's router. */
  boolean elsewhere() {
    return !(target instanceof RouterTarget);
  }

  /** Whether a target elsewhere assigns each call by itself. */
  boolean assignsEachCall() {
    return elsewhere() && target.capabilities().assignment() == TrafficTarget.Assignment.BY_CALL;
  }

  /** How a version is taken down where it runs, null if versions come and go without Belay. */
  @Nullable
  HostedRetirement retirement(ModelVersion version) {
    return host == null ? null : new HostedRetirement(version, host, this);
  }

  /** Arms the wire of an attempt. */
  Tripwire tripwire(BlastRadius radius) {
    return new Tripwire(
        router,
        radius.maxFailures(),
        radius.maxConsecutiveFailures(),
        runtime::nanoTime,
        this::nudge);
  }

  boolean isNudged() {
    return nudged.get();
  }

  boolean takeNudge() {
    return nudged.getAndSet(false);
  }

  /** Prepares a table for the router's own target; another target is followed when it has confirmed. */
  void stage(RoutingTable from, RoutingTable to) {
    if (target instanceof RouterTarget own) {
      own.stage(from, to);
    }
  }
}

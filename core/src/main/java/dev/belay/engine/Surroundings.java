package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.target.TrafficTarget;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What an endpoint gives to its rollouts.
 *
 * @param endpoint the endpoint's name
 * @param runtime clocks, threads and chance
 * @param clock the time of decisions
 * @param router sends the requests
 * @param target carries splits out
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
    TrafficTarget target,
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

  /** Sends everything to one version, outside any rollout. */
  void rest(ModelVersion live, InFlight calls) {
    RoutingTable table = restTable(endpoint, live, calls);
    while (!router.publish(router.table(), table)) {
      Thread.onSpinWait();
    }
  }

  static RoutingTable restTable(String endpoint, ModelVersion live, InFlight calls) {
    CreditedRoute route = new CreditedRoute(
        live, endpoint + "/" + live.version(), new CallRecorder(null), calls, null, null);
    return RoutingTable.atRest(new RoutingTable.Arm(route, route, route, null));
  }
}

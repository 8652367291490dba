package dev.belay.engine;

import dev.belay.BasisPoints;
import dev.belay.ModelCall;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.Caller;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.RoutingTable.Arm;
import dev.belay.routing.Shield;
import dev.belay.routing.Tripwire;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.stress.StillRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of stable: the candidate has everything, its promotion is in the journal, and stable is to be released as soon as no
 * call is in flight on it. Gates, tables, calls and the retirer are the real ones; the steps of the control thread are those of
 * {@link RolloutRun} in their order, without journal and target.
 */
final class Farewell {

  private static final int LOOKS = 3;
  private static final RolloutContext CONTEXT = new RolloutContext(
      "fraud:8#1",
      1,
      Still.STABLE,
      Still.CANDIDATE,
      RolloutPolicy.builder().build(),
      Duration.ZERO);
  private static final RolloutState RELEASING = RolloutState.first(CONTEXT, Instant.EPOCH)
      .with()
      .enter(Phase.BAKING, 1, TrafficSplit.all(Still.CANDIDATE), Instant.EPOCH)
      .stage(2, Instant.EPOCH)
      .hold(Hold.RELEASE, true)
      .deadline(Instant.MAX)
      .build();

  private final Still still = new Still();
  private final Gates gates = new Gates(still.first.calls(), new InFlight());
  private final Tripwire tripwire =
      new Tripwire(still.router, 1, Integer.MAX_VALUE, StillRuntime.SHARED::nanoTime, () -> {});
  private final Caller caller = new Caller(still.router, StillRuntime.SHARED, failure -> true);
  private final Retirer retirer =
      new Retirer(Optional.of(this::release), Still.STABLE, gates.stable(), still.around());
  private final CreditedRoute toStable = still.router.route();
  private volatile boolean running;
  private volatile boolean released;
  private volatile boolean cut;

  Farewell() {
    CreditedRoute toCandidate = new CreditedRoute(
        Still.CANDIDATE,
        "candidate",
        new CallRecorder(null),
        gates.candidate(),
        tripwire,
        new Shield(Long.MAX_VALUE),
        null);
    RoutingTable everything =
        RoutingTable.during(arm(toStable), arm(toCandidate), BasisPoints.WHOLE, 0, tripwire);
    if (!still.router.publish(still.router.table(), everything)) {
      throw new IllegalStateException("not published");
    }
  }

  private static Arm arm(CreditedRoute route) {
    return new Arm(route, route, route, route, null);
  }

  // --- the thread of a request

  /** Makes a call that was routed to stable at an earlier stage. */
  <X extends Exception> String callLate(ModelCall<String, X> model) throws X {
    return caller.call(toStable, model);
  }

  /** Makes a call that is routed now. */
  <X extends Exception> String call(ModelCall<String, X> model) throws X {
    return caller.call(still.router.route(), model);
  }

  /** The model of stable, which tells whether it is called after its release. */
  String stableModel() {
    running = true;
    boolean late = released;
    running = false;
    return late ? "called after its release" : "stable";
  }

  static boolean isStable(ModelVersion version) {
    return version.equals(Still.STABLE);
  }

  // --- the control thread

  /** Lets no call begin on stable any more, unless the traffic was sent back before, and looks whether it can be released. */
  void retire() {
    if (!tripwire.seal()) {
      return;
    }
    still.resting.end(0, Still.CANDIDATE, gates.candidate());
    gates.stable().close();
    for (int look = 0; look < LOOKS; look++) {
      look();
    }
  }

  private void look() {
    retirer.news(RELEASING, Instant.EPOCH);
  }

  /** The user's hook. */
  private void release(ModelVersion version) {
    released = true;
    cut = running;
  }

  // --- afterwards

  /** Looks once more, now that no call is in flight, and tells what has become of stable. */
  String outcome() {
    if (tripwire.cause() == Tripwire.Cause.ENDED) {
      look();
    }
    if (cut) {
      return "released under a call";
    }
    return released ? "released" : "kept";
  }
}

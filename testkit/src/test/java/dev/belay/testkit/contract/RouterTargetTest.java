package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.engine.RouterTarget;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.Tripwire;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.VirtualRuntime;

/** The router of a service as a target, with each table staged right before its split is submitted, as the control thread does. */
class RouterTargetTest extends TrafficTargetContract {

  private final RoutingTable.Arm stable = arm(stable());
  private final RoutingTable.Arm candidate = arm(candidate());
  private final VirtualRuntime runtime = VirtualRuntime.seeded(1);

  @Override
  protected TrafficTarget open() {
    return new Staged(new Router(RoutingTable.atRest(stable), runtime));
  }

  private static RoutingTable.Arm arm(ModelVersion version) {
    CreditedRoute route = new CreditedRoute(
        version, version + "/test", new CallRecorder(null), new InFlight(), null, null, null);
    return new RoutingTable.Arm(route, route, route, route, null);
  }

  private final class Staged implements TrafficTarget {

    private final Router router;
    private final RouterTarget target;
    private final Tripwire tripwire;

    Staged(Router router) {
      this.router = router;
      this.target = new RouterTarget(router);
      this.tripwire = new Tripwire(router, 100, 100, runtime::nanoTime, () -> {});
    }

    @Override
    public Capabilities capabilities() {
      return target.capabilities();
    }

    @Override
    public Observation observe() {
      return target.observe();
    }

    @Override
    public SubmitResult submit(SplitIntent intent) {
      TrafficSplit split = intent.split();
      RoutingTable inForce = router.table();
      if (!inForce.split().equals(split)) {
        target.stage(inForce, tableOf(split));
      }
      return target.submit(intent);
    }

    private RoutingTable tableOf(TrafficSplit split) {
      if (split.equals(TrafficSplit.all(stable()))) {
        return RoutingTable.atRest(stable);
      }
      return split.equals(TrafficSplit.all(candidate()))
          ? RoutingTable.atRest(candidate)
          : RoutingTable.during(stable, candidate, split.basisPoints(candidate()), 1, tripwire);
    }
  }
}

package dev.belay.routing;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.RoutingTable.Arm;
import dev.belay.stress.StillRuntime;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A router in a rollout whose candidate has everything, with the tripwire of the attempt. */
final class Wiring {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private static final CallRecorder UNREAD = new CallRecorder(null);
  private static final InFlight UNCOUNTED = new InFlight();
  private static final Arm REST = arm(route(STABLE, "rest", UNREAD, null), null);

  final Router router = new Router(RoutingTable.atRest(REST), StillRuntime.SHARED);
  final Tripwire tripwire;
  final CallRecorder recorder = new CallRecorder(null);
  final CreditedRoute candidate;

  private final AtomicInteger clockReadings = new AtomicInteger();

  Wiring(long maxFailures, int maxConsecutiveFailures) {
    tripwire = new Tripwire(
        router, maxFailures, maxConsecutiveFailures, clockReadings::incrementAndGet, () -> {});
    candidate = route(CANDIDATE, "candidate", recorder, tripwire);
    publish(RoutingTable.during(REST, arm(candidate, null), BasisPoints.WHOLE, 0, tripwire));
  }

  /** A rollout that no failure ends. */
  static Wiring unlimited() {
    return new Wiring(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  static CreditedRoute route(
      ModelVersion version, String token, CallRecorder recorder, @Nullable Tripwire tripwire) {
    return new CreditedRoute(version, token, recorder, UNCOUNTED, tripwire, null, null);
  }

  static Arm arm(CreditedRoute route, @Nullable BucketRecorder buckets) {
    return new Arm(route, route, route, route, buckets);
  }

  /** A table of this attempt with routes of its own. */
  RoutingTable stage(String name, int share, CallRecorder counts) {
    return RoutingTable.during(
        arm(route(STABLE, "stable of " + name, counts, null), null),
        arm(route(CANDIDATE, "candidate of " + name, counts, tripwire), null),
        share,
        0,
        tripwire);
  }

  /** Publishes a table whatever is in force. */
  void publish(RoutingTable table) {
    if (!router.publish(router.table(), table)) {
      throw new IllegalStateException("not published");
    }
  }

  /** Fails on the candidate and tells where the next request of the same thread goes. */
  String failAndRoute() {
    candidate.failed(1);
    return next();
  }

  /** Tells where the next request goes. */
  String next() {
    return router.route().version().equals(CANDIDATE) ? "candidate" : "stable";
  }

  int share() {
    return router.table().split().basisPoints(CANDIDATE);
  }

  /** How often the wire read the clock: once at the first failure, unless two were first, and once when it tripped. */
  int clockReadings() {
    return clockReadings.get();
  }
}

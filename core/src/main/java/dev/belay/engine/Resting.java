package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What serves outside any rollout. A rollout changes it when it ends, unless a person has meanwhile set another version live:
 * whoever is in a hurry wins. Thread-safe; requests never come here.
 */
final class Resting {

  private final String endpoint;
  private final Router router;
  private volatile Live live;
  private final List<Live> before = new CopyOnWriteArrayList<>();
  private int turn;

  Resting(String endpoint, Router router, Live first) {
    this.endpoint = endpoint;
    this.router = router;
    this.live = first;
  }

  /** A version that serves, and the calls in flight on it. */
  record Live(ModelVersion version, InFlight calls) {}

  /** What serves now; during a rollout the stable version. */
  Live live() {
    return live;
  }

  /** What served before a switch, as long as calls may be in flight on it; the latest is always there. */
  List<Live> before() {
    return before;
  }

  /** Calls in flight on a version from before the last time that it was switched away from. */
  long earlierCalls(ModelVersion version) {
    return before.stream()
        .filter(earlier -> earlier.version().equals(version))
        .mapToLong(earlier -> earlier.calls().count())
        .sum();
  }

  /** A number that changes with each switch. */
  synchronized int turn() {
    return turn;
  }

  /** Lets a rollout end, if nothing was switched since the turn in which it began. */
  synchronized void end(int begunIn, ModelVersion version, InFlight calls) {
    if (begunIn == turn) {
      publish(new Live(version, calls));
    }
  }

  /** Sets a version live, whatever else goes on; false if another one than the caller knows is live meanwhile. */
  synchronized boolean switchTo(Live expected, Live next) {
    if (!expected.equals(live)) {
      return false;
    }
    turn++;
    before.removeIf(earlier -> earlier.calls().count() == 0);
    before.add(expected);
    publish(next);
    return true;
  }

  private void publish(Live next) {
    live = next;
    RoutingTable table = table(endpoint, next);
    while (!router.publish(router.table(), table)) {
      Thread.onSpinWait();
    }
  }

  /** Everything to one version, and nothing counted but the calls in flight. */
  static RoutingTable table(String endpoint, Live live) {
    CreditedRoute route = new CreditedRoute(
        live.version(),
        endpoint + "/" + live.version().version(),
        new CallRecorder(null),
        live.calls(),
        null,
        null,
        null);
    return RoutingTable.atRest(new RoutingTable.Arm(route, route, route, route, null));
  }
}

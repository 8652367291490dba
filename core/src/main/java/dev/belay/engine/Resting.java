package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What serves outside any rollout. A rollout changes it when it ends, unless a person has meanwhile set another version live:
 * whoever is in a hurry wins. Thread-safe; requests never come here.
 */
final class Resting {

  private final String endpoint;
  private final Router router;
  private volatile Live live;
  private final List<Live> before = new CopyOnWriteArrayList<>();
  private volatile @Nullable ModelVersion released;
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

  /** Behind what the calls in flight on a version are, outside any rollout: if it is live, and from before it was left. */
  Set<InFlight> gates(ModelVersion version) {
    Set<InFlight> gates = Collections.newSetFromMap(new IdentityHashMap<>());
    Live now = live;
    if (version.equals(now.version())) {
      gates.add(now.calls());
    }
    for (Live earlier : before) {
      if (version.equals(earlier.version())) {
        gates.add(earlier.calls());
      }
    }
    return gates;
  }

  /** Keeps a version's calls in mind, as long as any is in flight. */
  synchronized void remember(Live earlier) {
    before.removeIf(one -> one.calls().count() == 0);
    if (earlier.calls().count() > 0) {
      before.add(earlier);
    }
  }

  /** Claims a version for its release; false if it is live, which a person may have seen to meanwhile. */
  synchronized boolean release(ModelVersion version) {
    if (live.version().equals(version)) {
      return false;
    }
    released = version;
    return true;
  }

  /** The version whose release was begun last, null for none. */
  @Nullable
  ModelVersion released() {
    return released;
  }

  /** Calls in flight on a version from before the last time that it was left, besides those behind a gate of now. */
  @SuppressWarnings("ReferenceEquality") // A gate is one object.
  long earlierCalls(ModelVersion version, InFlight now) {
    return before.stream()
        .filter(earlier -> earlier.version().equals(version) && earlier.calls() != now)
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

package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.recording.InFlight;
import dev.belay.routing.Router;
import dev.belay.stress.StillRuntime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The surroundings of a rollout in which only the router and what serves outside a rollout move. */
final class Still {

  static final String ENDPOINT = "fraud";
  static final ModelVersion STABLE = ModelVersion.of(ENDPOINT, "7");
  static final ModelVersion CANDIDATE = ModelVersion.of(ENDPOINT, "8");

  final Resting.Live first = new Resting.Live(STABLE, new InFlight());
  final Router router = new Router(Resting.table(ENDPOINT, first), StillRuntime.SHARED);
  final Resting resting = new Resting(ENDPOINT, router, first);

  /** Without a journal: what is tested here writes nothing down. */
  @SuppressWarnings("NullAway")
  Surroundings around() {
    return new Surroundings(
        ENDPOINT,
        StillRuntime.SHARED,
        new EngineClock(StillRuntime.SHARED),
        router,
        resting,
        new RouterTarget(router),
        null,
        null,
        new Notifier(List.of(), Runnable::run),
        Runnable::run,
        StillRuntime.SHARED.attach(() -> {}),
        new AtomicBoolean());
  }

  /** The versions that requests go to. */
  String inForce() {
    return router.table().split().parts().keySet().toString();
  }
}

package dev.belay.benchmarks.comparison;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import dev.belay.benchmarks.Endpoints;

/** The candidate's route on an endpoint in a rollout. Each outcome also passes the limits that take its traffic away. */
final class BelayRecorder implements Recorder {

  private final ModelEndpoint endpoint = Endpoints.atTenPercent();
  private final Route route = endpoint.routeOf(Endpoints.CANDIDATE);

  @Override
  public void record(long nanos, boolean success) {
    if (success) {
      route.succeeded(nanos);
    } else {
      route.failed(nanos);
    }
  }

  @Override
  public Counted counted() {
    return candidateCalls(endpoint);
  }

  static Counted candidateCalls(ModelEndpoint endpoint) {
    var calls = endpoint.rollout().orElseThrow().report().candidateCalls().all();
    return new Counted(calls.requests() - calls.failures(), calls.failures());
  }

  @Override
  public void close() {
    endpoint.close();
  }
}

package dev.belay.benchmarks.comparison;

import dev.belay.ModelCall;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.benchmarks.Endpoints;

/** A call of an endpoint in a rollout. */
final class BelayCaller implements ModelCaller {

  private final ModelEndpoint endpoint = Endpoints.atTenPercent();

  @Override
  public ModelVersion call(String key, ModelCall<ModelVersion, RuntimeException> model) {
    return endpoint.call(key, model);
  }

  @Override
  public Counted candidateCalls() {
    return BelayRecorder.candidateCalls(endpoint);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}

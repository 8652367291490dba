package dev.belay.benchmarks.comparison;

import dev.belay.ModelEndpoint;
import dev.belay.benchmarks.Endpoints;

/** An endpoint in a rollout. Its answer is also where the outcome is credited; only the version is looked at here. */
final class BelayChooser implements Chooser {

  private final ModelEndpoint endpoint = Endpoints.atTenPercent();

  @Override
  public boolean candidate(String key) {
    return endpoint.route(key).version().equals(Endpoints.CANDIDATE);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}

package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * Asks a proxy, which chooses the version, and credits the outcome to the one that the answer names. A failed answer of a candidate is
 * asked for again, of the live version: Belay's shield cannot do that where it does not make the call.
 */
final class ProxiedScorer implements Scorer {

  private final ModelEndpoint endpoint;
  private final ModelClient models;
  private final URI proxy;
  private final HttpClient client = Http.client();

  ProxiedScorer(ModelEndpoint endpoint, ModelClient models, URI proxy) {
    this.endpoint = endpoint;
    this.models = models;
    this.proxy = proxy;
  }

  @Override
  public String predict(String line) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> response =
        client.send(Http.post(proxy, line).build(), HttpResponse.BodyHandlers.ofString());
    boolean failed = response.statusCode() != Http.OK;
    Optional<ModelVersion> version = response
        .headers()
        .firstValue(Proxy.VERSION_HEADER)
        .map(name -> ModelVersion.of(endpoint.name(), name));
    version.ifPresent(answered -> credit(answered, failed, System.nanoTime() - start));
    if (!failed) {
      return response.body();
    }
    ModelVersion live = endpoint.live();
    if (version.isPresent() && !version.get().equals(live)) {
      return models.predict(live, line);
    }
    throw new IOException(live + " answered " + response.statusCode() + ": " + response.body());
  }

  /** A version that has left the endpoint while it answered has no part in anything any more. */
  private void credit(ModelVersion version, boolean failed, long nanos) {
    if (!endpoint.split().parts().containsKey(version)) {
      return;
    }
    if (failed) {
      endpoint.routeOf(version).failed(nanos);
    } else {
      endpoint.routeOf(version).succeeded(nanos);
    }
  }
}

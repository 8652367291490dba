package dev.belay.examples;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which server serves which version, and calls it. Thread-safe. */
final class ModelClient {

  private final HttpClient client = Http.client();
  private final Map<String, URI> servers = new ConcurrentHashMap<>();

  void add(ModelServer server) {
    servers.put(server.version(), server.address());
  }

  /**
   * Asks a version for its prediction.
   *
   * @throws IOException if the server cannot be reached or answers with an error
   * @throws InterruptedException if the caller gave up
   */
  String predict(ModelVersion version, String line) throws IOException, InterruptedException {
    URI server = servers.get(version.version());
    if (server == null) {
      throw new IOException("no server is known for " + version);
    }
    HttpResponse<String> response =
        client.send(Http.post(server, line).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != Http.OK) {
      throw new IOException(
          version + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}

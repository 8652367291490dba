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
  private final Map<String, ModelServer> servers = new ConcurrentHashMap<>();

  void add(ModelServer server) {
    servers.put(server.version(), server);
  }

  /**
   * Asks a version for its prediction.
   *
   * @throws IOException if the server cannot be reached or answers with an error
   * @throws InterruptedException if the caller gave up
   */
  String predict(ModelVersion version, String line) throws IOException, InterruptedException {
    URI address = server(version).address();
    HttpResponse<String> response =
        client.send(Http.post(address, line).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != Http.OK) {
      throw new IOException(
          version + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  /**
   * Asks whether the server of a version is there, and serves that version.
   *
   * @throws IOException if the server cannot be reached
   * @throws InterruptedException if the caller gave up
   */
  boolean ready(ModelVersion version) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(Http.get(server(version).readiness()), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == Http.OK
        && response.body().equals(ModelServer.readyText(version.version()));
  }

  private ModelServer server(ModelVersion version) throws IOException {
    ModelServer server = servers.get(version.version());
    if (server == null) {
      throw new IOException("no server is known for " + version);
    }
    return server;
  }
}

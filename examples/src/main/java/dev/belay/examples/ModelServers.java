package dev.belay.examples;

import dev.belay.ModelVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of all versions, until each is stopped. Thread-safe. */
final class ModelServers implements AutoCloseable {

  private final ModelClient models;
  private final Map<String, ModelServer> running = new ConcurrentHashMap<>();

  ModelServers(ModelClient models) {
    this.models = models;
  }

  /** Starts the server of a version, and makes it known. */
  void start(TrainedModel model, Duration lookup) {
    ModelServer server = ModelServer.start(model, lookup);
    running.put(server.version(), server);
    models.add(server);
  }

  /** Stops the server of a version; calls that are still running there are cut off. False if it does not run. */
  boolean stop(ModelVersion version) {
    ModelServer server = running.remove(version.version());
    if (server == null) {
      return false;
    }
    server.close();
    return true;
  }

  /** Stops them all. */
  @Override
  public void close() {
    running.values().forEach(ModelServer::close);
  }
}

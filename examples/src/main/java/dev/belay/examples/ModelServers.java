package dev.belay.examples;

import dev.belay.ModelVersion;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of all versions, until each is stopped. Thread-safe. */
final class ModelServers implements AutoCloseable {

  private final ModelClient models;
  private final Map<String, ModelServer> running = new ConcurrentHashMap<>();

  ModelServers(ModelClient models) {
    this.models = models;
  }

  /** Starts the server of a version, and makes it known, unless it runs already. */
  void start(TrainedModel model, Duration lookup) {
    if (running.containsKey(model.version())) {
      return;
    }
    ModelServer server = ModelServer.start(model, lookup);
    running.put(server.version(), server);
    models.add(server);
  }

  /** Those that run, in the order of their versions. */
  List<ModelServer> running() {
    return running.values().stream()
        .sorted(Comparator.comparing(ModelServer::version))
        .toList();
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

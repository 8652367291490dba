package dev.belay.examples;

import dev.belay.ModelEndpoint;
import java.io.IOException;
import java.util.List;

/** What stands between the service and the models, and chooses the version of each request. */
interface Front extends AutoCloseable {

  /**
   * Puts a front before the models, with everything on the first of them.
   *
   * @param target which one
   * @param model the model
   * @param servers the servers of its versions
   * @param models who calls them
   * @throws IOException if it cannot be started
   */
  static Front open(Target target, String model, List<ModelServer> servers, ModelClient models)
      throws IOException {
    return switch (target) {
      case ROUTER -> new RouterFront(models);
      case HAPROXY -> HaproxyFront.start(model, servers, models);
      case DATABRICKS -> DatabricksFront.start(model, servers, models);
    };
  }

  /** Has an endpoint drive it. */
  ModelEndpoint.Builder on(ModelEndpoint.Builder endpoint);

  /** How the service comes by a prediction through it. */
  Scorer scorer(ModelEndpoint endpoint);

  @Override
  void close();
}

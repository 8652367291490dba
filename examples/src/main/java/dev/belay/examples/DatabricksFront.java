package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.databricks.DatabricksEndpoint;
import dev.belay.databricks.Invocation;
import dev.belay.databricks.InvocationFailedException;
import dev.belay.databricks.ServedEntity;
import dev.belay.databricks.testkit.FakeDatabricks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Databricks Model Serving, played by a fake on this machine, between the service and the servers of the models. It brings the versions
 * up, splits the traffic and takes them down, in seconds where the real platform takes minutes.
 */
final class DatabricksFront implements Front, Splitter {

  private static final String CONTROL = "token-that-manages";
  private static final String QUERY = "token-that-calls";

  private static final Duration TRAFFIC_TAKES = Duration.ofMillis(300);
  private static final Duration ADDITION_TAKES = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FakeDatabricks platform;
  private final DatabricksEndpoint databricks;

  private DatabricksFront(FakeDatabricks platform, DatabricksEndpoint databricks) {
    this.platform = platform;
    this.databricks = databricks;
  }

  /** Starts the platform, with everything on the first version and nothing else served. */
  static DatabricksFront start(String model, List<ModelServer> servers, ModelClient models) {
    String registered = "main.demo." + model;
    List<ServedEntity> entities = servers.stream()
        .map(server -> ServedEntity.builder(
                ModelVersion.of(model, server.version()), registered, server.version())
            .workloadSize("Small")
            .build())
        .toList();
    ServedEntity live = entities.get(0);
    FakeDatabricks platform = FakeDatabricks.builder(model)
        .token(CONTROL)
        .token(QUERY)
        .serving(live.name(), registered, live.version().version(), 100)
        .start();
    platform.takes(TRAFFIC_TAKES, ADDITION_TAKES);
    DatabricksEndpoint.Builder databricks = DatabricksEndpoint.builder(platform.uri(), model)
        .token(() -> CONTROL)
        .queryToken(() -> QUERY)
        .httpClient(Http.client())
        .requestTimeout(PATIENCE)
        .callTimeout(PATIENCE)
        .retreatTime(Target.DATABRICKS.retreatTime())
        .pollEvery(POLL);
    for (ServedEntity entity : entities) {
      databricks.serve(entity);
      platform.model(
          entity.name(),
          body -> ServingJson.answer(models.predict(entity.version(), ServingJson.line(body))));
    }
    return new DatabricksFront(platform, databricks.build());
  }

  @Override
  public ModelEndpoint.Builder on(ModelEndpoint.Builder endpoint) {
    return endpoint.target(databricks.target());
  }

  @Override
  public Scorer scorer(ModelEndpoint endpoint) {
    return new SplitScorer(endpoint, this);
  }

  /** The invoker reads who has answered from the header {@code served-model-name}. */
  @Override
  public Answer ask(String line) throws IOException {
    try {
      Invocation answer = databricks.invoker().invoke(ServingJson.request(line));
      return new Answer(true, ServingJson.label(answer.body()), answer.version());
    } catch (InvocationFailedException e) {
      return new Answer(false, String.valueOf(e.getMessage()), e.version());
    }
  }

  @Override
  public String ask(ModelVersion version, String line) throws IOException {
    return ServingJson.label(
        databricks.invoker().invoke(version, ServingJson.request(line)).body());
  }

  @Override
  public void close() {
    databricks.close();
    platform.close();
  }
}

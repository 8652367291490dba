package dev.belay.databricks;

import dev.belay.ModelVersion;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls models of an endpoint, with a credential that may only query. Got from {@link DatabricksEndpoint#invoker}. Calls wait for the
 * answer; thread-safe.
 *
 * <p>Where Belay's router chooses, call the version by its own path, which the platform's split does not touch:
 *
 * <pre>{@code
 * String answer = fraud.call(version -> databricks.invoker().invoke(version, json).body());
 * }</pre>
 *
 * <p>Where the platform splits, it says who answered:
 *
 * <pre>{@code
 * long start = System.nanoTime();
 * Invocation answer = databricks.invoker().invoke(json);
 * answer.version().ifPresent(version -> fraud.routeOf(version).succeeded(System.nanoTime() - start));
 * }</pre>
 */
public final class ModelInvoker {

  private final String endpoint;
  private final ServedVersions served;
  private final Transport transport;
  private final AccessToken credential;
  private final AtomicBoolean closed;

  ModelInvoker(
      String endpoint,
      ServedVersions served,
      Transport transport,
      AccessToken credential,
      AtomicBoolean closed) {
    this.endpoint = endpoint;
    this.served = served;
    this.transport = transport;
    this.credential = credential;
    this.closed = closed;
  }

  /**
   * Calls one version, whatever the platform's split.
   *
   * @param version a configured version
   * @param json the request
   * @return the answer of that version
   * @throws InvocationFailedException if it did not answer with success; its version is that one
   * @throws IllegalArgumentException if the version is not configured
   * @throws IllegalStateException if the endpoint is closed
   */
  public Invocation invoke(ModelVersion version, String json) throws InvocationFailedException {
    ServedEntity entity = served.of(version);
    if (entity == null) {
      throw new IllegalArgumentException(
          "version must be configured for '" + endpoint + "', but was " + version);
    }
    Reply reply = send("/served-models/" + entity.name() + "/invocations", json);
    return answer(reply, Optional.of(version), Optional.of(entity.name()));
  }

  /**
   * Lets the platform choose a version by its split.
   *
   * @param json the request
   * @return the answer, with the version if the platform tells it
   * @throws InvocationFailedException if there was no answer with success
   * @throws IllegalStateException if the endpoint is closed
   */
  public Invocation invoke(String json) throws InvocationFailedException {
    Reply reply = send("/invocations", json);
    Optional<String> name =
        reply instanceof Reply.Answer answer ? answer.servedName() : Optional.empty();
    Optional<ModelVersion> version = name.map(served::named).map(ServedEntity::version);
    return answer(reply, version, name);
  }

  private Reply send(String path, String json) {
    ServingApi.requireOpen(closed);
    return transport.send(
        credential, "POST", "/serving-endpoints/" + endpoint + path, Transport.JSON, json);
  }

  private Invocation answer(Reply reply, Optional<ModelVersion> version, Optional<String> name)
      throws InvocationFailedException {
    String who = "'" + endpoint + "'" + version.map(each -> " with " + each).orElse("");
    if (!(reply instanceof Reply.Answer answer)) {
      throw new InvocationFailedException(
          who + " did not answer: " + Answers.story(reply), 0, "", version);
    }
    if (!answer.ok()) {
      throw new InvocationFailedException(
          who + " answered with HTTP " + answer.status(), answer.status(), answer.body(), version);
    }
    return new Invocation(answer.status(), answer.body(), version, name);
  }
}

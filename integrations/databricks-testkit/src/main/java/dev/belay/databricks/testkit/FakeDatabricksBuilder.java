package dev.belay.databricks.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** How a fake platform begins. Not thread-safe. */
public final class FakeDatabricksBuilder {

  private final String name;
  private final Set<String> tokens = new HashSet<>();
  private final Set<String> principals = new HashSet<>();
  private LongSupplier clock = System::nanoTime;
  private Configuration configuration = Configuration.empty();

  FakeDatabricksBuilder(String name) {
    this.name = Require.name("name", name);
  }

  /**
   * Sets the clock that updates take their time by.
   *
   * @param nanoTime nanoseconds since any moment, which never go back, such as {@code VirtualRuntime::nanoTime}; default
   *     {@link System#nanoTime}
   * @return this builder
   */
  public FakeDatabricksBuilder clock(LongSupplier nanoTime) {
    clock = nanoTime;
    return this;
  }

  /**
   * Accepts a token. Where neither a token nor a principal is named, every token is accepted.
   *
   * @param token what a request sends after {@code Bearer}, not empty
   * @return this builder
   * @throws IllegalArgumentException if it is empty
   */
  public FakeDatabricksBuilder token(String token) {
    tokens.add(Require.filled("token", token));
    return this;
  }

  /**
   * Gives a service principal tokens that say they last an hour. They are accepted until they are revoked.
   *
   * @param id who it is, not empty
   * @param secret its secret, not empty
   * @return this builder
   * @throws IllegalArgumentException if either is empty
   */
  public FakeDatabricksBuilder principal(String id, String secret) {
    principals.add(Require.filled("id", id) + ":" + Require.filled("secret", secret));
    return this;
  }

  /**
   * Serves a model from the beginning.
   *
   * @param entity the name of the served entity, 1 to 63 characters out of letters, digits, {@code _}, {@code .} and {@code -}
   * @param model the registered model, such as {@code main.ml.fraud}
   * @param version which version of it
   * @param percent its part of the traffic, in [0, 100]; those of all served entities sum to 100
   * @return this builder
   * @throws IllegalArgumentException if the name or the percent is out of range
   */
  public FakeDatabricksBuilder serving(String entity, String model, String version, int percent) {
    return serving(
        entity, Json.object().put("entity_name", model).put("entity_version", version), percent);
  }

  /**
   * Serves from the beginning what an update has specified in JSON.
   *
   * @param entity the name of the served entity, 1 to 63 characters out of letters, digits, {@code _}, {@code .} and {@code -}
   * @param json its specification, a JSON object
   * @param percent its part of the traffic, in [0, 100]; those of all served entities sum to 100
   * @return this builder
   * @throws IllegalArgumentException if the name or the percent is out of range, or the specification is no JSON object
   */
  public FakeDatabricksBuilder serving(String entity, String json, int percent) {
    return serving(entity, Json.parse("json", json), percent);
  }

  private FakeDatabricksBuilder serving(String entity, ObjectNode json, int percent) {
    configuration = configuration.with(
        Require.name("entity", entity), json, Require.percent("percent", percent));
    return this;
  }

  /**
   * Starts the platform, on a free port of this machine's loopback interface.
   *
   * @return a platform that answers until it is closed
   * @throws IllegalArgumentException if the percents do not sum to 100
   * @throws java.io.UncheckedIOException if there is no free port
   */
  public FakeDatabricks start() {
    Platform platform = new Platform(name, clock, configuration.divided(configuration.percents()));
    return new FakeDatabricks(name, platform, new Tokens(tokens, principals));
  }
}

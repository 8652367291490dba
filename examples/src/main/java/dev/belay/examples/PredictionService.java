package dev.belay.examples;

import com.sun.net.httpserver.HttpExchange;
import dev.belay.ModelEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The service that users talk to. It does not know which version answers: the endpoint says so for each request.
 *
 * <p>This is the one place of a service that Belay goes into.
 */
final class PredictionService implements AutoCloseable {

  static final String USER_HEADER = "X-User";

  /** Asks for a version by its name; in the answer to that, the version that answered. */
  static final String VERSION_HEADER = "X-Version";

  private static final String PATH = "/predict";
  private static final int THREADS = 24;

  private final ModelEndpoint endpoint;
  private final ModelClient models;
  private final Http.Server server;

  private PredictionService(ModelEndpoint endpoint, ModelClient models) {
    this.endpoint = endpoint;
    this.models = models;
    this.server = Http.Server.start(PATH, THREADS, this::predict);
  }

  static PredictionService start(ModelEndpoint endpoint, ModelClient models) {
    return new PredictionService(endpoint, models);
  }

  URI address() {
    return server.address(PATH);
  }

  private void predict(HttpExchange exchange) throws IOException {
    String line = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestHeaders().getFirst(USER_HEADER) == null) {
      Http.answer(exchange, Http.BAD_REQUEST, USER_HEADER + " must be set, but was not");
      return;
    }
    int status = Http.OK;
    String text;
    try {
      // The user is not the key: requests assigned at random are what the two versions can be
      // compared by.
      String wanted = exchange.getRequestHeaders().getFirst(VERSION_HEADER);
      text = wanted == null
          ? endpoint.call(version -> models.predict(version, line))
          : preview(exchange, wanted, line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = Http.BAD_GATEWAY;
      text = "the service is stopping";
    } catch (Exception e) {
      status = Http.BAD_GATEWAY;
      text = e.toString();
    }
    Http.answer(exchange, status, text);
  }

  private String preview(HttpExchange exchange, String wanted, String line) throws Exception {
    return endpoint.preview(wanted, version -> {
      exchange.getResponseHeaders().set(VERSION_HEADER, version.version());
      return models.predict(version, line);
    });
  }

  @Override
  public void close() {
    server.close();
  }
}

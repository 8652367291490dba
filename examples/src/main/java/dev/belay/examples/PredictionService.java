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
  private final Scorer scorer;
  private final Http.Server server;

  private PredictionService(ModelEndpoint endpoint, ModelClient models, Scorer scorer) {
    this.endpoint = endpoint;
    this.models = models;
    this.scorer = scorer;
    this.server = Http.Server.start(PATH, THREADS, this::predict);
  }

  /**
   * Starts the service.
   *
   * @param endpoint what chooses the version that a user has asked for by its name
   * @param models who calls that one
   * @param scorer how all other predictions are come by
   */
  static PredictionService start(ModelEndpoint endpoint, ModelClient models, Scorer scorer) {
    return new PredictionService(endpoint, models, scorer);
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
      String wanted = exchange.getRequestHeaders().getFirst(VERSION_HEADER);
      text = wanted == null ? scorer.predict(line) : preview(exchange, wanted, line);
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

package dev.belay.examples;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Serves one version of a model over HTTP: a row comes in as one line, the predicted label goes out. */
final class ModelServer implements AutoCloseable {

  private static final String PATH = "/score";
  private static final String READY = "/ready";

  /** Enough for all of the default traffic, also with a model that waits for 6 ms in each call. */
  static final int THREADS = 12;

  private final TrainedModel model;
  private final Duration lookup;
  private final Http.Server server;

  private ModelServer(TrainedModel model, Duration lookup) {
    this.model = model;
    this.lookup = lookup;
    this.server = Http.Server.start(PATH, THREADS, this::score);
    this.server.handle(
        READY, exchange -> Http.answer(exchange, Http.OK, readyText(model.version())));
  }

  /**
   * Starts a server.
   *
   * @param model the model to serve
   * @param lookup how long it waits for other services before each prediction
   */
  static ModelServer start(TrainedModel model, Duration lookup) {
    return new ModelServer(model, lookup);
  }

  String version() {
    return model.version();
  }

  URI address() {
    return server.address(PATH);
  }

  /** Where it says which version it serves. */
  URI readiness() {
    return server.address(READY);
  }

  /** What the server of a version says there. */
  static String readyText(String version) {
    return "version " + version;
  }

  private void score(HttpExchange exchange) throws IOException {
    String line = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!lookup.isZero()) {
      LockSupport.parkNanos(lookup.toNanos());
    }
    int status = Http.OK;
    String text;
    try {
      text = model.predict(Row.split(line));
    } catch (RuntimeException e) {
      status = Http.SERVER_ERROR;
      text = e.toString();
    }
    Http.answer(exchange, status, text);
  }

  @Override
  public void close() {
    server.close();
  }
}

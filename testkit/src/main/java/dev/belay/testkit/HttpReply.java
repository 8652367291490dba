package dev.belay.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.belay.ModelVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The reply to one HTTP request, well-formed or broken on purpose. A client that has gone away is nobody's failure. */
final class HttpReply {

  private static final int OK = 200;
  private static final int NO_METHOD = 405;
  private static final int UNAVAILABLE = 503;
  private static final String MALFORMED = "{\"version\":\"8\",\"score\":";

  private final HttpExchange exchange;
  private final @Nullable RelayedConnection connection;

  /**
   * Begins a reply.
   *
   * @param connection what the exchange came through; null if its client has gone
   */
  HttpReply(HttpExchange exchange, @Nullable RelayedConnection connection) {
    this.exchange = exchange;
    this.connection = connection;
  }

  /** Whether the request has a method; else it is answered. */
  boolean accepts(String method) {
    if (exchange.getRequestMethod().equals(method)) {
      return true;
    }
    exchange.getResponseHeaders().set("Allow", method);
    error(NO_METHOD, "the method must be " + method);
    return false;
  }

  byte[] body() throws IOException {
    return exchange.getRequestBody().readAllBytes();
  }

  void answer(FakeAnswer answer) {
    send(OK, json(answer));
  }

  void health(String version, boolean up) {
    send(up ? OK : UNAVAILABLE, "{\"version\":\"" + version + "\",\"up\":" + up + "}");
  }

  void error(int status, String text) {
    send(status, "{\"error\":\"" + text.replaceAll("[^\\x20-\\x7E]|[\"\\\\]", "'") + "\"}");
  }

  /** What there is of the answer of a call that stalls. The rest is its {@link #failure}. */
  void half(ModelVersion version) {
    byte[] body = json(new FakeAnswer(version, 0, 0)).getBytes(StandardCharsets.UTF_8);
    write(OK, body, body.length / 2);
  }

  void failure(FakeFailure failure) {
    switch (failure.kind().form()) {
      case STATUS -> error(failure.kind().status(), String.valueOf(failure.getMessage()));
      case MALFORMED_BODY -> send(OK, MALFORMED);
      case TRUNCATED_BODY -> {
        half(failure.version());
        exchange.close();
      }
      case RESET -> {
        if (connection != null) {
          connection.resetAtEnd();
        }
        exchange.close();
      }
      case TIMEOUT, DISCONNECT, STALLED_BODY -> exchange.close();
    }
  }

  /** The names of versions need no escape, and a score in [0, 1] is written by Java as JSON has it. */
  private static String json(FakeAnswer answer) {
    return "{\"version\":\""
        + answer.version().version()
        + "\",\"score\":"
        + answer.score()
        + ",\"class\":"
        + answer.predictedClass()
        + "}";
  }

  private void send(int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    write(status, body, body.length);
    exchange.close();
  }

  private void write(int status, byte[] body, int length) {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try {
      exchange.sendResponseHeaders(status, body.length);
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, length);
      out.flush();
    } catch (IOException gone) {
      // The client has given up, or the server was closed.
    }
  }
}

package dev.belay.databricks.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What comes back for a request.
 *
 * @param status an HTTP status, or 0 if the connection is closed without an answer
 * @param body the body
 * @param headers the headers
 */
record Reply(int status, String body, Map<String, String> headers) {

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(int status, String body) {
    return new Reply(status, body, Map.of());
  }

  /** No answer. */
  static Reply lost() {
    return of(0, "");
  }

  static Reply of(Fault fault, Answers answers) {
    return of(fault, fault.message(), answers);
  }

  static Reply of(Fault fault, String message, Answers answers) {
    Reply reply = of(
        fault.status(),
        fault.code().isEmpty()
            ? "<html>proxy</html>"
            : Json.object()
                .put("error_code", fault.code())
                .put("message", message)
                .toString());
    if (fault.isForLater()) {
      return reply.with("Retry-After", answers.retryAfter());
    }
    return fault == Fault.REDIRECT ? reply.with("Location", "http://127.0.0.1:1/elsewhere") : reply;
  }

  Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, more);
  }

  void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (status == 0) {
        return;
      }
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}

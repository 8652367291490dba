package dev.belay.databricks.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes requests on a port of the loopback interface, and has each answered by what it is for. Thread-safe. */
final class Api implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String endpoint;
  private final Pattern calls;
  private final Platform platform;
  private final Tokens tokens;
  private final Invocations invocations;
  private final Faults faults;
  private final Answers answers;
  private final CallLog log;
  private volatile boolean away;

  Api(
      String name,
      Platform platform,
      Tokens tokens,
      Invocations invocations,
      Faults faults,
      Answers answers,
      CallLog log) {
    this.endpoint = "/api/2.0/serving-endpoints/" + name;
    this.calls = Pattern.compile(
        "/serving-endpoints/" + Pattern.quote(name) + "(?:/served-models/([^/]+))?/invocations");
    this.platform = platform;
    this.tokens = tokens;
    this.invocations = invocations;
    this.faults = faults;
    this.answers = answers;
    this.log = log;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no server could be started on the loopback interface", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void away(boolean value) {
    away = value;
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (away) {
      exchange.close();
      return;
    }
    Call call = new Call(
        exchange.getRequestMethod(),
        Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), ""),
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), ""),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    log.add(call);
    Reply reply = reply(call);
    if (reply == null) {
      log.hangs(call);
    } else {
      reply.send(exchange);
    }
  }

  /** What a request is answered with; null if it hangs. */
  private @Nullable Reply reply(Call call) {
    if (call.path().equals("/oidc/v1/token")) {
      return tokens.issue(call.authorization());
    }
    if (!tokens.accepts(call.authorization())) {
      return Reply.of(Fault.UNAUTHORIZED, answers);
    }
    Matcher invocation = calls.matcher(call.path());
    if (call.method().equals("POST") && invocation.matches()) {
      String name = invocation.group(1);
      return name == null ? invocations.invoke(call.body()) : invocations.invoke(name, call.body());
    }
    String rest =
        call.path().startsWith(endpoint) ? call.path().substring(endpoint.length()) : call.path();
    return switch (call.method() + " " + rest) {
      case "GET " -> meeting(Faults.Kind.READ, call, this::read);
      case "GET /metrics" -> answers.metrics();
      case "PUT /config" -> meeting(Faults.Kind.UPDATE, call, () -> update(call));
      case "PATCH /tags" -> meeting(Faults.Kind.TAGS, call, () -> patch(call));
      default -> Reply.of(Fault.NOT_FOUND, answers);
    };
  }

  /** Carries a request out, unless a fault that waits for its kind prevents that, or its answer. */
  private @Nullable Reply meeting(Faults.Kind kind, Call call, Supplier<Reply> request) {
    Fault fault = faults.next(kind);
    if (fault == null) {
      return request.get();
    }
    if (!fault.isDone()) {
      String message = kind == Faults.Kind.UPDATE
          ? answers.message(fault, call.authorization())
          : fault.message();
      return Reply.of(fault, message, answers);
    }
    Reply reply = request.get();
    if (reply.status() != 200) {
      return reply;
    }
    return fault == Fault.HANG ? null : Reply.lost();
  }

  private Reply read() {
    return Reply.of(200, platform.toJson(answers).toString());
  }

  private Reply update(Call call) {
    Configuration wanted;
    try {
      wanted = Configuration.parse(call.body());
    } catch (IllegalArgumentException e) {
      return Reply.of(Fault.BAD_REQUEST, String.valueOf(e.getMessage()), answers);
    }
    return switch (platform.update(wanted)) {
      case TAKEN -> read();
      case UPDATING -> Reply.of(answers.whileUpdating(), answers);
      case TOO_MANY -> Reply.of(Fault.TOO_MANY, answers);
    };
  }

  private Reply patch(Call call) {
    try {
      platform.tags().patch(call.body());
    } catch (IllegalArgumentException e) {
      return Reply.of(Fault.BAD_REQUEST, String.valueOf(e.getMessage()), answers);
    }
    return Reply.of(200, platform.tags().addTo(Json.object()).toString());
  }

  /** Stops at once; whatever is still running or hanging is cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

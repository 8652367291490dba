package dev.belay.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belay.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fake endpoint over real HTTP, on a port of the loopback interface that the system chooses. Real time only.
 *
 * <pre>{@code
 * FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system()).version("8", model).build();
 * try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
 *   client.send(HttpRequest.newBuilder(server.predict("8")).POST(ofString(input)).build(), ofString());
 * }
 * }</pre>
 *
 * <table>
 *   <caption>What it serves</caption>
 *   <tr><th>request</th><th>answer</th></tr>
 *   <tr><td>{@code POST /{version}/predict}</td>
 *       <td>200 with {@code {"version":"8","score":0.25,"class":0}}, or the failure that the script says. The body is the input,
 *       a {@code String} in UTF-8. A call that hangs has no answer, or half of one at once, until it ends, and then
 *       loses its connection</td></tr>
 *   <tr><td>{@code GET /{version}/health}</td>
 *       <td>200 with {@code {"version":"8","up":true}}, or 503 during an outage; it counts as no call</td></tr>
 *   <tr><td>anything else</td><td>404, or 405 for another method</td></tr>
 * </table>
 *
 * <p>Calls in flight hold no thread. Thread-safe. All threads are daemons, and those of the server's own end with
 * {@link #close}. The first start sets the system property {@code sun.net.httpserver.nodelay} to true unless it is set: without
 * it, older JDKs add up to 40 ms to an answer.
 */
public final class FakeHttpEndpoint implements AutoCloseable {

  private static final String PREDICT = "/predict";
  private static final String HEALTH = "/health";
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final int THREADS = 4;

  private final FakeEndpoint endpoint;
  private final HttpServer server;

  // The server keeps its sockets to itself, and only a socket can be reset. So a relay stands in
  // front, and all calls go through it, also where nothing is ever reset: a script changes what it
  // says, and nothing else.
  private final Relay relay;
  private final ExecutorService threads;

  private FakeHttpEndpoint(
      FakeEndpoint endpoint, HttpServer server, Relay relay, ExecutorService threads) {
    this.endpoint = endpoint;
    this.server = server;
    this.relay = relay;
    this.threads = threads;
  }

  /**
   * Starts a server.
   *
   * @param endpoint what it serves; it may be called in process as well
   * @return the server, which accepts calls
   * @throws IllegalArgumentException if the endpoint is not in real time
   * @throws UncheckedIOException if the system has no port
   */
  public static FakeHttpEndpoint start(FakeEndpoint endpoint) {
    if (!endpoint.isInRealTime()) {
      throw new IllegalArgumentException(
          "endpoint must be in real time, but was a " + endpoint + " in virtual time");
    }
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    HttpServer server;
    Relay relay;
    try {
      server = HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Relay.BACKLOG);
      relay = Relay.start(server.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no server could be started on the loopback interface", e);
    }
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
      Thread thread = new Thread(work, "belay-fake-http-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    });
    FakeHttpEndpoint started = new FakeHttpEndpoint(endpoint, server, relay, threads);
    server.setExecutor(threads);
    server.createContext("/", started::handle);
    // The server's own thread is a daemon only if the thread that starts it is one.
    CompletableFuture.runAsync(server::start, threads).join();
    return started;
  }

  /**
   * Returns where a version is called.
   *
   * @param version the version, without the model
   * @return the address
   */
  public URI predict(String version) {
    return address(version, PREDICT);
  }

  /**
   * Returns where a version says whether it is there.
   *
   * @param version the version, without the model
   * @return the address
   */
  public URI health(String version) {
    return address(version, HEALTH);
  }

  private URI address(String version, String path) {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    try {
      return new URI("http", null, host, relay.port(), "/" + version + path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("version must be a valid name, but was " + version, e);
    }
  }

  /** Stops at once, and waits for nothing. Calls in flight lose their connections. Closing twice has no effect. */
  @Override
  public void close() {
    relay.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    // Asked for now: once a client has gone, its port may be that of another one.
    RelayedConnection connection =
        relay.connectionAt(exchange.getRemoteAddress().getPort());
    HttpReply reply = new HttpReply(exchange, connection);
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
    String predicted = versionIn(path, PREDICT);
    String probed = versionIn(path, HEALTH);
    if (predicted != null) {
      if (reply.accepts("POST")) {
        predict(predicted, reply);
      }
    } else if (probed != null) {
      if (reply.accepts("GET")) {
        reply.health(probed, endpoint.isUp(probed));
      }
    } else {
      reply.error(404, "nothing is served at " + path);
    }
  }

  /** A version may contain slashes itself. */
  private @Nullable String versionIn(String path, String suffix) {
    if (!path.endsWith(suffix) || path.length() <= suffix.length()) {
      return null;
    }
    String version = path.substring(1, path.length() - suffix.length());
    return endpoint.versions().contains(version) ? version : null;
  }

  private void predict(String version, HttpReply reply) throws IOException {
    String input = new String(reply.body(), StandardCharsets.UTF_8);
    ModelVersion called = ModelVersion.of("fake", version);
    Outcome outcome;
    try {
      outcome = endpoint.begin(called, input);
    } catch (RuntimeException brokenTest) {
      reply.error(500, brokenTest.toString());
      return;
    }
    if (outcome.stalls()) {
      reply.half(called);
    }
    var unused = endpoint.finish(called, outcome).whenComplete((answer, thrown) -> {
      if (answer != null) {
        reply.answer(answer);
      } else {
        reply.failure(failure(thrown));
      }
    });
  }

  private static FakeFailure failure(@Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof FakeFailure failure) {
      return failure;
    }
    throw new AssertionError("a fake call fails with a FakeFailure and nothing else", thrown);
  }
}

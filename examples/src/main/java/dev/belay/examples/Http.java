package dev.belay.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the servers and the clients of the demo have in common: plain HTTP/1.1 on the loopback interface. */
final class Http {

  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int SERVER_ERROR = 500;
  static final int BAD_GATEWAY = 502;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Http() {}

  /** Sets what the JDK's server and client read from system properties. Call it before the first use of either. */
  static void configure() {
    // Headers and body leave in two packets; without this the second one waits 40 ms for an
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // A client must drop an idle connection before the server does, which is after 30 s, or a
    // request is lost with it.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  static HttpClient client() {
    // Version 2 of HTTP would have each request ask for an upgrade that the JDK's server does not
    // know.
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  static HttpRequest.Builder post(URI address, String body) {
    return HttpRequest.newBuilder(address)
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  static HttpRequest get(URI address) {
    return HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** A server on a port that the system chooses. */
  static final class Server implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private Server(HttpServer server, ExecutorService threads) {
      this.server = server;
      this.threads = threads;
    }

    static Server start(String path, int threadCount, HttpHandler handler) {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(threadCount);
        server.setExecutor(threads);
        server.createContext(path, handler);
        server.start();
        return new Server(server, threads);
      } catch (IOException e) {
        throw new UncheckedIOException("no server could be started on the loopback interface", e);
      }
    }

    /** Answers on another path as well. */
    void handle(String path, HttpHandler handler) {
      server.createContext(path, handler);
    }

    URI address(String path) {
      String host = InetAddress.getLoopbackAddress().getHostAddress();
      return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    /** Stops at once; calls that are still running are cut off. */
    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}

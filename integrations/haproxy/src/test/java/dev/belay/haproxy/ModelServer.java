package dev.belay.haproxy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A model version behind HTTP, which answers with its name and counts. What asks for {@code /held} waits until it is released. */
final class ModelServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4, work -> {
    Thread thread = new Thread(work, "model-server");
    thread.setDaemon(true);
    return thread;
  });
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean healthy = true;
  private final CountDownLatch released = new CountDownLatch(1);

  ModelServer(String version) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    byte[] body = version.getBytes(StandardCharsets.UTF_8);
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      boolean check = "/health".equals(exchange.getRequestURI().getPath());
      if (!check) {
        answers.incrementAndGet();
      }
      if ("/held".equals(exchange.getRequestURI().getPath())) {
        awaitRelease();
      }
      exchange.sendResponseHeaders(check && !healthy ? 503 : 200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets what it answers when it is checked. */
  void healthy(boolean value) {
    healthy = value;
  }

  /** How many requests have come, apart from checks. */
  long answers() {
    return answers.get();
  }

  /** Lets everything that is held be answered. */
  void release() {
    released.countDown();
  }

  private void awaitRelease() throws IOException {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

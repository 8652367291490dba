package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A HAProxy that has everything on the candidate and will be reloaded, with clients. The target looks when virtual time is moved, and
 * not before.
 */
final class ReloadScene implements AutoCloseable {

  private static final TrafficSplit WHOLE = TrafficSplit.between(V7, V8, 10_000);
  private static final TrafficSplit RETREAT = TrafficSplit.between(V7, V8, 0);
  private static final Duration POLL_EVERY = Duration.ofMillis(200);
  private static final int NEW_CONNECTIONS = 100;

  final Proxy proxy;
  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final HaproxyTarget target;
  private final List<RawClient> clients = new ArrayList<>();

  ReloadScene(Duration drainWithin, String... mode) throws Exception {
    proxy = new Proxy(builder -> builder.drainWithin(drainWithin), text -> text, mode);
    target = proxy.configuration.target().runtime(time).build();
    assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(WHOLE)));
    time.advance(POLL_EVERY.multipliedBy(2));
  }

  /** A client that has not sent anything yet. */
  RawClient client() throws IOException {
    RawClient client = new RawClient(proxy.port);
    clients.add(client);
    return client;
  }

  /** A client whose request is with the candidate, which does not answer it yet. */
  RawClient held() throws Exception {
    RawClient client = client();
    long before = proxy.eight.answers();
    client.send(RawClient.request("/held"));
    Eventually.holds("the candidate has it", () -> proxy.eight.answers() > before);
    return client;
  }

  /** A client that has been answered, and keeps its connection. */
  RawClient idle() throws IOException {
    RawClient client = client();
    client.send(RawClient.request("/predict"));
    requireAnsweredBy("8", client.answer());
    return client;
  }

  private static void requireAnsweredBy(String version, String answer) {
    assertTrue(answer.contains("model-version: " + version + "\n"), answer);
    assertTrue(answer.endsWith("\n\n" + version), answer);
  }

  static void requireAnsweredAndClosed(String version, RawClient client) throws IOException {
    String answer = client.answer();
    requireAnsweredBy(version, answer);
    assertTrue(answer.contains("connection: close\n"), answer);
    assertTrue(client.hasEnded());
  }

  void requireNewConnectionsReach(String version) throws IOException {
    for (int i = 0; i < NEW_CONNECTIONS; i++) {
      assertEquals(version, RawClient.versionOnce(proxy.port));
    }
  }

  /**
   * Until the new process alone takes connections. While both do, each one goes either way, so that forty in a row go to the new one by
   * chance with a probability of about 10<sup>-12</sup>.
   */
  void awaitTakenOver() throws Exception {
    Eventually.holds("new connections go by the file", () -> {
      try {
        for (int i = 0; i < 40; i++) {
          if (!RawClient.versionOnce(proxy.port).equals("7")) {
            return false;
          }
        }
        return true;
      } catch (IOException lost) {
        // A connection that the old process had not taken yet when it stopped listening.
        return false;
      }
    });
  }

  /** The new process begins by its file, is told again in time, and takes a retreat, whatever the old one does. */
  void requireRetreatOfNewConnections() throws Exception {
    assertEquals("file|fraud-7|-|0", proxy.mapValue());
    assertEquals(Optional.empty(), target.observe().effective());
    time.advance(POLL_EVERY.minusNanos(1));
    assertEquals("file|fraud-7|-|0", proxy.mapValue());
    time.advance(Duration.ofNanos(1));
    assertEquals("1|fraud-7|fraud-8|10000", proxy.mapValue());
    assertEquals(Optional.of(WHOLE), target.observe().effective());
    requireNewConnectionsReach("8");

    long candidate = proxy.eight.answers();
    assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(RETREAT)));
    requireNewConnectionsReach("7");
    time.advance(Duration.ofMinutes(10));
    requireNewConnectionsReach("7");
    assertEquals(Optional.of(RETREAT), target.observe().effective());
    assertEquals(candidate, proxy.eight.answers());
  }

  /** Whether the new process is there and has been told to retreat, before anything else was told to it. */
  boolean takesTheRetreat() {
    try {
      return proxy.mapValue().startsWith("file")
          && target.submit(SplitIntent.to(RETREAT)) instanceof SubmitResult.Accepted;
    } catch (IOException notYet) {
      // The old process has closed its runtime socket, or the new one does not answer yet.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    target.close();
    proxy.close();
  }
}

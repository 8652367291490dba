package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.TrafficTargetContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, and more, on a real HAProxy whose runtime socket is a TCP port, which an operator has added to the configuration. */
@ExtendWith(HaproxyTargetContractTest.WithHaproxy.class)
class HaproxyTcpSocketTest extends TrafficTargetContract {

  private static final TrafficSplit WHOLE = TrafficSplit.between(V7, V8, 10_000);

  private static Proxy proxy;
  private static int port;

  @BeforeAll
  static void begin() throws Exception {
    port = Proxy.freePort();
    proxy = new Proxy(
        builder -> builder,
        text -> text.replace(
            "global\n", "global\n  stats socket ipv4@127.0.0.1:" + port + " level user\n"));
  }

  @AfterAll
  static void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }

  private static HaproxyTarget target(InetSocketAddress socket) {
    return HaproxyTarget.builder(socket, proxy.map())
        .version(V7, "fraud-7")
        .version(V8, "fraud-8")
        .live(V7)
        .pollEvery(Duration.ofMillis(20))
        .build();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  protected TrafficTarget open() throws Exception {
    // As after a start.
    proxy.set("file|fraud-7|-|0");
    return target(loopback());
  }

  @Test
  void requestsGoWhereATcpPortHasBeenTold() throws Exception {
    proxy.set("file|fraud-7|-|0");
    // Looked up for each command.
    try (HaproxyTarget target = target(InetSocketAddress.createUnresolved("localhost", port))) {
      assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(WHOLE)));
      assertEquals(Optional.of(WHOLE), target.observe().effective());
      assertTrue(target.observe().candidateReady(), target.observe()::detail);
      assertEquals("8", proxy.version(""));
      assertInstanceOf(
          SubmitResult.Accepted.class,
          target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 0))));
      assertEquals("7", proxy.version(""));
      assertEquals("2|fraud-7|fraud-8|0", proxy.mapValue());
    }
  }

  @Test
  void aRestartIsHealedOverATcpPort() throws Exception {
    proxy.set("file|fraud-7|-|0");
    try (HaproxyTarget target = target(loopback())) {
      assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(WHOLE)));
      proxy.kill();
      assertEquals(Optional.empty(), target.observe().effective());
      assertTrue(target.observe().detail().contains("cannot be reached"), target.observe()::detail);
      proxy.restart();
      Eventually.holds(
          "the split is in force again",
          () -> target.observe().effective().equals(Optional.of(WHOLE)));
      assertEquals("8", proxy.version(""));

      proxy.kill();
      SubmitResult retreat = target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 0)));
      assertInstanceOf(SubmitResult.Busy.class, retreat);
      proxy.restart();
      Eventually.holds("it is back", () -> target.observe().effective().isPresent());
      assertInstanceOf(
          SubmitResult.Accepted.class,
          target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 0))));
      assertEquals("7", proxy.version(""));
    }
  }
}

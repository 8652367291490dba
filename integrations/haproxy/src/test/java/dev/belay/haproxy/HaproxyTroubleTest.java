package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the target answers when its platform is in trouble: a runtime socket that does what a script says. */
class HaproxyTroubleTest {

  private static final String MAP = "/etc/haproxy/fraud.map";
  private static final TrafficSplit HALF = TrafficSplit.between(V7, V8, 5_000);

  private static HaproxyTarget target(ScriptedSocket socket) {
    return target(HaproxyTarget.builder(socket.address(), MAP).timeout(Duration.ofMillis(300)));
  }

  private static HaproxyTarget target(HaproxyTarget.Builder builder) {
    return builder
        .version(V7, "fraud-7")
        .version(V8, "fraud-8")
        .live(V7)
        .pollEvery(Duration.ofMinutes(1))
        .build();
  }

  private static final String UP =
      "1\n# srv_op_state srv_admin_state srv_uweight srv_check_result srv_check_state\n2 0 1 0 0\n";

  @Test
  void isBusyWithoutAHaproxy(@TempDir Path directory) {
    try (HaproxyTarget target =
        target(HaproxyTarget.builder(UnixDomainSocketAddress.of(directory.resolve("none")), MAP))) {
      assertInstanceOf(SubmitResult.Busy.class, target.submit(SplitIntent.to(HALF)));
      assertEquals(Optional.empty(), target.observe().effective());
      assertFalse(target.observe().candidateReady());
      assertTrue(target.observe().detail().contains("cannot be reached"));
    }
  }

  @Test
  void isBusyIfTheSocketIsRefused() throws Exception {
    ScriptedSocket socket = new ScriptedSocket(Map.of());
    socket.close();
    try (HaproxyTarget target = target(socket)) {
      assertInstanceOf(SubmitResult.Busy.class, target.submit(SplitIntent.to(HALF)));
    }
  }

  @Test
  void doesNotKnowIfTheCommandWasSentAndNoReplyCame() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of(
            "show map",
            "0x1 split file|fraud-7|-|0\n\n",
            "show servers",
            UP,
            "set map",
            ScriptedSocket.CLOSE));
        HaproxyTarget target = target(socket)) {
      assertInstanceOf(SubmitResult.Unknown.class, target.submit(SplitIntent.to(HALF)));
      // It is not believed to be in force.
      assertFalse(target.observe().effective().equals(Optional.of(HALF)));
    }
  }

  @Test
  void doesNotWaitLongerThanTheTimeout() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of(
            "show map",
            "0x1 split file|fraud-7|-|0\n\n",
            "show servers",
            UP,
            "set map",
            ScriptedSocket.HANG));
        HaproxyTarget target = target(socket)) {
      assertInstanceOf(SubmitResult.Unknown.class, target.submit(SplitIntent.to(HALF)));
    }
    try (ScriptedSocket socket = new ScriptedSocket(Map.of("show map", ScriptedSocket.HANG));
        HaproxyTarget target = target(socket)) {
      assertInstanceOf(
          SubmitResult.Busy.class, target.submit(SplitIntent.to(HALF)), "nothing was changed");
      assertEquals(Optional.empty(), target.observe().effective());
    }
  }

  /** Right after its own word it finds that of a process that was taken over: it goes on claiming its own. */
  @Test
  void doesNotYieldToAProcessThatWasTakenOver() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of(
            "show map", "0x1 split 12.3|fraud-7|fraud-8|1\n\n",
            "show servers", UP,
            "set map", "\n"));
        HaproxyTarget target = target(socket)) {
      assertInstanceOf(
          SubmitResult.Conflict.class, target.submit(SplitIntent.to(HALF).fencedBy(13)));
      assertEquals("13.4|fraud-7|fraud-8|5000", target.claim().orElseThrow().text());
      assertEquals(Optional.empty(), target.observe().effective());
      assertInstanceOf(
          SubmitResult.Refused.class, target.submit(SplitIntent.to(HALF).fencedBy(12)));
    }
  }

  @Test
  void doesNotBelieveAWriteThatCannotBeReadBack() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of(
            "show map", "0x1 split 3|fraud-7|fraud-8|1\n\n",
            "show servers", UP,
            "set map", "\n"));
        HaproxyTarget target = target(socket)) {
      assertInstanceOf(SubmitResult.Conflict.class, target.submit(SplitIntent.to(HALF)));
      assertTrue(
          socket.commands().contains("set map " + MAP + " split 4|fraud-7|fraud-8|5000"),
          socket.commands()::toString);
    }
  }

  @Test
  void isRefusedWithWhatToDo() throws Exception {
    for (String reply : List.of(
        "Unknown map identifier. Please use #<id> or <file>.\n\n", "Permission denied\n\n")) {
      try (ScriptedSocket socket = new ScriptedSocket(Map.of("show map", reply));
          HaproxyTarget target = target(socket)) {
        SubmitResult result = target.submit(SplitIntent.to(HALF));
        assertTrue(
            result instanceof SubmitResult.Refused refused
                && (refused.reason().contains("reload HAProxy")
                    || refused.reason().contains("raise the level")),
            result::toString);
        assertEquals(Optional.empty(), target.observe().effective());
      }
    }
  }

  @Test
  void sendsNothingForASplitThatItCannotCarryOut() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of());
        HaproxyTarget target = target(socket)) {
      for (TrafficSplit split : List.of(
          TrafficSplit.between(V7, ModelVersion.of("fraud", "a/../9"), 5),
          TrafficSplit.all(ModelVersion.of("a/b", "9")),
          TrafficSplit.builder()
              .percent(V7, 50)
              .percent(V8, 25)
              .percent(ModelVersion.of("fraud", "9"), 25)
              .build())) {
        assertInstanceOf(SubmitResult.Refused.class, target.submit(SplitIntent.to(split)));
      }
      assertEquals(List.of(), socket.commands());
    }
  }

  @Test
  void rejectsNamesThatCouldEndACommand() {
    InetSocketAddress socket = InetSocketAddress.createUnresolved("127.0.0.1", 1);
    for (String bad : List.of(
        "",
        "a b",
        "a;disable server",
        "a\nset map",
        "a\rb",
        "a/b",
        "..",
        "a..b",
        "-a",
        "a|b",
        "a\\b",
        "a\u0000",
        "\u00E9",
        "#0",
        "@1",
        "%[env(HOME)]",
        "a".repeat(101))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyTarget.builder(socket, MAP).version(V7, bad),
          bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").version(V7, bad, "127.0.0.1:1"),
          bad);
      assertThrows(IllegalArgumentException.class, () -> HaproxyConfiguration.builder(bad), bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").keyHeader(bad),
          bad);
    }
    for (String bad : List.of(
        "",
        "map",
        "/a b",
        "/a;b",
        "/a\nb",
        "/../etc/passwd",
        "/a/..",
        "/a/./b",
        "/a\u00E9",
        "#0")) {
      assertThrows(IllegalArgumentException.class, () -> HaproxyTarget.builder(socket, bad), bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").runtimeSocket(bad),
          bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").mapFile(bad),
          bad);
    }
    for (String bad :
        List.of("", "host", "host:0", "host:65536", "a b:1", "host:1\nuser", "h:1 ssl")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").bind(bad),
          bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").version(V7, "fraud-7", bad),
          bad);
    }
    for (String bad : List.of("", "health", "/a b", "/a\nb", "/%[x]", "/a/../b")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> HaproxyConfiguration.builder("fraud").healthPath(bad),
          bad);
    }
  }

  @Test
  void neverSendsTwoCommands() {
    RuntimeSocket socket = new RuntimeSocket(
        InetSocketAddress.createUnresolved("127.0.0.1", 1), Duration.ofMillis(1), System::nanoTime);
    for (String bad : List.of("show map a;set map b", "show map a\nset map b", "a\\b", "\u00E9")) {
      assertThrows(IllegalArgumentException.class, () -> socket.ask(bad), bad);
    }
  }

  @Test
  void namesArgumentRangeAndValueOfWhatIsRefused() {
    HaproxyTarget.Builder builder =
        HaproxyTarget.builder(InetSocketAddress.createUnresolved("127.0.0.1", 1), MAP);
    IllegalArgumentException timeout =
        assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ofMinutes(2)));
    assertEquals("timeout must be above zero and at most PT1M, but was PT2M", timeout.getMessage());
    assertThrows(IllegalArgumentException.class, () -> builder.pollEvery(Duration.ZERO));
    builder.version(V7, "fraud-7");
    assertThrows(IllegalArgumentException.class, () -> builder.version(V7, "other"));
    assertThrows(IllegalArgumentException.class, () -> builder.version(V8, "fraud-7"));
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.live(V8);
    IllegalArgumentException live = assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals("live must be one of [fraud:7], but was fraud:8", live.getMessage());
  }

  @Test
  void closesTwiceAndTakesNothingThen() throws Exception {
    try (ScriptedSocket socket = new ScriptedSocket(Map.of())) {
      HaproxyTarget target = target(socket);
      target.close();
      target.close();
      assertThrows(IllegalStateException.class, () -> target.submit(SplitIntent.to(HALF)));
      assertEquals(List.of(), socket.commands());
    }
  }

  @Test
  void aServerIsUpOnlyWhenItIsRunningAndChecked() {
    String head = "1\n# be_id be_name srv_id srv_name srv_op_state srv_admin_state srv_uweight"
        + " srv_check_result srv_check_state\n";
    assertTrue(Readiness.of("b", head + "3 b 1 s1 2 0 1 3 6").ready(), "checked");
    assertTrue(Readiness.of("b", head + "3 b 1 s1 2 0 1 0 0").ready(), "has no check");
    assertTrue(
        Readiness.of("b", head + "3 b 1 s1 0 0 1 2 6\n3 b 2 s2 2 0 1 3 6").ready());
    assertFalse(Readiness.of("b", head + "3 b 1 s1 2 0 1 0 6").ready(), "not checked yet");
    assertFalse(Readiness.of("b", head + "3 b 1 s1 0 0 1 2 6").ready(), "down");
    assertFalse(Readiness.of("b", head + "3 b 1 s1 2 1 1 3 6").ready(), "in maintenance");
    assertFalse(Readiness.of("b", head + "3 b 1 s1 2 8 1 3 6").ready(), "drained");
    assertFalse(Readiness.of("b", head + "3 b 1 s1 2 0 0 3 6").ready(), "without weight");
    assertFalse(Readiness.of("b", head).ready(), "without servers");
    assertFalse(Readiness.of("b", "").ready(), "without an answer");
  }
}

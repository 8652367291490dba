package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static dev.belay.haproxy.Proxy.V9;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * HAProxy comes back with a configuration that has no backend for the candidate any more, and refuses what it was told before. The
 * target looks when virtual time is moved, and not before.
 */
class HaproxyGivesUpTest {

  private static final TrafficSplit TENTH = TrafficSplit.between(V7, V8, 1_000);
  private static final TrafficSplit LIVE = TrafficSplit.all(V7);
  private static final Duration POLL_EVERY = Duration.ofMillis(200);
  private static final String OF_FILE = "file|fraud-7|-|0";

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final LogLines log = new LogLines();
  private Proxy proxy;
  private HaproxyTarget target;

  @BeforeEach
  void begin() throws Exception {
    proxy = new Proxy();
    target = proxy.configuration.target().runtime(time).build();
  }

  @AfterEach
  void end() throws Exception {
    log.close();
    if (target != null) {
      target.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  /** HAProxy is killed, and begins anew without the candidate's backend. */
  private void restartWithoutTheCandidate() throws Exception {
    proxy.kill();
    restartedWithoutTheCandidate();
  }

  private void restartedWithoutTheCandidate() throws Exception {
    begin(proxy
        .empty()
        .version(V7, "fraud-7", proxy.seven.address())
        .version(V9, "fraud-9", proxy.nine.address())
        .live(V7)
        .build());
  }

  private void restartAsBefore() throws Exception {
    proxy.kill();
    begin(proxy.configuration);
    proxy.ready();
  }

  private void begin(HaproxyConfiguration configuration) throws Exception {
    proxy.configure(configuration.toText());
    proxy.restart();
    Eventually.holds("it answers", () -> {
      try {
        return proxy.mapValue().equals(OF_FILE) && proxy.version("").equals("7");
      } catch (IOException notYet) {
        return false;
      }
    });
  }

  @Test
  void tellsWhatTheFileDoesAndNothingIsToldAnyMore() throws Exception {
    assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(TENTH)));
    proxy.kill();
    time.advance(POLL_EVERY);
    restartedWithoutTheCandidate();
    assertEquals(Optional.empty(), target.observe().effective(), "it has not tried yet");
    time.advance(POLL_EVERY);
    assertEquals(Optional.of(LIVE), target.observe().effective());
    assertFalse(target.observe().candidateReady());
    assertTrue(
        target.observe().detail().contains("no backend 'fraud-8'"), target.observe()::detail);
    assertEquals(OF_FILE, proxy.mapValue());

    time.advance(Duration.ofMinutes(10));
    restartAsBefore();
    time.advance(Duration.ofMinutes(10));
    assertEquals(OF_FILE, proxy.mapValue(), "it has given up, also when HAProxy would take it");
    assertEquals(Optional.of(LIVE), target.observe().effective());
    List<String> lines = log.lines();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("cannot be reached"), lines::toString);
    assertTrue(
        lines.get(1).startsWith("WARNING " + proxy.map() + ": HAProxy has begun anew")
            && lines.get(1).contains("refuses 1|fraud-7|fraud-8|1000, which is given up")
            && lines.get(1).contains("no backend 'fraud-8'"),
        lines::toString);

    assertInstanceOf(SubmitResult.Accepted.class, target.submit(SplitIntent.to(TENTH)));
    assertEquals("1|fraud-7|fraud-8|1000", proxy.mapValue());
  }

  @Test
  void aRolloutAsksAPerson() throws Exception {
    try (ModelEndpoint endpoint =
        ModelEndpoint.builder("fraud").live("7").runtime(time).target(target).build()) {
      Rollout rollout = endpoint.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stages(
                      CanaryStage.percent(10).lasting(Duration.ofHours(1)), CanaryStage.percent(50))
                  .build())
              .policy(RolloutPolicy.builder()
                  .blastRadius(BlastRadius.builder()
                      .maxFailures(100_000)
                      .failuresPerStep(10_000)
                      .build())
                  .build())
              .build(),
          "alice");
      boolean exposed = time.advanceUntil(
          () -> rollout.state().phase() == Phase.EXPOSING
              && target.observe().effective().equals(Optional.of(TENTH))
              && !rollout.state().holds(Hold.TARGET),
          Duration.ofMinutes(5));
      assertTrue(exposed, rollout::toString);

      restartWithoutTheCandidate();
      boolean asks = time.advanceUntil(
          () -> rollout.state().holds(Hold.FOREIGN_CHANGE), Duration.ofMinutes(1));
      assertTrue(asks, rollout::toString);
      time.advance(Duration.ofHours(3));
      assertEquals(Phase.EXPOSING, rollout.state().phase());
      assertTrue(rollout.state().holds(Hold.FOREIGN_CHANGE));
      assertTrue(rollout.state().holds(Hold.PAUSED));
      assertEquals(OF_FILE, proxy.mapValue(), "nobody is told while a person is asked");

      restartAsBefore();
      time.advance(Duration.ofHours(1));
      assertEquals(OF_FILE, proxy.mapValue(), "not even now");
      rollout.resume("alice");
      assertTrue(time.advanceUntil(
          () -> target.observe().effective().equals(Optional.of(TENTH)), Duration.ofMinutes(1)));
      assertFalse(rollout.state().holds(Hold.FOREIGN_CHANGE));
    }
  }
}

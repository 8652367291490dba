package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HAProxy begins anew, and persons change it. */
class HaproxyRestartTest {

  private static final TrafficSplit HALF = TrafficSplit.between(V7, V8, 5_000);

  private Proxy proxy;
  private HaproxyTarget target;

  @BeforeEach
  void begin() throws Exception {
    proxy = new Proxy();
    target = proxy.target();
  }

  @AfterEach
  void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }

  private void submit(HaproxyTarget to, TrafficSplit split) {
    assertInstanceOf(SubmitResult.Accepted.class, to.submit(SplitIntent.to(split)));
  }

  @Test
  void aRestartIsHealed() throws Exception {
    submit(target, HALF);
    proxy.kill();
    assertEquals(Optional.empty(), target.observe().effective());
    assertFalse(target.observe().candidateReady());
    proxy.restart();
    Eventually.holds("the split is in force again", () -> {
      Optional<TrafficSplit> found = target.observe().effective();
      // Never what a person could be asked about.
      assertTrue(found.isEmpty() || found.get().equals(HALF), found::toString);
      return found.isPresent();
    });
  }

  /** Without anybody who heals it: everything is on live, it is said not to be in force, and submitting again is enough. */
  @Test
  void aRestartIsNotTakenForAPerson() throws Exception {
    try (HaproxyTarget slow =
        proxy.configuration.target().pollEvery(Duration.ofMinutes(1)).build()) {
      submit(slow, TrafficSplit.between(V7, V8, 10_000));
      proxy.kill();
      assertInstanceOf(
          SubmitResult.Busy.class,
          slow.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 10_000))));
      proxy.restart();
      Eventually.holds("HAProxy is back", () -> slow.observe().effective().isPresent());
      // What was submitted while it was away has claimed nothing.
      assertEquals(Optional.of(TrafficSplit.all(V7)), slow.observe().effective());

      proxy.ready();
      submit(slow, TrafficSplit.between(V7, V8, 10_000));
      proxy.kill();
      proxy.restart();
      Eventually.holds("HAProxy is back", () -> slow.observe().detail().contains("begun anew"));
      Observation anew = slow.observe();
      assertEquals(Optional.empty(), anew.effective(), anew::toString);
      for (int i = 0; i < 200; i++) {
        assertEquals("7", proxy.version("user-" + i));
      }
      proxy.ready();
      submit(slow, TrafficSplit.between(V7, V8, 10_000));
      assertEquals("8", proxy.version("user-1"));
    }
  }

  @Test
  void aPersonIsNotOverruledNotEvenByARestart() throws Exception {
    submit(target, HALF);
    proxy.set("1|fraud-7|fraud-8|200");
    TrafficSplit theirs = TrafficSplit.between(V7, V8, 200);
    assertEquals(Optional.of(theirs), target.observe().effective());
    Eventually.holds("the target has seen it", () -> target.claim().isEmpty());
    assertEquals(Optional.of(theirs), target.observe().effective());
    proxy.kill();
    proxy.restart();
    Eventually.holds("HAProxy is back", () -> target.observe().effective().isPresent());
    assertEquals(Optional.of(TrafficSplit.all(V7)), target.observe().effective());
    proxy.ready();
    submit(target, HALF);
    assertEquals(Optional.of(HALF), target.observe().effective());
  }

  @Test
  void whatHaproxyDoesNotUnderstandSendsEverythingToLive() throws Exception {
    for (String value : List.of(
        "5000",
        "1|fraud-8",
        "1|fraud-8|-|5000",
        "1|fraud-7|fraud-8|10001",
        "1|fraud-7|fraud-8|-1",
        "1|fraud-7|fraud-8|5000x",
        "1|fraud-7|fraud-8|x",
        "|fraud-7|fraud-8|5000",
        "1|fraud-7|fraud-8|5000|")) {
      submit(target, TrafficSplit.between(V7, V8, 10_000));
      proxy.set(value);
      assertEquals(Optional.of(TrafficSplit.all(V7)), target.observe().effective(), value);
      for (int i = 0; i < 20; i++) {
        assertEquals("7", proxy.version(""), value);
      }
    }
  }

  @Test
  void aMapThatWasClearedSendsEverythingToLiveAndCanBeFilledAgain() throws Exception {
    submit(target, TrafficSplit.between(V7, V8, 10_000));
    assertEquals("", proxy.command("clear map " + proxy.map()));
    assertEquals(Optional.of(TrafficSplit.all(V7)), target.observe().effective());
    assertEquals("7", proxy.version("user-1"));
    submit(target, TrafficSplit.between(V7, V8, 10_000));
    assertEquals("8", proxy.version("user-1"));
  }

  @Test
  void aBackendThatOnlyHaproxyKnowsIsToldOfAsUnconfigured() throws Exception {
    try (HaproxyTarget two = HaproxyTarget.builder(
            UnixDomainSocketAddress.of(proxy.directory.resolve("s")), proxy.map())
        .version(V7, "fraud-7")
        .version(V8, "fraud-none")
        .live(V7)
        .build()) {
      proxy.set("1|fraud-9|-|0");
      assertEquals(
          Optional.of(TrafficSplit.all(ModelVersion.of("unconfigured", "fraud-9"))),
          two.observe().effective());
      SubmitResult result = two.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 1)));
      assertTrue(
          result instanceof SubmitResult.Refused refused
              && refused.reason().contains("no backend 'fraud-none'"),
          result::toString);
      assertTrue(proxy.command("show map " + proxy.map()).endsWith("split 1|fraud-9|-|0"));
      // A retreat needs no candidate.
      submit(two, TrafficSplit.between(V7, V8, 0));
    }
  }

  /** The engine runs a rollout, and HAProxy is killed in the middle of it. */
  @Test
  void aRolloutGoesOnAfterHaproxyWasKilled() throws Exception {
    try (ModelEndpoint endpoint =
        ModelEndpoint.builder("fraud").live("7").target(target).build()) {
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
      TrafficSplit tenth = TrafficSplit.between(V7, V8, 1_000);
      int[] next = {0};
      Eventually.holds("the candidate has its tenth", () -> {
        request(endpoint, "user-" + next[0]++);
        return rollout.state().phase() == Phase.EXPOSING
            && target.observe().effective().equals(Optional.of(tenth));
      });

      String theirs = "user-0";
      for (int i = 0; XxHash32.slot(theirs, "fraud-8") >= 1_000; i++) {
        theirs = "user-" + i;
      }
      String key = theirs;
      assertEquals("8", request(endpoint, key));
      proxy.kill();
      long candidate = proxy.eight.answers();
      proxy.restart();
      List<String> answers = new ArrayList<>();
      Eventually.holds("the key is back on the candidate", () -> {
        String answer = request(endpoint, key);
        answers.add(answer);
        return answer.equals("8");
      });
      assertFalse(answers.subList(0, answers.size() - 1).contains("8"), answers::toString);
      assertEquals(candidate + 1, proxy.eight.answers(), "meanwhile, the candidate had nothing");
      for (int i = 0; i < 300; i++) {
        String user = "user-" + i;
        assertEquals(XxHash32.slot(user, "fraud-8") < 1_000 ? "8" : "7", request(endpoint, user));
      }
      assertEquals(Phase.EXPOSING, rollout.state().phase());
      assertFalse(rollout.state().holds(Hold.FOREIGN_CHANGE));
      assertFalse(rollout.state().holds(Hold.PAUSED));

      rollout.rollBack("bob", "enough was seen").toCompletableFuture().join();
      Eventually.holds("it is rolled back", () -> rollout.state().phase() == Phase.ROLLED_BACK);
      assertEquals(
          Optional.of(TrafficSplit.between(V7, V8, 0)), target.observe().effective());
      assertEquals("7", request(endpoint, key));
    }
  }

  /** One request, credited to who has answered; a lost one is credited to nobody. */
  private String request(ModelEndpoint endpoint, String user) {
    long begun = System.nanoTime();
    try {
      String version = proxy.version(user);
      endpoint.routeOf(ModelVersion.of("fraud", version)).succeeded(System.nanoTime() - begun);
      return version;
    } catch (IOException e) {
      return "lost";
    }
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeCounts;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A whole service under test: models that the testkit plays, behind an endpoint in a canary, in virtual time. */
class FakeCandidateTest {

  private static final Duration DEATH = Duration.ofMinutes(2);
  private static final Duration GAP = Duration.ofMillis(20);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final ModelEndpoint endpoint =
      ModelEndpoint.builder("fraud").live("7").runtime(time).build();

  private FakeEndpoint models(FakeModel.Builder candidate) {
    return FakeEndpoint.seeded(1, time)
        .version("7", FakeModel.healthy())
        .version("8", candidate.build())
        .build();
  }

  private Rollout start(RolloutPolicy.Builder policy) {
    return endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(20).build())
            .policy(policy.build())
            .build(),
        "alice");
  }

  /** Calls until the rollout ends. A call that fails throws, and the test with it. */
  private void serve(FakeEndpoint models, Rollout rollout) {
    while (!rollout.state().phase().terminal()) {
      assertTrue(
          time.nanoTime() < Duration.ofDays(1).toNanos(), () -> rollout.report().toText());
      endpoint.call(version -> models.call(version, "a transaction"));
      time.advance(GAP);
    }
  }

  private void assertRolledBackUnseen(FakeEndpoint models, Rollout rollout) {
    RolloutReport report = rollout.report();
    FakeCounts candidate = models.counts(CANDIDATE.version());
    assertEquals(Phase.ROLLED_BACK, report.phase());
    assertEquals(0, report.failuresSeenByCallers());
    assertEquals(candidate.failures(), report.failuresAnswered());
    assertTrue(candidate.answers() > 0, "it has served before it died");
    assertTrue(candidate.failures() > 0, "its death was met");
    assertEquals(0, models.counts(STABLE.version()).failures());
    assertTrue(time.nanoTime() >= DEATH.toNanos());
  }

  @Test
  void aCandidateThatDiesCostsNoCallerAnAnswer() {
    FakeEndpoint models = models(FakeModel.builder().outage(FakeOutage.from(DEATH)));
    Rollout rollout = start(RolloutPolicy.builder());

    serve(models, rollout);

    assertRolledBackUnseen(models, rollout);
  }

  @Test
  void aCandidateThatHangsCostsNoCallerAnAnswer() {
    FakeEndpoint models = models(FakeModel.builder()
        .outage(FakeOutage.from(DEATH).hanging())
        .hangsFor(Duration.ofSeconds(2)));
    Rollout rollout = start(RolloutPolicy.builder().callDeadline(Duration.ofMillis(200)));

    serve(models, rollout);

    assertRolledBackUnseen(models, rollout);
  }

  @Test
  void anAsynchronousCandidateThatDiesCostsNoCallerAnAnswer() {
    FakeEndpoint models = models(FakeModel.builder().outage(FakeOutage.from(DEATH)));
    Rollout rollout = start(RolloutPolicy.builder());

    while (!rollout.state().phase().terminal()) {
      assertTrue(
          time.nanoTime() < Duration.ofDays(1).toNanos(), () -> rollout.report().toText());
      CompletableFuture<Double> score = endpoint
          .callAsync(version ->
              models.callAsync(version, "a transaction").thenApply(answer -> answer.score()))
          .toCompletableFuture();
      time.advance(Duration.ofSeconds(1));
      assertTrue(score.isDone() && !score.isCompletedExceptionally());
    }

    assertRolledBackUnseen(models, rollout);
  }
}

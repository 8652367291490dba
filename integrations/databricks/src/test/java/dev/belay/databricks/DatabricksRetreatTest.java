package dev.belay.databricks;

import static dev.belay.databricks.Setting.STABLE;
import static dev.belay.databricks.Setting.percent;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.strategy.Phase;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stands in the way of a change while the platform is carrying out another one. */
class DatabricksRetreatTest {

  /** It has to wait for the update that raises the share, which must be undone; the promise is kept, and the log says both. */
  @Test
  void aRollbackWantedWhileAnUpdateIsInFlightLandsWithinThePromise() {
    try (LogLines log = new LogLines();
        Setting setting = new Setting().prepared();
        ModelEndpoint endpoint = ModelEndpoint.builder("fraud")
            .live("7")
            .target(setting.target)
            .runtime(setting.time)
            .build()) {
      Rollout rollout = endpoint.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stages(CanaryStage.percent(20).lasting(Duration.ofHours(1)))
                  .build())
              .policy(RolloutPolicy.builder()
                  .blastRadius(BlastRadius.builder()
                      .maxFailures(100_000)
                      .failuresPerStep(100_000)
                      .build())
                  .build())
              .build(),
          "alice");
      boolean inFlight = setting.time.advanceUntil(
          () -> {
            endpoint.routeOf(STABLE).succeeded(1_000_000);
            return rollout.state().phase() == Phase.EXPOSING && setting.platform.accepted() == 1;
          },
          Duration.ofHours(1));
      assertTrue(inFlight, rollout::toString);
      assertEquals(0, setting.platform.percent("fraud-8"));

      Instant wanted = setting.time.clock().instant();
      rollout.rollBack("bob", "the other team has found a bug");
      setting.time.advance(Duration.ofSeconds(5));
      assertEquals(Phase.RETREATING, rollout.state().phase());
      assertEquals(wanted.plus(Duration.ofMinutes(2)), rollout.pendingRetreat().orElseThrow());

      boolean raised = setting.time.advanceUntil(
          () -> setting.platform.percent("fraud-8") == 20, Duration.ofMinutes(1));
      assertTrue(raised, "the platform ends what it has begun");
      boolean landed = setting.time.advanceUntil(
          () -> rollout.state().phase() == Phase.ROLLED_BACK, Duration.ofMinutes(5));
      assertTrue(landed, rollout::toString);
      setting.time.settle();
      assertThat(rollout).isRolledBack();
      assertEquals(0, setting.platform.percent("fraud-8"));
      Duration took = Duration.between(wanted, setting.time.clock().instant());
      assertTrue(took.compareTo(Duration.ofMinutes(2)) <= 0, took::toString);
      assertEquals(2, setting.platform.accepted());
      List<String> lines = log.lines();
      assertTrue(
          lines.stream()
              .anyMatch(line -> line.contains(
                  "a retreat is pending at the target, which" + " needs up to PT2M for it")),
          lines::toString);
      assertTrue(
          lines.stream()
              .anyMatch(
                  line -> line.contains("the target carries out fraud:7 100 %, fraud:8 0 %, PT1M")
                      && line.endsWith("after it was wanted")),
          lines::toString);
    }
  }

  /** The platform may say so by another code than that for a conflict; somebody else was faster, between the look and the update. */
  @Test
  void aStateThatAllowsNoUpdateIsBusyIfItIsAnUpdate() {
    AtomicInteger requests = new AtomicInteger();
    Runnable[] other = {() -> {}};
    try (Setting setting = new Setting(builder -> builder.token(() -> {
          if (requests.incrementAndGet() == 2) {
            other[0].run();
          }
          return "control-token";
        }))
        .prepared()) {
      setting.platform.answers().invalidStateWhileUpdating(true);
      try (DatabricksEndpoint faster = setting.another()) {
        other[0] = () -> assertInstanceOf(
            SubmitResult.Accepted.class, faster.target().submit(SplitIntent.to(percent(7))));
        SubmitResult.Busy busy = assertInstanceOf(
            SubmitResult.Busy.class, setting.target.submit(SplitIntent.to(percent(5))));
        assertTrue(busy.reason().contains("under way"), busy::reason);
        setting.time.advance(Duration.ofSeconds(31));
        assertEquals(7, setting.platform.percent(Setting.CANDIDATE_ENTITY.name()));
        assertInstanceOf(
            SubmitResult.Accepted.class, setting.target.submit(SplitIntent.to(percent(5))));
      }
    }
  }
}

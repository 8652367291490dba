package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole canaries by the engine, while the platform splits the traffic and gets into trouble. */
class DatabricksRolloutTest {

  private static final Duration GAP = Duration.ofMillis(20);

  private final Setting setting = new Setting();
  private final FakeDatabricks platform = setting.platform;
  private final ModelEndpoint endpoint = ModelEndpoint.builder("fraud")
      .live("7")
      .target(setting.target)
      .runtime(setting.time)
      .build();
  private final SplittableRandom chance = new SplittableRandom(2);
  private double candidateFails = .01;

  @AfterEach
  void close() {
    setting.close();
  }

  /** A step may cost more than by default, since a retreat takes two minutes. */
  private Rollout start() {
    return start(CanaryStrategy.stagesOfPercent(1, 5, 10, 25, 50));
  }

  private Rollout start(CanaryStrategy.Builder strategy) {
    RolloutPolicy policy = RolloutPolicy.builder()
        .blastRadius(
            BlastRadius.builder().maxFailures(100_000).failuresPerStep(100_000).build())
        .retireWithin(Duration.ofMinutes(10))
        .build();
    return endpoint.start(
        RolloutPlan.to("8")
            .strategy(strategy.bake(Duration.ofMinutes(5)).build())
            .policy(policy)
            .build(),
        "alice");
  }

  /** The platform sends each request somewhere and says where; Belay counts it there. */
  private void request() {
    ModelVersion version = platform.draw().equals("fraud-8") ? CANDIDATE : STABLE;
    boolean fails = chance.nextDouble() < (version.equals(CANDIDATE) ? candidateFails : .01);
    if (endpoint.split().parts().containsKey(version)) {
      if (fails) {
        endpoint.routeOf(version).failed(2_000_000);
      } else {
        endpoint.routeOf(version).succeeded(1_000_000);
      }
    }
    setting.time.advance(GAP);
  }

  private void until(BooleanSupplier condition) {
    long end = setting.time.nanoTime() + Duration.ofHours(26).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          setting.time.nanoTime() < end,
          () -> endpoint.rollout().orElseThrow().report().toText());
      request();
    }
  }

  private void untilShare(int percent) {
    until(() -> platform.percent("fraud-8") == percent);
  }

  private void untilEnd(Rollout rollout) {
    until(() -> rollout.state().phase().terminal());
    setting.time.settle();
  }

  private void forDuration(Duration duration) {
    long end = setting.time.nanoTime() + duration.toNanos();
    until(() -> setting.time.nanoTime() >= end);
  }

  private void assertPromoted(Rollout rollout, int updates) {
    untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertEquals(100, platform.percent("fraud-8"));
    assertEquals(updates, platform.accepted(), "updates");
  }

  private void assertRolledBack(Rollout rollout) {
    untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    assertEquals(0, platform.percent("fraud-8"));
  }

  @Test
  void promotesThroughFiveStagesWithEightUpdates() {
    assertPromoted(
        start(), 8); // One that adds, one for each stage, one for the whole, one that removes.
    assertFalse(platform.serves("fraud-7"));
    assertEquals(8, platform.puts().size());
  }

  @Test
  void rollsABadVersionBackAndLeavesItWithoutTraffic() {
    Rollout rollout = start();
    untilShare(5);
    candidateFails = .5;
    assertRolledBack(rollout);
    for (int i = 0; i < 1_000; i++) {
      assertEquals("fraud-7", platform.draw());
    }
  }

  @Test
  void waitsWhileThePlatformIsInConflict() {
    platform.failUpdates(Fault.CONFLICT, 3);
    assertPromoted(start(), 8);
  }

  @Test
  void waitsWhileThereAreTooManyRequests() {
    platform.failUpdates(Fault.TOO_MANY, 3);
    assertPromoted(start(), 8);
  }

  @Test
  void sendsAgainWhatWasLostAndNotWhatHadArrived() {
    platform.failUpdates(Fault.LOST_BEFORE, 1);
    platform.failUpdates(Fault.LOST_AFTER, 1);
    assertPromoted(start(), 8);
  }

  @Test
  void sendsAgainWhatCameToNothing() {
    platform.letUpdatesFail(1);
    assertPromoted(start(), 9);
  }

  @Test
  void isNotDisturbedByAStateThatItDoesNotKnow() {
    platform.answers().state("SOMETHING_NEW");
    assertPromoted(start(), 8);
  }

  @Test
  void stopsAndAsksWhenSomebodyElseMovesTraffic() {
    Rollout rollout = start(CanaryStrategy.stages(
        CanaryStage.percent(5).lasting(Duration.ofMinutes(20)), CanaryStage.percent(50)));
    untilShare(5);
    forDuration(Duration.ofSeconds(15));
    platform.changeByHand(Map.of("fraud-7", 80, "fraud-8", 20));
    until(() -> rollout.state().holds(Hold.FOREIGN_CHANGE));
    int updates = platform.accepted();
    forDuration(Duration.ofMinutes(10));
    assertEquals(20, platform.percent("fraud-8"), "nobody has been overruled");
    assertEquals(updates, platform.accepted());
    rollout.rollBack("bob", "leave it");
    assertRolledBack(rollout);
  }

  @Test
  void givesUpACandidateThatIsNeverReady() {
    setting.platform.neverReady("fraud-8");
    Rollout rollout = start();
    forDuration(Duration.ofMinutes(30));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    assertRolledBack(rollout);
    assertEquals(1, platform.puts().size());
  }

  @Test
  void rollsBackAndDoesNotAskForeverWhenTheCredentialIsNotAccepted() {
    Rollout rollout = start();
    platform.failUpdates(Fault.FORBIDDEN, 1);
    int before = platform.puts().size();
    assertRolledBack(rollout);
    assertEquals(1, platform.puts().size() - before);
  }
}

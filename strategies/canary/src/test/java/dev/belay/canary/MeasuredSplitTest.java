package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
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
import dev.belay.TargetChange;
import dev.belay.TrafficSplit;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.target.TrafficTarget.Assignment;
import dev.belay.target.TrafficTarget.Capabilities;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Calls that a platform has assigned are held against the split that it says is in force. */
class MeasuredSplitTest {

  private static final Duration CALL = Duration.ofMillis(200);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final SplittableRandom chance = new SplittableRandom(1);

  /** What the platform really does, in basis points; below zero, what it says. */
  private int told = -1;

  private FakeTarget target = FakeTarget.serving(STABLE);
  private ModelEndpoint endpoint = ModelEndpoint.builder("fraud").live("7").build();

  /** Begins a rollout on a platform that assigns calls like this. */
  private Rollout start(Assignment assignment, TargetChange whenChanged) {
    target = FakeTarget.builder(STABLE)
        .delay(Duration.ofSeconds(2), time)
        .capabilities(
            new Capabilities(100, 100, Duration.ofSeconds(4), Duration.ofSeconds(1), assignment))
        .build();
    endpoint =
        ModelEndpoint.builder("fraud").live("7").target(target).runtime(time).build();
    return endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stages(
                    CanaryStage.percent(10).lasting(Duration.ofMinutes(10)),
                    CanaryStage.percent(50).lasting(Duration.ofMinutes(10)))
                .bake(Duration.ofMinutes(2))
                .build())
            .policy(RolloutPolicy.builder()
                .whenTargetChanged(whenChanged)
                .blastRadius(BlastRadius.builder()
                    .maxFailures(100_000)
                    .failuresPerStep(10_000)
                    .build())
                .build())
            .build(),
        "alice");
  }

  /** A hundred requests a second, each assigned by the platform when it begins and reported when it ends, until this holds. */
  private void until(BooleanSupplier condition) {
    for (int i = 0; i < 1_000_000 && !condition.getAsBoolean(); i++) {
      int share = told < 0 ? target.inForce().basisPoints(CANDIDATE) : told;
      ModelVersion version = chance.nextInt(10_000) < share ? CANDIDATE : STABLE;
      time.schedule(CALL, () -> {
        if (endpoint.split().parts().containsKey(version)) {
          endpoint.routeOf(version).succeeded(CALL.toNanos());
        }
      });
      time.advance(Duration.ofMillis(10));
    }
    assertTrue(condition.getAsBoolean());
  }

  private void forRequests(int count) {
    int[] sent = {0};
    until(() -> sent[0]++ >= count);
  }

  @Test
  void aPlatformThatDoesWhatItSaysIsNoMismatch() {
    Rollout rollout = start(Assignment.BY_CALL, TargetChange.ASK);
    until(() -> rollout.state().phase().terminal());
    time.settle();
    assertThat(rollout).isPromoted();
    String report = rollout.report().toText();
    assertTrue(report.contains("random calls went to the candidate"), report);
  }

  /** At 10 % by its own word, and at 20 % by those who answered. */
  @Test
  void aPlatformThatRoutesAnotherShareStandsStill() {
    Rollout rollout = start(Assignment.BY_CALL, TargetChange.ASK);
    until(() -> rollout.state().phase() == Phase.EXPOSING);
    told = 2_000;
    until(() -> rollout.state().holds(Hold.SIGNAL));
    forRequests(200_000);
    assertEquals(0, rollout.state().stage());
    assertTrue(rollout.state().holds(Hold.SIGNAL), rollout::toString);
    String why = rollout.lastEvaluation().orElseThrow().toString();
    assertTrue(why.contains("this is not the split that was asked for"), why);
  }

  /** One that keeps the calls of a caller together may look like a mismatch at any moment. */
  @Test
  void aPlatformThatKeepsCallsTogetherIsNotHeldToIt() {
    Rollout rollout = start(Assignment.BY_KEY, TargetChange.ASK);
    until(() -> rollout.state().phase() == Phase.EXPOSING);
    told = 2_000;
    until(() -> rollout.state().stage() == 1);
  }

  /** For up to ten seconds nobody knows of it: what was counted until then proves nothing against the platform. */
  @Test
  void somebodyElsesChangeIsNoMismatch() {
    Rollout rollout = start(Assignment.BY_CALL, TargetChange.REASSERT);
    until(() -> rollout.state().phase() == Phase.EXPOSING && !rollout.state().holds(Hold.TARGET));
    for (int i = 0; i < 5; i++) {
      forRequests(3_000);
      target.changeByHand(TrafficSplit.between(STABLE, CANDIDATE, 9_000));
    }
    until(() -> rollout.state().phase().terminal());
    time.settle();
    assertThat(rollout).isPromoted();
    assertFalse(rollout.report().toText().contains("cannot be trusted"));
  }
}

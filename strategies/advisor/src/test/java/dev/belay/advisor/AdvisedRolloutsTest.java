package dev.belay.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ExpectedTraffic;
import dev.belay.Rollout;
import dev.belay.advisor.Advice.Kind;
import dev.belay.strategy.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is advised is run, and the plan comes to the right end. */
class AdvisedRolloutsTest {

  private static Advice advice(Kind kind) {
    RolloutNeeds.Builder needs = RolloutNeeds.at(ExpectedTraffic.perSecond(100).failing(.01))
        .nearInstantCutover(kind != Kind.CANARY);
    if (kind == Kind.BLUE_GREEN_AFTER_SLICE) {
      needs.partialExposure(PartialExposure.NEEDED);
    }
    Advice advice = RolloutAdvisor.advise(needs.build());
    assertEquals(kind, advice.kind());
    return advice;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void promotesAVersionThatIsNoWorse(Kind kind) {
    World world = new World();
    Rollout rollout = world.endpoint.start(advice(kind).plan("8"), "alice");
    world.untilPhase(rollout, Phase.PROMOTED);
    assertEquals(World.CANDIDATE, world.endpoint.live());
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void rollsBackAVersionThatIsTenTimesAsBadLongBeforeItHasEverything(Kind kind) {
    World world = new World();
    world.candidateFails(.1);
    Rollout rollout = world.endpoint.start(advice(kind).plan("8"), "alice");
    world.untilPhase(rollout, Phase.ROLLED_BACK);
    assertEquals(World.STABLE, world.endpoint.live());
    assertTrue(
        rollout.report().decisions().stream()
            .noneMatch(decision -> decision.to().phase() == Phase.BAKING),
        () -> rollout.report().toText());
    long requests = rollout.report().candidateCalls().all().requests();
    assertTrue(requests < 1_000, () -> rollout.report().toText());
  }
}

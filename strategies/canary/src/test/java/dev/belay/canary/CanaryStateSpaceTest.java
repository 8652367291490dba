package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.testkit.Exploration;
import dev.belay.testkit.StateSpace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every input in every state that a canary can reach. */
class CanaryStateSpaceTest {

  private static final RolloutPolicy PLAIN = RolloutPolicy.builder().build();

  /** Everything in a policy that may end a rollout or hold it. */
  private static final RolloutPolicy STRICT = RolloutPolicy.builder()
      .rollBackWhenUnavailableFor(Duration.ofMinutes(3))
      .blastRadius(BlastRadius.builder().maxRequests(10_000).maxSharePercent(20).build())
      .shadow(ShadowCalls.ofPercent(1).atLeast(1_000).build())
      .build();

  private static final CanaryStrategy FIXED = CanaryStrategy.stages(
          CanaryStage.percent(1).lasting(Duration.ofMinutes(5)).withRequests(500),
          CanaryStage.percent(10).lasting(Duration.ofMinutes(20)).withApproval(),
          CanaryStage.percent(50))
      .build();

  @Test
  void fixedStagesWithAnApprovalAreSound() {
    explore(FIXED, PLAIN, 3_500, 400_000);
  }

  @Test
  void fixedStagesUnderEveryCapAreSound() {
    explore(FIXED, STRICT, 4_500, 600_000);
  }

  @Test
  void theLadderPacedByTheEvidenceIsSound() {
    explore(CanaryStrategy.paced().build(), PLAIN, 7_500, 1_500_000);
  }

  @Test
  void aHoldBackIsSound() {
    explore(
        CanaryStrategy.stagesOfPercent(5, 25).holdBackPercent(5).build(), PLAIN, 1_000, 100_000);
  }

  private static void explore(
      CanaryStrategy canary, RolloutPolicy policy, int states, long transitions) {
    Exploration found = StateSpace.of(canary, policy).table(canary.table()).explore();
    found.requireSound().requireEveryRowTaken();
    assertTrue(found.states() >= states && found.transitions() >= transitions, found::toText);
  }
}

package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.PlanCheck;
import dev.belay.PlanCheck.Trap;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import org.junit.jupiter.api.Test;

/** What the check of a plan finds in a blue-green. */
class BlueGreenCheckTest {

  private static PlanCheck check(BlueGreenStrategy.Builder strategy, RolloutPolicy.Builder policy) {
    return RolloutPlan.to("8")
        .strategy(strategy.build())
        .policy(policy.build())
        .build()
        .check();
  }

  @Test
  void aHoldBackOfNextToNothingIsNoEvidence() {
    PlanCheck tiny =
        check(BlueGreenStrategy.atOnce().holdBackPercent(.99), RolloutPolicy.builder());
    assertEquals(Trap.NO_EVIDENCE, tiny.errors().get(0).trap());

    RolloutPolicy.Builder shadowed =
        RolloutPolicy.builder().shadow(ShadowCalls.ofPercent(5).build());
    assertTrue(check(BlueGreenStrategy.atOnce().holdBackPercent(.99), shadowed).startable());
    assertTrue(check(BlueGreenStrategy.atOnce().holdBackPercent(1), RolloutPolicy.builder())
        .startable());
  }

  @Test
  void aCapThatAHealthyCandidateSpendsDuringTheBakeIsFoundAfterAProofInTheShadow() {
    PlanCheck spent = check(
        BlueGreenStrategy.atOnce(),
        RolloutPolicy.builder()
            .expectedTraffic(ExpectedTraffic.perSecond(100).failing(.01))
            .blastRadius(BlastRadius.builder().maxFailures(50).build())
            .shadow(ShadowCalls.ofPercent(5).build()));
    assertEquals(Trap.BLAST_RADIUS, spent.errors().get(0).trap(), spent::toText);
  }
}

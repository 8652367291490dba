package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.testkit.Exploration;
import dev.belay.testkit.StateSpace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every input in every state that a blue-green can reach. */
class BlueGreenStateSpaceTest {

  private static final RolloutPolicy PLAIN = RolloutPolicy.builder().build();

  /** Everything in a policy that may end a rollout or hold it. */
  private static final RolloutPolicy STRICT = RolloutPolicy.builder()
      .rollBackWhenUnavailableFor(Duration.ofMinutes(3))
      .blastRadius(BlastRadius.builder().maxRequests(10_000).maxSharePercent(20).build())
      .shadow(ShadowCalls.ofPercent(1).atLeast(1_000).build())
      .build();

  private static final Slice SLICE =
      Slice.percent(5).lasting(Duration.ofMinutes(5)).withRequests(500);

  @Test
  void aCutoverAtOnceIsSound() {
    explore(BlueGreenStrategy.atOnce().build(), PLAIN, 650, 80_000);
  }

  @Test
  void aCutoverAtOnceUnderEveryCapIsSound() {
    explore(BlueGreenStrategy.atOnce().build(), STRICT, 800, 120_000);
  }

  @Test
  void aCutoverAtOnceWithAHoldBackIsSound() {
    explore(BlueGreenStrategy.atOnce().holdBackPercent(10).build(), PLAIN, 900, 100_000);
  }

  @Test
  void aCutoverAtOnceThatIsApprovedIsSound() {
    explore(BlueGreenStrategy.atOnce().approvedCutover().build(), PLAIN, 900, 100_000);
  }

  @Test
  void aCutoverAfterASliceIsSound() {
    explore(BlueGreenStrategy.afterSlice(SLICE).build(), PLAIN, 900, 100_000);
  }

  @Test
  void aCutoverAfterAnApprovedSliceWithAHoldBackIsSound() {
    explore(
        BlueGreenStrategy.afterSlice(SLICE.withApproval()).holdBackPercent(10).build(),
        STRICT,
        3_500,
        500_000);
  }

  private static void explore(
      BlueGreenStrategy strategy, RolloutPolicy policy, int states, long transitions) {
    Exploration found = StateSpace.of(strategy, policy).table(strategy.table()).explore();
    found.requireSound().requireEveryRowTaken();
    assertTrue(found.states() >= states && found.transitions() >= transitions, found::toText);
  }
}

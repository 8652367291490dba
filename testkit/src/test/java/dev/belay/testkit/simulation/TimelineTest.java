package dev.belay.testkit.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPlan;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeDegradation;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.TwistedStrategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void keepsTheEvaluationThatDecidedOfALongRollout() {
    FakeModel stable = FakeModel.builder().failureRate(.01).build();
    FakeDegradation late =
        FakeDegradation.from(Duration.ofMinutes(10)).over(Duration.ofMinutes(1)).failureRateTo(.3);
    for (long seed = 0; seed < 5; seed++) {
      SimulationResult result = Simulation.of(
              RolloutPlan.to("8").strategy(TwistedStrategy.honest()).build())
          .stable(stable)
          .candidate(stable.toBuilder().degradation(late).build())
          .traffic(Traffic.perSecond(5))
          .seed(seed)
          .withTimeline()
          .run();
      assertEquals(Phase.ROLLED_BACK, result.phase(), result::toText);
      List<TimelinePoint> points = result.timeline();
      assertTrue(points.size() > 300 && points.size() <= 600, () -> points.size() + " points");
      TimelinePoint last = points.get(points.size() - 1);
      assertEquals(0, last.share(), result::toText);
      assertTrue(last.rollbackEvidence() >= Math.log(100), last::toString);
    }
  }
}

package com.example.fraud;

import dev.belay.RolloutPlan;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.rehearsal.Regression;
import dev.belay.testkit.rehearsal.Rehearsal;
import dev.belay.testkit.rehearsal.RehearsalResult;
import dev.belay.testkit.simulation.Histories;
import dev.belay.testkit.simulation.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many users would a bad version hurt under our plan? */
class RolloutPlanTest {

  private static final RolloutPlan PLAN = FraudService.plan("2", new ReviewQueue().signal());

  @Test
  void aBadVersionHurtsFewUsersAndAGoodOneIsOutWithinTheHour() throws IOException {
    RehearsalResult result = Rehearsal.of(PLAN)
        .traffic(Traffic.perSecond(100))
        .stable(FakeModel.builder().failureRate(.01).build())
        .regression(Regression.failing(3))
        .regression(Regression.dying(Duration.ofMinutes(2)))
        .runs(20)
        .rehearse();
    result.writeHtml(Path.of("target/rehearsal.html"));
    System.out.println(result.toText());

    result
        .requireFalseRollbacksAtMost(.1)
        .requireMissedAtMost(.1)
        .requirePromotedWithin(Duration.ofHours(1), .9)
        .requireFailuresSeenAtMost(10, .95);
  }

  @Test
  void keepsItsPromisesWhateverHappens() {
    Histories.of(PLAN).number(200).requireSound();
  }
}

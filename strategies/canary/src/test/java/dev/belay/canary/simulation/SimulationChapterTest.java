package dev.belay.canary.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPlan;
import dev.belay.canary.CanaryStrategy;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.rehearsal.Regression;
import dev.belay.testkit.rehearsal.Rehearsal;
import dev.belay.testkit.simulation.Fault;
import dev.belay.testkit.simulation.Histories;
import dev.belay.testkit.simulation.Simulation;
import dev.belay.testkit.simulation.SimulationResult;
import dev.belay.testkit.simulation.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The simulations that docs/testing.md shows. */
class SimulationChapterTest {

  private static final RolloutPlan PLAN =
      RolloutPlan.to("8").strategy(CanaryStrategy.paced().build()).build();
  private static final FakeModel STABLE = FakeModel.builder().failureRate(.01).build();

  // testing begins: simulation
  @Test
  void aStoreThatIsDownDelaysNoRetreat() {
    SimulationResult result = Simulation.of(PLAN)
        .traffic(Traffic.perSecond(50))
        .stable(STABLE)
        .candidate(
            FakeModel.builder().outage(FakeOutage.from(Duration.ofMinutes(3))).build())
        .fault(Fault.storeDown(Duration.ofMinutes(2), Duration.ofHours(1)))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase(), result::toText);
    assertTrue(result.report().candidateCalls().all().failures() <= 20, result::toText);
    assertEquals(0, result.report().failuresSeenByCallers(), result::toText);
    assertTrue(result.elapsed().compareTo(Duration.ofHours(1)) > 0, "then the end was written");
  }
  // testing ends

  // testing begins: rehearsal
  @Test
  void aBadVersionWouldHurtFewUsers() {
    rehearsal()
        .rehearse()
        .requireFalseRollbacksAtMost(.1)
        .requireMissedAtMost(.1)
        .requirePromotedWithin(Duration.ofHours(1), .9)
        .requireFailuresSeenAtMost(10, .95);
  }

  private static Rehearsal rehearsal() {
    return Rehearsal.of(PLAN)
        .traffic(Traffic.perSecond(50))
        .stable(STABLE)
        .regression(Regression.failing(3))
        .regression(Regression.dying(Duration.ofMinutes(10)))
        .runs(10);
  }
  // testing ends

  // testing begins: histories
  @Test
  void keepsItsPromisesWhateverHappens() {
    Histories.of(PLAN).number(100).requireSound();
  }
  // testing ends

  @Test
  void theDocumentShowsTheTableOfTheRehearsal() throws IOException {
    String table = rehearsal().rehearse().toText();
    assertTrue(Files.readString(Path.of("../../docs/testing.md")).contains(table), table);
  }
}

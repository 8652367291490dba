package dev.belay.canary.simulation;

import static dev.belay.canary.simulation.Plans.USUAL;
import static dev.belay.canary.simulation.Plans.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeClasses;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeScores;
import dev.belay.testkit.simulation.Simulation;
import dev.belay.testkit.simulation.SimulationResult;
import dev.belay.testkit.simulation.TimelinePoint;
import dev.belay.testkit.simulation.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole rollouts by a canary, without faults. */
class SimulationTest {

  private static Simulation usual() {
    return Simulation.of(Plans.quick())
        .traffic(Traffic.perSecond(100))
        .stable(USUAL)
        .candidate(USUAL);
  }

  @Test
  void tellsTheSameStoryForTheSameSeed() {
    SimulationResult once = usual().seed(7).faultsAtRandom(60).withTimeline().run();
    SimulationResult again = usual().seed(7).faultsAtRandom(60).withTimeline().run();

    assertEquals(once.toText(), again.toText());
    assertEquals(once.journal(), again.journal());
    assertEquals(once.timeline(), again.timeline());
    assertEquals(once.faults(), again.faults());
    assertFalse(once.faults().isEmpty());
    assertNotEquals(once.toText(), usual().seed(8).faultsAtRandom(60).run().toText());
  }

  @Test
  void promotesACandidateThatIsAsGoodAndAnswersEverybody() {
    SimulationResult result = usual().run();

    assertEquals(Phase.PROMOTED, result.phase(), result::toText);
    assertTrue(result.ended());
    assertEquals("", result.waitedFor());
    assertEquals(
        result.requests().sent(),
        result.requests().answered() + result.requests().failed());
    assertTrue(result.requests().failed() > 0, "what stable fails is seen");
    assertTrue(result.requests().failed() < .01 * result.requests().sent(), "the rest is shielded");
    long counted = result.report().stableCalls().all().requests()
        + result.report().candidateCalls().all().requests();
    assertTrue(counted <= result.requests().sent() + result.report().failuresAnswered());
    assertTrue(counted >= .99 * result.requests().sent(), "all but those after the end");
  }

  @Test
  void sendsABadCandidateBack() {
    SimulationResult result = usual().candidate(failing(.1)).run();

    assertEquals(Phase.ROLLED_BACK, result.phase(), result::toText);
    assertTrue(result.report().toText().contains("unhealthy"), result::toText);
  }

  @Test
  void stopsAtItsBoundAndSaysWhatItWaitedFor() {
    RolloutPlan plan = Plans.quick().toBuilder()
        .strategy(
            CanaryStrategy.stages(CanaryStage.percent(10).withApproval(), CanaryStage.percent(33))
                .build())
        .build();
    SimulationResult result = Simulation.of(plan)
        .traffic(Traffic.perSecond(20))
        .stable(USUAL)
        .candidate(USUAL)
        .bound(Duration.ofHours(2))
        .run();

    assertFalse(result.ended());
    assertEquals(Phase.EXPOSING, result.phase());
    assertEquals(Duration.ofHours(2), result.elapsed());
    assertTrue(result.waitedFor().contains("APPROVAL"), result::waitedFor);
    assertTrue(
        result.toText().contains("not ended after PT2H\n  it waited for [APPROVAL]"),
        result::toText);
  }

  @Test
  void goesOnWhenAPersonApproves() {
    RolloutPlan plan = Plans.quick().toBuilder()
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(10).withApproval(), CanaryStage.percent(33).withApproval())
            .bake(Duration.ofMinutes(1))
            .build())
        .build();
    SimulationResult result = Simulation.of(plan)
        .traffic(Traffic.perSecond(100))
        .stable(USUAL)
        .candidate(USUAL)
        .approvedAfter(Duration.ofMinutes(10))
        .run();

    assertEquals(Phase.PROMOTED, result.phase(), result::toText);
    assertTrue(result.elapsed().compareTo(Duration.ofMinutes(20)) >= 0);
  }

  @Test
  void letsAPersonCommand() {
    SimulationResult result = usual()
        .at(Duration.ofSeconds(20), rollout -> rollout.pause("alice"))
        .at(Duration.ofMinutes(30), rollout -> rollout.rollBack("alice", "enough"))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase());
    assertTrue(result.toText().contains("rolled back by alice (enough)"), result::toText);
    assertEquals(Duration.ofMinutes(30).toSeconds(), result.elapsed().toSeconds());
  }

  @Test
  void callsTheHooksOfThePlan() {
    List<String> called = new ArrayList<>();
    RolloutPlan plan = Plans.quick().toBuilder()
        .prepare(Preparation.builder()
            .warmUp(1, version -> called.add("warm up " + version))
            .build())
        .release(version -> called.add("release " + version))
        .build();
    Simulation.of(plan).live("7").traffic(Traffic.perSecond(100)).stable(USUAL).run();

    assertEquals(List.of("warm up model:8", "release model:7"), called);
  }

  @Test
  void comparesUsersWhereCallsAreSticky() {
    SimulationResult result = usual()
        .traffic(Traffic.perSecond(200).fromUsers(5_000))
        .candidate(failing(.2))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase(), result::toText);
    assertEquals(0, result.report().candidateCalls().random().requests());
    assertTrue(result.report().candidateCalls().sticky().requests() > 0);
  }

  @Test
  void reportsClassesScoresAndQuality() {
    FakeModel other = USUAL.toBuilder().classes(FakeClasses.weights(.2, .8)).build();
    FakeModel usual = USUAL.toBuilder().classes(FakeClasses.weights(.8, .2)).build();
    SimulationResult classes = Simulation.of(Plans.quick(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .signal(Predictions.ofClasses(2).build())
            .build()))
        .traffic(Traffic.perSecond(100))
        .stable(usual)
        .candidate(other)
        .reportingClasses()
        .run();
    assertTrue(classes.toText().contains("unhealthy: predictions"), classes::toText);

    FakeModel worse = USUAL.toBuilder().scores(FakeScores.normal(.3, .1)).build();
    FakeModel better = USUAL.toBuilder().scores(FakeScores.normal(.8, .1)).build();
    SimulationResult quality = Simulation.of(Plans.quick(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .signal(Quality.againstStable().build())
            .build()))
        .traffic(Traffic.perSecond(100))
        .stable(better)
        .candidate(worse)
        .reportingQuality(Duration.ofSeconds(5))
        .run();
    assertTrue(quality.toText().contains("unhealthy: quality"), quality::toText);

    SimulationResult scores = Simulation.of(Plans.quick(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .signal(Predictions.ofScores().build())
            .build()))
        .traffic(Traffic.perSecond(100))
        .stable(better)
        .candidate(worse)
        .reportingScores()
        .run();
    assertTrue(scores.toText().contains("unhealthy: predictions"), scores::toText);
  }

  @Test
  void keepsSomeHundredMomentsHoweverLongItTakes() {
    List<TimelinePoint> shortOne =
        usual().candidate(failing(1)).withTimeline().run().timeline();
    List<TimelinePoint> longOne = usual()
        .traffic(Traffic.perSecond(2))
        .bound(Duration.ofDays(2))
        .withTimeline()
        .run()
        .timeline();

    assertFalse(shortOne.isEmpty());
    assertTrue(longOne.size() >= 200 && longOne.size() <= 600, () -> "" + longOne.size());
    for (int i = 1; i < longOne.size(); i++) {
      assertTrue(longOne.get(i).at().compareTo(longOne.get(i - 1).at()) > 0);
      assertTrue(longOne.get(i).candidateRequests() >= longOne.get(i - 1).candidateRequests());
    }
    assertTrue(usual().run().timeline().isEmpty(), "nobody asked for it");
  }

  @Test
  void countsADayOfSwingingTrafficAsItWasDescribed() {
    RolloutPlan plan =
        Plans.quick(RolloutPolicy.builder().minimumRequests(1_000_000).build());
    SimulationResult result = Simulation.of(plan)
        .traffic(Traffic.perSecond(4).daily(.5))
        .bound(Duration.ofHours(24))
        .run();

    // 86,400 s at a mean of 3 requests/s: within 5 standard deviations.
    assertEquals(259_200., (double) result.requests().sent(), 5 * Math.sqrt(259_200));

    SimulationResult even = Simulation.of(plan)
        .traffic(Traffic.perSecond(4).evenly().burst(Duration.ofHours(1), Duration.ofHours(1), 2))
        .bound(Duration.ofHours(3))
        .run();
    assertEquals(4. * 3_600 * 4, (double) even.requests().sent(), 2);
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "requests must be in (0, 1000000.0], but was 0.0",
        assertThrows(IllegalArgumentException.class, () -> Traffic.perSecond(0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Traffic.perSecond(1).daily(0));
    assertThrows(IllegalArgumentException.class, () -> Traffic.perSecond(1).fromUsers(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Traffic.perSecond(1).burst(Duration.ZERO, Duration.ZERO, 0));
    assertThrows(IllegalArgumentException.class, () -> usual().bound(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> usual().faultsAtRandom(-1));
    assertThrows(IllegalArgumentException.class, () -> usual().live("no such name!"));
  }
}

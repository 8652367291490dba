package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.Route;
import dev.belay.TrafficSplit;
import dev.belay.Undecided;
import dev.belay.health.FailureRate;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole rollouts in virtual time: real engine, strategy, signals and store. */
class CanaryRolloutTest {

  private static CanaryStrategy quick() {
    return CanaryStrategy.stagesOfPercent(5, 25, 50).bake(Duration.ofMinutes(1)).build();
  }

  @Test
  void promotesAVersionThatIsNoWorse() {
    Simulation simulation = new Simulation(1);
    Rollout rollout = simulation.start(quick());

    simulation.untilEnd(rollout);

    RolloutReport report = rollout.completion().toCompletableFuture().join();
    assertEquals(Phase.PROMOTED, report.phase(), report::toText);
    assertEquals(CANDIDATE, simulation.endpoint.live());
    assertEquals(TrafficSplit.all(CANDIDATE), simulation.endpoint.split());
    assertEquals(CANDIDATE, simulation.endpoint.route().version());
    List<Integer> shares = report.decisions().stream()
        .filter(decision -> decision.isStep())
        .map(decision -> decision.to().split().basisPoints(CANDIDATE))
        .distinct()
        .toList();
    assertEquals(List.of(0, 500, 2_500, 5_000, 10_000), shares);
  }

  @Test
  void rollsBackAVersionThatFailsMore() {
    Simulation simulation = new Simulation(2).candidateFails(.1);
    Rollout rollout = simulation.start(quick());

    simulation.untilEnd(rollout);

    RolloutReport report = rollout.report();
    assertEquals(Phase.ROLLED_BACK, report.phase(), report::toText);
    assertEquals(STABLE, simulation.endpoint.live());
    assertEquals(TrafficSplit.all(STABLE), simulation.endpoint.split());
    assertTrue(report.candidateCalls().all().failures() < 40, report::toText);
    assertTrue(report.toText().contains("unhealthy: failure rate"), report::toText);
    assertTrue(report.firstFailureToRetreat().isPresent());
  }

  @Test
  void promotesWhereNothingEverFails() {
    Simulation simulation = new Simulation(3).failureRates(0, 0).requestsPerSecond(1_000);
    Rollout rollout = simulation.start(quick());

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
  }

  @Test
  void pacesByTheEvidenceAndKeepsABadVersionSmall() {
    Simulation simulation = new Simulation(4).candidateFails(1).requestsPerSecond(1_000);
    Rollout rollout = simulation.start(CanaryStrategy.paced().build());

    simulation.untilEnd(rollout);

    RolloutReport report = rollout.report();
    assertEquals(Phase.ROLLED_BACK, report.phase());
    // The first share is small enough that even a dead candidate costs a handful before it is gone.
    assertTrue(report.candidateCalls().all().failures() <= 10, report::toText);
  }

  @Test
  void pacesFasterForAGoodVersionThanTheStagesWouldLast() {
    Simulation simulation = new Simulation(5).requestsPerSecond(500);
    Rollout rollout =
        simulation.start(CanaryStrategy.paced().bake(Duration.ZERO).build());

    simulation.untilEnd(rollout);

    RolloutReport report = rollout.report();
    assertEquals(Phase.PROMOTED, report.phase(), report::toText);
    Duration took = Duration.between(report.startedAt(), report.endedAt().orElseThrow());
    assertTrue(took.compareTo(Duration.ofMinutes(5)) < 0, report::toText);
  }

  @Test
  void tripsOnADeadCandidateInTheCallThatSpendsTheBreaker() {
    Simulation simulation = new Simulation(6);
    RolloutPolicy policy = RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxConsecutiveFailures(3).build())
        .build();
    Rollout rollout = startAndExpose(simulation, policy);
    Route candidate = simulation.endpoint.routeOf(CANDIDATE);

    candidate.failed(1);
    candidate.failed(1);
    assertTrue(simulation.endpoint.split().basisPoints(CANDIDATE) > 0);
    candidate.failed(1);

    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    simulation.time.advance(Duration.ofSeconds(1));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().toText().contains("3 times in a row"), rollout.report()::toText);
  }

  @Test
  void spendsExactlyTheFailuresThatTheBlastRadiusAllows() {
    Simulation simulation = new Simulation(7).candidateFails(.02);
    RolloutPolicy policy = RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxFailures(7).build())
        .build();
    Rollout rollout = startAndExpose(simulation, policy);

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(7, rollout.report().candidateCalls().all().failures());
  }

  @Test
  void rollsBackWhatIsNotProvenByTheDeadline() {
    Simulation simulation = new Simulation(8);
    RolloutPolicy policy =
        RolloutPolicy.builder().deadline(Duration.ofMinutes(3)).build();
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(1).bake(Duration.ZERO).build())
            .policy(policy)
            .build(),
        "alice");

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(
        rollout.report().toText().contains("not proven by the deadline"), rollout.report()::toText);
  }

  @Test
  void waitsForAPersonAtTheDeadlineIfThePolicySaysSo() {
    Simulation simulation = new Simulation(9);
    RolloutPolicy policy = RolloutPolicy.builder()
        .deadline(Duration.ofMinutes(3))
        .whenUndecided(Undecided.PAUSE)
        .build();
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(1).bake(Duration.ZERO).build())
            .policy(policy)
            .build(),
        "alice");

    simulation.forDuration(Duration.ofMinutes(10));
    assertTrue(rollout.state().holds(Hold.PAUSED));
    assertEquals(100, simulation.endpoint.split().basisPoints(CANDIDATE));

    rollout.resume("bob");
    simulation.forDuration(Duration.ofMinutes(1));
    assertFalse(rollout.state().holds(Hold.PAUSED), "a person gave it the deadline once more");
  }

  @Test
  void endsWhenTheExposureIsSpentWithoutAProof() {
    Simulation simulation = new Simulation(10);
    RolloutPolicy policy = RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxRequests(200).build())
        .build();
    Rollout rollout = startAndExpose(simulation, policy);

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    long exposed = rollout.report().candidateCalls().all().requests();
    assertTrue(exposed >= 200 && exposed < 300, "exposed " + exposed);
  }

  @Test
  void promotesAServiceOfWhichAllCallsAreSticky() {
    Simulation simulation = new Simulation(11).sticky();
    Rollout rollout = startAndExpose(simulation, RolloutPolicy.builder().build());

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertTrue(
        rollout.report().toText().contains("users differ so much"), rollout.report()::toText);
  }

  @Test
  void rollsBackAVersionThatFailsMoreForUsersWhoStayOnIt() {
    Simulation simulation = new Simulation(11).sticky().candidateFails(.2);
    RolloutPolicy policy = RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxConsecutiveFailures(1_000).build())
        .build();
    Rollout rollout = startAndExpose(simulation, policy);

    simulation.untilEnd(rollout);

    assertEquals(
        Phase.ROLLED_BACK, rollout.state().phase(), () -> rollout.report().toText());
    assertTrue(
        rollout.report().toText().contains("unhealthy: failure rate"), rollout.report()::toText);
  }

  @Test
  void keepsComparingWithAHoldBackAndLeavesTheBakeWhenTheCandidateGoesBad() {
    Simulation simulation = new Simulation(12).requestsPerSecond(500);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50)
        .holdBackPercent(5)
        .bake(Duration.ofHours(2))
        .build());
    simulation.untilPhase(rollout, Phase.BAKING);
    simulation.forDuration(Duration.ofMinutes(2));
    assertEquals(9_500, simulation.endpoint.split().basisPoints(CANDIDATE));

    simulation.candidateFails(.05);
    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  @Test
  void givesTheHoldBackToTheCandidateWhenTheBakeIsOver() {
    Simulation simulation = new Simulation(13).requestsPerSecond(500);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50)
        .holdBackPercent(5)
        .bake(Duration.ofMinutes(5))
        .build());

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(TrafficSplit.all(CANDIDATE), simulation.endpoint.split());
  }

  @Test
  void aJumpOfTheWallClockShortensNoBake() {
    Simulation simulation = new Simulation(14).requestsPerSecond(500);
    Rollout rollout = simulation.start(
        CanaryStrategy.stagesOfPercent(5, 50).bake(Duration.ofMinutes(30)).build());
    simulation.untilPhase(rollout, Phase.BAKING);
    long bakeBegan = simulation.time.nanoTime();

    simulation.time.jumpWallClock(Duration.ofDays(2));
    simulation.forDuration(Duration.ofMinutes(5));
    simulation.time.jumpWallClock(Duration.ofDays(-9));
    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    Duration baked = Duration.ofNanos(simulation.time.nanoTime() - bakeBegan);
    assertTrue(baked.compareTo(Duration.ofMinutes(30)) >= 0, "baked for " + baked);
    assertTrue(baked.compareTo(Duration.ofMinutes(31)) < 0, "baked for " + baked);
  }

  @Test
  void rollsBackOnAnObjectiveAlone() {
    Simulation simulation = new Simulation(15).failureRates(.05, .05);
    RolloutPolicy policy =
        RolloutPolicy.builder().signal(FailureRate.atMost(.01)).build();
    Rollout rollout = startAndExpose(simulation, policy);

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().toText().contains("failure objective"), rollout.report()::toText);
  }

  @Test
  void creditsALateOutcomeToTheStageThatServedIt() {
    Simulation simulation = new Simulation(16);
    Rollout rollout = startAndExpose(simulation, RolloutPolicy.builder().build());
    Route early = simulation.endpoint.routeOf(CANDIDATE);
    int stage = rollout.state().stage();
    simulation.until(() -> rollout.state().stage() > stage);
    simulation.time.advance(Duration.ofSeconds(2));
    long inStage =
        rollout.lastEvaluation().orElseThrow().candidateInStage().all().requests();
    long before = rollout.report().candidateCalls().all().requests();

    for (int i = 0; i < 5; i++) {
      early.succeeded(1);
    }
    simulation.time.advance(Duration.ofSeconds(2));

    assertEquals(before + 5, rollout.report().candidateCalls().all().requests());
    assertEquals(
        inStage, rollout.lastEvaluation().orElseThrow().candidateInStage().all().requests());
    assertEquals(early, simulation.endpoint.routeOf(early.token()));
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    String[] reports = new String[2];
    for (int i = 0; i < 2; i++) {
      Simulation simulation = new Simulation(17).candidateFails(.03);
      Rollout rollout = simulation.start(quick());
      simulation.untilEnd(rollout);
      reports[i] = rollout.report().toText();
    }
    assertEquals(reports[0], reports[1]);
  }

  /**
   * The promise of the policy, on the whole engine: 300 rollouts of a candidate exactly at its tolerance. With a true
   * probability of 1 % more than 11 false rollbacks have a probability of 4 in 100,000; measured rates are far lower.
   */
  @Test
  void rollsBackAVersionAtItsToleranceNoMoreOftenThanPromised() {
    int rolledBack = 0;
    for (int seed = 0; seed < 300; seed++) {
      Simulation simulation =
          new Simulation(1_000 + seed).failureRates(.02, .024).requestsPerSecond(50);
      Rollout rollout = simulation.start(
          CanaryStrategy.stages(CanaryStage.percent(50).lasting(Duration.ofHours(1)))
              .build());
      simulation.forDuration(Duration.ofMinutes(2));
      rolledBack += rollout.state().phase() == Phase.ROLLED_BACK ? 1 : 0;
    }
    assertTrue(rolledBack <= 11, rolledBack + " of 300 were rolled back");
  }

  private static Rollout startAndExpose(Simulation simulation, RolloutPolicy policy) {
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(20, 50)
                .bake(Duration.ofMinutes(1))
                .build())
            .policy(policy)
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.time.settle();
    assertEquals(Set.of(STABLE, CANDIDATE), simulation.endpoint.split().parts().keySet());
    return rollout;
  }
}

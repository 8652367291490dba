package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.CommandResult;
import dev.belay.Preparation;
import dev.belay.RolloutDecision;
import dev.belay.RolloutPlan;
import dev.belay.Route;
import dev.belay.TrafficSplit;
import dev.belay.health.Quality;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A rollout goes on in another process where the one before was killed. */
class ResumeTest extends Lives {

  private static final RolloutPlan CAPPED = PLAN.toBuilder()
      .policy(PLAN.policy().toBuilder()
          .blastRadius(BlastRadius.builder().maxFailures(60).build())
          .build())
      .build();

  @Test
  void comesBackWithTheShareThatIsWrittenDownAndEndsWell() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    first.forDuration(MINUTE);

    Simulation next = boot(PLAN);
    assertEquals(TrafficSplit.all(STABLE), next.endpoint.split(), "nothing is in force unwritten");
    next.time.settle();

    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    assertEquals("fraud:8#1", rollout(next).id());
    next.untilEnd(rollout(next));
    assertEquals(Phase.PROMOTED, rollout(next).state().phase());
    assertEquals(CANDIDATE, next.endpoint.live());
    assertThat(journal()).isContiguous().keepsTheInvariants(PLAN.policy()).endsIn(Phase.PROMOTED);
  }

  @Test
  void countsTheTimeInForceAndNoneWithoutAProcess() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.BAKING);
    first.forDuration(Duration.ofMinutes(20));
    time.jumpWallClock(Duration.ofHours(5));

    Simulation next = boot(PLAN);
    RolloutState before = last().state();
    next.forDuration(Duration.ofMinutes(8));
    assertEquals(Phase.BAKING, rollout(next).state().phase(), "30 minutes have not passed");
    Input.Restarted restarted = (Input.Restarted) restarts().get(0).input();
    assertTrue(restarted.away().compareTo(Duration.ofHours(5)) >= 0, restarted::toString);
    assertTrue(
        restarted.away().compareTo(Duration.ofHours(5).plusSeconds(6)) <= 0, restarted::toString);
    assertEquals(
        Duration.between(before.since(), before.deadline()),
        Duration.between(rollout(next).state().since(), rollout(next).state().deadline()),
        "the deadline has moved with everything else");

    next.forDuration(Duration.ofMinutes(3));
    assertEquals(
        Phase.PROMOTED, rollout(next).state().phase(), () -> rollout(next).toString());
  }

  @Test
  void aWallClockThatIsSetBackTakesNothingBack() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.BAKING);
    first.forDuration(Duration.ofMinutes(20));
    time.jumpWallClock(Duration.ofHours(-5));

    Simulation next = boot(PLAN);
    next.forDuration(Duration.ofMinutes(11));

    assertEquals(Phase.PROMOTED, rollout(next).state().phase());
    Instant before = Instant.MIN;
    for (JournalRecord record : journal()) {
      assertFalse(record.at().isBefore(before), record::toString);
      before = record.at();
    }
  }

  @Test
  void goesOnWithTheEvidenceAndCountsNoCallTwice() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    first.forDuration(Duration.ofMinutes(5));
    long seen = rollout(first).report().candidateCalls().all().requests();
    long stable = rollout(first).report().stableCalls().all().requests();
    double evidence = promotionEvidence(first);

    Simulation next = boot(PLAN);
    next.time.settle();
    long kept = rollout(next).report().candidateCalls().all().requests();
    assertTrue(kept <= seen && kept > seen * .95, kept + " of " + seen);
    long keptOfStable = rollout(next).report().stableCalls().all().requests();
    assertTrue(keptOfStable <= stable && keptOfStable > stable * .95);
    next.forDuration(Duration.ofSeconds(2));
    assertTrue(
        Math.abs(promotionEvidence(next) - evidence) < .5 * evidence,
        promotionEvidence(next) + " after " + evidence);
  }

  private static double promotionEvidence(Simulation simulation) {
    return rollout(simulation).lastEvaluation().orElseThrow().promotionEvidence();
  }

  @Test
  void startsTheEvidenceAnewWhenNoneWasSaved() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    RolloutStore without = RolloutStore.inMemory();
    copy(without);
    process.kill();

    Simulation next = new Simulation(
            7,
            time,
            builder -> builder
                .runtime(time.newProcess())
                .store(without)
                .resume(candidate -> Optional.of(PLAN)))
        .requestsPerSecond(100);
    next.time.settle();
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    assertEquals(0, rollout(next).report().candidateCalls().all().requests());
    next.untilEnd(rollout(next));
    assertEquals(Phase.PROMOTED, rollout(next).state().phase());
  }

  private void copy(RolloutStore to) {
    try {
      var lease = to.acquire("fraud", "a test").orElseThrow();
      for (JournalRecord record : journal()) {
        to.append(lease, record);
      }
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givesNothingOfTheBlastRadiusBack() {
    // Fails too seldom to be condemned soon, and too often for 60 failures to last.
    Simulation first = started(CAPPED).failureRates(.1, .13);
    first.until(() -> rollout(first).report().candidateCalls().all().failures() == 30);
    first.forDuration(Duration.ofMillis(300));

    Simulation next = boot(CAPPED).failureRates(.1, .13);
    next.untilEnd(rollout(next));

    assertEquals(Phase.ROLLED_BACK, rollout(next).state().phase());
    assertTrue(
        rollout(next).report().toText().contains("failed 60 times, the blast radius allows 60"),
        rollout(next).report()::toText);
    assertEquals(60, rollout(next).report().candidateCalls().all().failures());
  }

  @Test
  void staysOnStableUntilTheCandidateIsReadyInThisProcess() {
    boolean[] warm = {true};
    RolloutPlan plan = PLAN.toBuilder()
        .prepare(Preparation.builder().probe(candidate -> warm[0]).build())
        .build();
    Simulation first = started(plan);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    warm[0] = false;

    Simulation next = boot(plan);
    next.forDuration(MINUTE);
    assertEquals(
        TrafficSplit.all(STABLE).parts().keySet(), next.endpoint.split().parts().keySet());
    assertTrue(rollout(next).state().holds(Hold.READINESS));
    Duration elapsed = Duration.between(rollout(next).state().since(), last().at());

    warm[0] = true;
    next.forDuration(Duration.ofSeconds(2));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    assertFalse(rollout(next).state().holds(Hold.READINESS));
    assertTrue(
        Duration.between(rollout(next).state().since(), last().at())
                .compareTo(elapsed.plusSeconds(3))
            < 0,
        "the minute does not count");
  }

  @Test
  void retreatsWhenItIsNotBackInTime() {
    boolean[] warm = {true};
    RolloutPlan plan = PLAN.toBuilder()
        .policy(PLAN.policy().toBuilder().readyWithin(Duration.ofMinutes(2)).build())
        .prepare(Preparation.builder().probe(candidate -> warm[0]).build())
        .build();
    Simulation first = started(plan);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    warm[0] = false;

    Simulation next = boot(plan);
    next.untilEnd(rollout(next));

    assertEquals(Phase.ROLLED_BACK, rollout(next).state().phase());
    assertTrue(rollout(next).report().toText().contains("it was not in force again within PT2M"));
  }

  @Test
  void isNotInForceBeforeTheStoreKnowsOfTheRestart() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);

    store.beforeAppend(record -> store.fail(FakeStore.Trouble.DOWN));
    Simulation next = boot(PLAN);
    next.forDuration(MINUTE);
    assertEquals(0, next.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout(next).state().holds(Hold.STORE));

    store.beforeAppend(record -> {});
    store.heal();
    next.forDuration(Duration.ofSeconds(11));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
  }

  @Test
  void canBeRolledBackBeforeItIsInForceAgain() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    Simulation next = boot(PLAN);
    rollout(next).rollBack("bob", "not again");
    next.forDuration(Duration.ofSeconds(2));

    assertEquals(Phase.ROLLED_BACK, rollout(next).state().phase());
    assertEquals(
        0,
        rollout(next).report().candidateCalls().all().requests()
            - rollout(first).report().candidateCalls().all().requests());
    assertThat(journal()).keepsTheInvariants(PLAN.policy()).endsIn(Phase.ROLLED_BACK);
  }

  @Test
  void staysPausedWhenItWasPaused() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    rollout(first).pause("alice");
    first.forDuration(Duration.ofSeconds(2));

    Simulation next = boot(PLAN);
    next.forDuration(Duration.ofHours(1));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout(next).state().holds(Hold.PAUSED));

    rollout(next).resume("bob");
    next.untilEnd(rollout(next));
    assertEquals(Phase.PROMOTED, rollout(next).state().phase());
  }

  @Test
  void knowsCommandsDecisionsAndRevisionsOfBefore() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    Command.Order order = new Command.Order("ticket-1", "alice", "", OptionalLong.empty());
    rollout(first).send(new Command.Pause(order));
    first.time.settle();
    List<RolloutDecision> decisions = rollout(first).report().decisions();
    Instant began = rollout(first).report().startedAt();

    Simulation next = boot(PLAN);
    next.time.settle();
    var again = rollout(next).send(new Command.Pause(order)).toCompletableFuture();
    next.time.settle();

    assertInstanceOf(CommandResult.Duplicate.class, again.join());
    assertEquals(decisions, rollout(next).report().decisions().subList(0, decisions.size()));
    assertEquals(began, rollout(next).report().startedAt());
    assertEquals(journal().size(), rollout(next).revision());
    long revision = rollout(next).revision();
    var stale = rollout(next)
        .send(new Command.Resume(
            new Command.Order("ticket-2", "bob", "", OptionalLong.of(decisions.size()))))
        .toCompletableFuture();
    next.time.settle();
    assertEquals(new CommandResult.Stale(decisions.size(), revision), stale.join());
    assertInstanceOf(
        CommandResult.Applied.class,
        settled(next, rollout(next).resume("bob").toCompletableFuture()));
  }

  private static CommandResult settled(
      Simulation simulation, CompletableFuture<CommandResult> answer) {
    simulation.time.settle();
    return answer.join();
  }

  @Test
  void creditsLabelsOfCallsThatAnotherProcessMade() {
    RolloutPlan plan = PLAN.toBuilder()
        .policy(
            PLAN.policy().toBuilder().observe(Quality.againstStable().build()).build())
        .build();
    Simulation first = started(plan);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    List<String> tokens = new ArrayList<>();
    while (tokens.isEmpty()) {
      Route route = first.endpoint.route();
      if (route.version().equals(CANDIDATE)) {
        tokens.add(route.token());
      }
      route.succeeded(1_000_000);
    }

    Simulation next = boot(plan);
    next.time.settle();
    assertTrue(next.endpoint.label(tokens.get(0), .5));
    assertEquals(CANDIDATE, next.endpoint.routeOf(tokens.get(0)).version());
    assertFalse(next.endpoint.label("fraud:8#2/1/candidate/random", .5), "of another attempt");
    assertThrows(IllegalArgumentException.class, () -> next.endpoint.routeOf("fraud:8#1/nonsense"));
  }

  // --- when it does not go on

  @Test
  void rollsBackWithoutAPlan() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    process.kill();
    Simulation next = new Simulation(7, time, builder -> builder.store(store));
    next.time.settle();
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
    assertTrue(retreat().contains("there is no plan to go on with"), this::retreat);
  }

  private String retreat() {
    return journal().stream()
        .filter(record -> record.state().phase() == Phase.RETREATING)
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void rollsBackWhenThePlanSaysSomethingElse() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    Simulation next = boot(PLAN.toBuilder()
        .policy(PLAN.policy().toBuilder().falsePromotion(.2).build())
        .build());
    next.time.settle();
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
    assertTrue(retreat().contains("falsePromotion 0.2"), this::retreat);
    assertEquals(Optional.empty(), next.endpoint.rollout());
  }

  @Test
  void rollsBackWhenThePlansThrow() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    more = builder -> builder.resume(candidate -> {
      throw new IllegalStateException("no plans here");
    });
    Simulation next = boot(PLAN);
    next.time.settle();
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
  }

  @Test
  void rollsBackACandidateThatTakesItsProcessWithItThreeTimes() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    first.forDuration(Duration.ofSeconds(5));
    for (int life = 2; life <= 3; life++) {
      Simulation next = boot(PLAN);
      next.forDuration(Duration.ofSeconds(20));
      assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE), "life " + life);
    }
    Simulation next = boot(PLAN);
    next.forDuration(Duration.ofSeconds(2));

    assertEquals(TrafficSplit.all(STABLE), next.endpoint.split());
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
    assertTrue(retreat().contains("3 times in a row within PT1M"), this::retreat);
  }

  @Test
  void goesOnAfterAnyNumberOfLongLives() {
    Simulation simulation = started(PLAN);
    simulation.untilPhase(rollout(simulation), Phase.EXPOSING);
    simulation.forDuration(Duration.ofSeconds(70));
    for (int life = 2; life <= 6; life++) {
      simulation = boot(PLAN);
      simulation.forDuration(Duration.ofSeconds(70));
    }
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertEquals(5, restarts().size());
    simulation.untilEnd(rollout(simulation));
    assertEquals(Phase.PROMOTED, last().state().phase());
  }

  // --- a target elsewhere

  @Test
  void followsATargetElsewhereThatStillHasTheSplit() {
    RolloutPlan plan = PLAN.toBuilder()
        .policy(PLAN.policy().toBuilder()
            .blastRadius(BlastRadius.builder()
                .maxFailures(100_000)
                .failuresPerStep(1_000)
                .build())
            .build())
        .build();
    FakeTarget target =
        FakeTarget.builder(STABLE).delay(Duration.ofSeconds(3), time).build();
    more = builder -> builder.target(target);
    Simulation first = started(plan);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    first.forDuration(MINUTE);
    long taken = target.taken();

    Simulation next = boot(plan);
    next.forDuration(Duration.ofSeconds(5));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    assertEquals(taken, target.taken(), "nothing had to be changed");
    next.untilEnd(rollout(next));
    assertEquals(Phase.PROMOTED, rollout(next).state().phase());
  }
}

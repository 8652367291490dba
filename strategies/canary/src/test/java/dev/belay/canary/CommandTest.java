package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What people may ask of a rollout, and of an endpoint. */
class CommandTest {

  private final Simulation simulation = new Simulation(1).requestsPerSecond(200);

  private static CanaryStrategy canary() {
    return CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ofMinutes(5)).build();
  }

  private CommandResult resultOf(CompletionStage<CommandResult> command) {
    simulation.time.settle();
    assertTrue(command.toCompletableFuture().isDone(), "a command is answered at once");
    return command.toCompletableFuture().join();
  }

  private Rollout in(Phase phase) {
    Rollout rollout = simulation.start(canary());
    if (phase != Phase.PREPARING) {
      simulation.untilPhase(rollout, phase);
    }
    simulation.time.settle();
    return rollout;
  }

  @Test
  void aRollbackSendsTheVeryNextRequestToStableInEveryPhase() {
    for (Phase phase : new Phase[] {Phase.PREPARING, Phase.EXPOSING, Phase.BAKING}) {
      Simulation fresh = new Simulation(2).requestsPerSecond(200);
      Rollout rollout = fresh.start(canary());
      if (phase != Phase.PREPARING) {
        fresh.untilPhase(rollout, phase);
      }
      fresh.time.settle();

      CompletionStage<CommandResult> answer = rollout.rollBack("alice", "complaints");

      for (int i = 0; i < 1_000; i++) {
        assertEquals(STABLE, fresh.endpoint.route().version(), "in " + phase);
      }
      fresh.time.advance(Duration.ofSeconds(1));
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase(), "in " + phase);
      assertInstanceOf(
          CommandResult.Applied.class, answer.toCompletableFuture().join(), "in " + phase);
      assertTrue(rollout.report().toText().contains("rolled back by alice (complaints)"));
    }
  }

  @Test
  void aPauseHoldsTheShareButNotARetreat() {
    Rollout rollout = in(Phase.EXPOSING);
    int share = simulation.endpoint.split().basisPoints(CANDIDATE);
    resultOf(rollout.pause("alice"));

    simulation.forDuration(Duration.ofMinutes(30));
    assertEquals(share, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout.state().holds(Hold.PAUSED));

    simulation.candidateFails(.2);
    simulation.untilEnd(rollout);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  @Test
  void aPauseDoesNotUseUpTheDeadline() {
    Rollout rollout = in(Phase.EXPOSING);
    resultOf(rollout.pause("alice"));
    simulation.time.advance(Duration.ofDays(3));

    resultOf(rollout.resume("alice"));
    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
  }

  @Test
  void aStageThatNeedsApprovalWaitsForIt() {
    Rollout rollout = simulation.start(
        CanaryStrategy.stages(CanaryStage.percent(10).withApproval(), CanaryStage.percent(50))
            .bake(Duration.ZERO)
            .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.forDuration(Duration.ofMinutes(10));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout.state().holds(Hold.APPROVAL));

    assertInstanceOf(CommandResult.Applied.class, resultOf(rollout.approve("bob")));
    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertTrue(rollout.report().decisions().stream()
        .anyMatch(decision -> decision.reason().equals("stage 0 approved by bob")));
  }

  @Test
  void promotingLeavesOutStagesAndDurationsButNotTheProof() {
    Rollout rollout = simulation.start(
        CanaryStrategy.stages(CanaryStage.percent(10).lasting(Duration.ofHours(20)))
            .bake(Duration.ofHours(3))
            .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    resultOf(rollout.promote("alice"));
    simulation.forDuration(Duration.ofSeconds(5));
    assertEquals(Phase.EXPOSING, rollout.state().phase(), "it is not proven yet");

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertTrue(rollout.state().proven());
    Duration took =
        Duration.between(rollout.state().startedAt(), rollout.report().endedAt().orElseThrow());
    assertTrue(took.compareTo(Duration.ofHours(1)) < 0, "took " + took);
  }

  @Test
  void theSameIdTwiceIsOneEffect() {
    Rollout rollout = in(Phase.EXPOSING);
    Command pause = new Command.Pause(new Command.Order("id-1", "alice", "", OptionalLong.empty()));
    CommandResult first = resultOf(rollout.send(pause));
    resultOf(rollout.resume("bob"));

    CommandResult second = resultOf(rollout.send(pause));

    assertEquals(new CommandResult.Duplicate(first), second);
    assertFalse(rollout.state().holds(Hold.PAUSED));
  }

  @Test
  void aStaleRevisionIsRefused() {
    Rollout rollout = in(Phase.EXPOSING);
    long seen = rollout.revision();
    resultOf(rollout.pause("alice"));

    CommandResult result = resultOf(rollout.send(
        new Command.Resume(new Command.Order("id-2", "bob", "", OptionalLong.of(seen)))));

    assertEquals(new CommandResult.Stale(seen, rollout.revision()), result);
    assertTrue(rollout.state().holds(Hold.PAUSED));
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheStory() {
    Rollout rollout = in(Phase.PREPARING);
    assertRefused(rollout.approve("alice"), "Approve is not allowed in PREPARING/0");
    assertRefused(rollout.promote("alice"), "Promote is not allowed in PREPARING/0");
    assertRefused(rollout.resume("alice"), "it is not paused");
    rollout.rollBack("alice", "enough");
    simulation.time.advance(Duration.ofSeconds(1));
    assertRefused(rollout.pause("alice"), "Pause is not allowed in ROLLED_BACK/0");
    assertRefused(rollout.rollBack("alice", "again"), "RollBack is not allowed in ROLLED_BACK/0");
  }

  private void assertRefused(CompletionStage<CommandResult> command, String story) {
    CommandResult.Refused refused =
        assertInstanceOf(CommandResult.Refused.class, resultOf(command));
    assertTrue(refused.reason().contains(story), refused.reason());
  }

  @Test
  void anEndpointHasOneRolloutAtATime() {
    Rollout rollout = in(Phase.EXPOSING);
    RolloutPlan other = RolloutPlan.to("9").strategy(canary()).build();

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> simulation.endpoint.start(other, "bob"));

    assertEquals(
        "endpoint 'fraud' can have one rollout at a time, but fraud:8#1 is in EXPOSING",
        refused.getMessage());
    assertEquals(rollout, simulation.endpoint.rollout().orElseThrow());
  }

  @Test
  void aCandidateMustDifferFromTheLiveVersion() {
    RolloutPlan same = RolloutPlan.to("7").strategy(canary()).build();
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> simulation.endpoint.start(same, "alice"));
    assertEquals(
        "candidate must differ from the live version, but was fraud:7", refused.getMessage());
    assertTrue(simulation.endpoint.rollout().isEmpty());
  }

  @Test
  void aCandidateThatWasRolledBackIsStartedAgainOnlyWithRetry() {
    Rollout first = in(Phase.EXPOSING);
    first.rollBack("alice", "no");
    simulation.time.advance(Duration.ofSeconds(1));

    RolloutPlan again = RolloutPlan.to("8").strategy(canary()).build();
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> simulation.endpoint.start(again, "alice"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("fraud:8 was; a plan with retry()"),
        refused::toString);

    Rollout second =
        simulation.endpoint.start(RolloutPlan.to("8").strategy(canary()).retry().build(), "alice");
    assertEquals("fraud:8#2", second.id());
    simulation.untilEnd(second);
    assertEquals(Phase.PROMOTED, second.state().phase());
  }

  @Test
  void theNextVersionIsRolledOutAgainstTheOneThatWasPromoted() {
    Rollout first = in(Phase.EXPOSING);
    simulation.untilEnd(first);

    Rollout second =
        simulation.endpoint.start(RolloutPlan.to("9").strategy(canary()).build(), "alice");

    assertEquals(CANDIDATE, second.stable());
    simulation.untilEnd(second);
    assertEquals(ModelVersion.of("fraud", "9"), simulation.endpoint.live());
  }

  @Test
  void anOutcomeOfAnUnknownVersionOrTokenIsRefused() {
    in(Phase.EXPOSING);
    IllegalArgumentException version = assertThrows(
        IllegalArgumentException.class,
        () -> simulation.endpoint.routeOf(ModelVersion.of("fraud", "3")));
    assertEquals(
        "version must be one of [fraud:7, fraud:8], but was fraud:3", version.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> simulation.endpoint.routeOf("no such token"));
  }

  @Test
  void closingSendsARunningRolloutBackAndStartsNoOther() {
    Rollout rollout = in(Phase.EXPOSING);

    simulation.endpoint.close();

    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    simulation.time.advance(Duration.ofSeconds(1));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    simulation.endpoint.close();
    assertEquals(STABLE, simulation.endpoint.route().version());
    assertThrows(
        IllegalStateException.class,
        () -> simulation.endpoint.start(RolloutPlan.to("9").strategy(canary()).build(), "alice"));
  }
}

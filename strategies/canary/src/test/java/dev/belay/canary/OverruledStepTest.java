package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TargetChange;
import dev.belay.TrafficSplit;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody else changes the platform right before it is told of a step, or while no process is there, or has taken over. */
class OverruledStepTest {

  private static final RolloutPolicy POLICY = RolloutPolicy.builder()
      .blastRadius(
          BlastRadius.builder().maxFailures(100_000).failuresPerStep(1_000).build())
      .build();
  private static final TrafficSplit THEIRS = TrafficSplit.between(STABLE, CANDIDATE, 3_000);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeStore store = FakeStore.inMemory();
  private final FakeTarget target =
      FakeTarget.builder(STABLE).delay(Duration.ofSeconds(2), time).build();

  private static RolloutPlan plan(RolloutPolicy policy) {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(10).lasting(Duration.ofMinutes(10)), CanaryStage.percent(50))
            .bake(Duration.ofMinutes(5))
            .build())
        .policy(policy)
        .build();
  }

  private Simulation process(VirtualProcess process, RolloutPlan plan) {
    return new Simulation(
            1,
            time,
            builder -> builder
                .runtime(process)
                .store(store)
                .target(target)
                .resume(candidate -> Optional.of(plan)))
        .requestsPerSecond(100);
  }

  /** Begins a rollout that finds another split when it takes its second step. */
  private Rollout overruled(Simulation simulation, RolloutPlan plan) {
    Rollout rollout = simulation.endpoint.start(plan, "alice");
    store.beforeAppend(record -> {
      if (record.state().stage() == 1 && record.state().holds(Hold.TARGET)) {
        store.beforeAppend(later -> {});
        target.changeByHand(THEIRS);
      }
    });
    simulation.until(() -> rollout.state().stage() == 1);
    return rollout;
  }

  @Test
  void aStepOverrulesNobody() {
    RolloutPlan plan = plan(POLICY);
    Simulation simulation = process(time.newProcess(), plan);
    Rollout rollout = overruled(simulation, plan);
    simulation.forDuration(Duration.ofMinutes(20));

    assertTrue(rollout.state().holds(Hold.FOREIGN_CHANGE), rollout::toString);
    assertTrue(rollout.state().holds(Hold.PAUSED));
    assertEquals(THEIRS, target.inForce());

    rollout.resume("alice");
    simulation.forDuration(Duration.ofSeconds(5));
    assertEquals(5_000, target.inForce().basisPoints(CANDIDATE), "a person has said so");
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
  }

  @Test
  void aRetreatOverrulesEverybody() {
    RolloutPlan plan = plan(POLICY);
    Simulation simulation = process(time.newProcess(), plan);
    Rollout rollout = overruled(simulation, plan);
    simulation.until(() -> rollout.state().holds(Hold.FOREIGN_CHANGE));
    simulation.candidateFails(1);
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    assertEquals(10_000, target.inForce().basisPoints(STABLE));
  }

  @Test
  void aStepIsTakenAllTheSameWhenThePolicySaysSo() throws StoreException {
    RolloutPlan plan =
        plan(POLICY.toBuilder().whenTargetChanged(TargetChange.REASSERT).build());
    Simulation simulation = process(time.newProcess(), plan);
    Rollout rollout = overruled(simulation, plan);
    simulation.until(() -> target.inForce().basisPoints(CANDIDATE) == 5_000);
    assertTrue(
        store.read("fraud").stream()
            .anyMatch(record -> record.input().equals(new Input.TargetChanged(THEIRS))),
        "it is written down that somebody was overruled");
    assertFalse(rollout.state().holds(Hold.PAUSED));
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
  }

  /** Nobody looks meanwhile; the next process finds it and asks. */
  @Test
  void aChangeWhileNoProcessIsThereIsNotOverruled() {
    RolloutPlan plan = plan(POLICY);
    VirtualProcess first = time.newProcess();
    Rollout rollout = exposed(process(first, plan), plan);
    assertFalse(rollout.state().holds(Hold.TARGET));
    first.kill();
    target.changeByHand(THEIRS);

    Simulation next = process(time.newProcess(), plan);
    next.forDuration(Duration.ofHours(3));
    Rollout again = next.endpoint.rollout().orElseThrow();
    assertTrue(again.state().holds(Hold.FOREIGN_CHANGE), again::toString);
    assertEquals(THEIRS, target.inForce(), "a person has all the time there is");
    again.resume("bob");
    next.untilEnd(again);
    assertThat(again).isPromoted();
  }

  /** A retreat is in force before it is written down: the next process must not take the journal's word against it. */
  @ParameterizedTest
  @EnumSource(TargetChange.class)
  void aRetreatThatWasNotWrittenDownIsNotUndone(TargetChange whenChanged) {
    RolloutPlan plan = plan(POLICY.toBuilder().whenTargetChanged(whenChanged).build());
    VirtualProcess first = time.newProcess();
    Simulation before = process(first, plan);
    Rollout unused = exposed(before, plan);
    store.fail(FakeStore.Trouble.DOWN);
    retreatAndDie(before, first);
    assertAsksAndStays(plan);
  }

  /** Nor when the store was down already when the step was found in force, so that the journal still waits for that. */
  @ParameterizedTest
  @EnumSource(TargetChange.class)
  void norOneFromAStepWhoseConfirmationWasNotWrittenDownEither(TargetChange whenChanged) {
    RolloutPlan plan = plan(POLICY.toBuilder().whenTargetChanged(whenChanged).build());
    VirtualProcess first = time.newProcess();
    Simulation before = process(first, plan);
    Rollout rollout = exposed(before, plan);
    store.beforeAppend(record -> {
      if (record.state().stage() == 1 && record.input() instanceof Input.SplitConfirmed) {
        store.fail(FakeStore.Trouble.DOWN);
      }
    });
    before.until(() -> rollout.state().stage() == 1 && !rollout.state().holds(Hold.TARGET));
    assertEquals(5_000, target.inForce().basisPoints(CANDIDATE));
    store.beforeAppend(record -> {});
    retreatAndDie(before, first);
    assertAsksAndStays(plan);
  }

  private void retreatAndDie(Simulation simulation, VirtualProcess process) {
    simulation.candidateFails(1);
    simulation.until(() -> target.inForce().basisPoints(STABLE) == 10_000);
    process.kill();
    store.heal();
  }

  private void assertAsksAndStays(RolloutPlan plan) {
    Simulation next = process(time.newProcess(), plan);
    next.forDuration(Duration.ofHours(3));
    Rollout again = next.endpoint.rollout().orElseThrow();
    assertTrue(again.state().holds(Hold.FOREIGN_CHANGE), again::toString);
    assertEquals(10_000, target.inForce().basisPoints(STABLE));
  }

  /** A process that was thought to be gone comes back, and knows of nothing. */
  @Test
  void aProcessWhoseLeaseWasTakenOverMovesNothing() {
    RolloutPlan plan = plan(POLICY);
    Simulation before = process(time.newProcess(), plan);
    Rollout old = exposed(before, plan);
    Simulation next = process(time.newProcess(), plan);
    next.forDuration(Duration.ofMinutes(1));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));

    old.rollBack("bob", "it looks bad from here");
    time.advance(Duration.ofMinutes(1));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE), "the other one decides");
    Rollout again = next.endpoint.rollout().orElseThrow();
    next.untilEnd(again);
    assertThat(again).isPromoted();
  }

  private static Rollout exposed(Simulation simulation, RolloutPlan plan) {
    Rollout rollout = simulation.endpoint.start(plan, "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.forDuration(Duration.ofMinutes(1));
    return rollout;
  }
}

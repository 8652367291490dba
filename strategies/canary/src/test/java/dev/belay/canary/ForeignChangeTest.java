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
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Somebody else changes the platform that carries the splits out. */
class ForeignChangeTest {

  private static final RolloutPolicy POLICY = RolloutPolicy.builder()
      .blastRadius(
          BlastRadius.builder().maxFailures(100_000).failuresPerStep(1_000).build())
      .build();

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeStore store = FakeStore.inMemory();
  private final FakeTarget target =
      FakeTarget.builder(STABLE).delay(Duration.ofSeconds(2), time).build();
  private final Simulation simulation = new Simulation(
          1, time, builder -> builder.store(store).target(target))
      .requestsPerSecond(100);

  private static RolloutPlan plan(RolloutPolicy policy) {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(10).lasting(Duration.ofMinutes(10)), CanaryStage.percent(50))
            .bake(Duration.ofMinutes(5))
            .build())
        .policy(policy)
        .build();
  }

  private Rollout exposed(RolloutPolicy policy) {
    Rollout rollout = simulation.endpoint.start(plan(policy), "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    return rollout;
  }

  private boolean isWrittenDown() throws StoreException {
    return store.read("fraud").stream()
        .anyMatch(record -> record.input() instanceof Input.TargetChanged);
  }

  @Test
  void stopsAndAsksAPerson() throws StoreException {
    Rollout rollout = exposed(POLICY);
    target.revert();
    simulation.forDuration(Duration.ofMinutes(20));

    assertTrue(rollout.state().holds(Hold.FOREIGN_CHANGE));
    assertTrue(rollout.state().holds(Hold.PAUSED));
    assertEquals(0, target.inForce().basisPoints(CANDIDATE), "nobody has been overruled");
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    assertTrue(isWrittenDown());

    rollout.resume("alice");
    simulation.forDuration(Duration.ofSeconds(5));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    assertFalse(rollout.state().holds(Hold.FOREIGN_CHANGE));
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertThat(store.read("fraud")).isContiguous().endsIn(Phase.PROMOTED);
  }

  @Test
  void retreatsWhenThePersonSaysSo() {
    Rollout rollout = exposed(POLICY);
    target.revert();
    simulation.until(() -> rollout.state().holds(Hold.FOREIGN_CHANGE));

    rollout.rollBack("bob", "leave it");
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    assertEquals(10_000, target.inForce().basisPoints(STABLE));
  }

  @Test
  void stillRetreatsByItselfWhileItAsks() {
    Rollout rollout = exposed(POLICY);
    target.revert();
    simulation.until(() -> rollout.state().holds(Hold.FOREIGN_CHANGE));

    simulation.candidateFails(1);
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
  }

  @Test
  void tellsTheTargetAgainWhenThePolicySaysSoAndBeginsTheStageAnew() throws StoreException {
    Rollout rollout =
        exposed(POLICY.toBuilder().whenTargetChanged(TargetChange.REASSERT).build());
    Instant since = rollout.state().since();
    target.revert();
    simulation.forDuration(Duration.ofSeconds(20));

    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    assertTrue(rollout.state().since().isAfter(since.plusSeconds(60)));
    assertFalse(rollout.state().holds(Hold.PAUSED));
    assertTrue(isWrittenDown());
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
  }

  /** The process is killed while a person is asked; the next one must not take the answer upon itself. */
  @Test
  void aRestartOverrulesNobody() throws StoreException {
    RolloutPlan plan = plan(POLICY);
    VirtualProcess first = time.newProcess();
    Simulation before = process(first, plan);
    Rollout rollout = before.endpoint.start(plan, "alice");
    before.untilPhase(rollout, Phase.EXPOSING);
    before.forDuration(Duration.ofMinutes(1));
    target.revert();
    before.until(() -> rollout.state().holds(Hold.FOREIGN_CHANGE));
    before.time.settle();
    first.kill();

    Simulation next = process(time.newProcess(), plan);
    next.forDuration(Duration.ofHours(3));
    Rollout again = next.endpoint.rollout().orElseThrow();
    assertTrue(again.state().holds(Hold.FOREIGN_CHANGE), again::toString);
    assertEquals(0, target.inForce().basisPoints(CANDIDATE));
    assertEquals(0, next.endpoint.split().basisPoints(CANDIDATE));

    again.resume("bob");
    next.forDuration(Duration.ofSeconds(5));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    next.untilEnd(again);
    assertThat(again).isPromoted();
    assertThat(store.read("fraud"))
        .isContiguous()
        .keepsTheInvariants(new RolloutContext(
            again.id(), 1, STABLE, CANDIDATE, POLICY, BlastRadius.REACTION.plusSeconds(2)));
  }

  /** The next process cannot write down that it takes the rollout up: what the one before wanted has to wait for that. */
  @Test
  void nothingMovesBeforeTheRestartIsWrittenDown() {
    RolloutPlan plan = plan(POLICY);
    VirtualProcess first = time.newProcess();
    Simulation before = process(first, plan);
    Rollout rollout = before.endpoint.start(plan, "alice");
    before.untilPhase(rollout, Phase.EXPOSING);
    before.forDuration(Duration.ofMinutes(1));
    target.fail(FakeTarget.Trouble.BUSY);
    before.until(() -> rollout.state().stage() == 1 && rollout.state().holds(Hold.TARGET));
    before.time.settle();
    first.kill();
    target.heal();
    store.beforeAppend(record -> {
      if (record.input() instanceof Input.Restarted) {
        store.fail(FakeStore.Trouble.DOWN);
      }
    });

    Simulation next = process(time.newProcess(), plan);
    next.forDuration(Duration.ofMinutes(1));
    assertEquals(1_000, target.inForce().basisPoints(CANDIDATE));
    assertEquals(0, next.endpoint.split().basisPoints(CANDIDATE));

    store.beforeAppend(record -> {});
    store.heal();
    Rollout again = next.endpoint.rollout().orElseThrow();
    next.untilEnd(again);
    assertThat(again).isPromoted();
  }

  private Simulation process(VirtualProcess process, RolloutPlan plan) {
    return new Simulation(
            2,
            time,
            builder -> builder
                .runtime(process)
                .store(store)
                .target(target)
                .resume(candidate -> Optional.of(plan)))
        .requestsPerSecond(100);
  }

  @Test
  void isNoticedWithinTenSecondsOfLooking() {
    Rollout rollout = exposed(POLICY);
    target.revert();
    simulation.forDuration(Duration.ofSeconds(11));
    assertTrue(rollout.state().holds(Hold.FOREIGN_CHANGE));
  }

  @Test
  void aTargetThatIsOnlySlowIsNotForeign() throws StoreException {
    Rollout rollout = exposed(POLICY);
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertFalse(isWrittenDown());
  }
}

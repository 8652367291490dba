package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeHost;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody else changes the platform while no rollout runs, or it refuses what an earlier process has left. */
class OverruledAtRestTest {

  private static final Duration SECONDS = Duration.ofSeconds(10);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeStore store = FakeStore.inMemory();
  private final FakeHost host = FakeHost.slow(SECONDS, time, STABLE);
  private final FakeTarget target =
      FakeTarget.builder(STABLE).delay(Duration.ofSeconds(2), time).build();
  private final VirtualProcess first = time.newProcess();
  private final Simulation before = process(first);

  private Simulation process(VirtualProcess process) {
    return new Simulation(
            1,
            time,
            builder -> builder.runtime(process).store(store).target(target).host(host))
        .requestsPerSecond(100);
  }

  private static RolloutPlan plan(String candidate) {
    return RolloutPlan.to(candidate)
        .strategy(CanaryStrategy.stages(CanaryStage.percent(10), CanaryStage.percent(50))
            .bake(Duration.ofMinutes(5))
            .build())
        .policy(RolloutPolicy.builder()
            .blastRadius(BlastRadius.builder()
                .maxFailures(100_000)
                .failuresPerStep(1_000)
                .build())
            .build())
        .build();
  }

  private void promoted() {
    Rollout rollout = before.endpoint.start(plan("8"), "alice");
    before.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertEquals(10_000, target.inForce().basisPoints(CANDIDATE));
  }

  private JournalRecord last() throws StoreException {
    List<JournalRecord> records = store.read("fraud");
    return records.get(records.size() - 1);
  }

  @Test
  void theNextRolloutAsksBeforeItMovesAnything() {
    promoted();
    target.changeByHand(TrafficSplit.all(STABLE));
    Rollout next = before.endpoint.start(plan("9"), "bob");
    before.forDuration(Duration.ofHours(1));
    assertTrue(next.state().holds(Hold.FOREIGN_CHANGE), next::toString);
    assertEquals(Phase.PREPARING, next.state().phase());
    assertEquals(TrafficSplit.all(STABLE), target.inForce());
    next.resume("bob");
    before.until(() -> target.inForce().basisPoints(ModelVersion.of("fraud", "9")) > 0);
    assertEquals(0, target.inForce().basisPoints(STABLE));
  }

  /** The service says that 7 is live, and its platform has 8. */
  @Test
  void theFirstRolloutAsksAsWell() {
    target.changeByHand(TrafficSplit.all(CANDIDATE));
    Rollout next = before.endpoint.start(plan("9"), "bob");
    before.forDuration(Duration.ofMinutes(10));
    assertTrue(next.state().holds(Hold.FOREIGN_CHANGE), next::toString);
    assertEquals(TrafficSplit.all(CANDIDATE), target.inForce());
  }

  @Test
  void aRestartOfTheServiceOverrulesNobody() {
    promoted();
    first.kill();
    target.changeByHand(TrafficSplit.all(STABLE));
    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(10));
    assertEquals(TrafficSplit.all(STABLE), target.inForce());
    Rollout another = next.endpoint.start(plan("9"), "bob");
    next.forDuration(Duration.ofMinutes(10));
    assertTrue(another.state().holds(Hold.FOREIGN_CHANGE), another::toString);
    assertEquals(TrafficSplit.all(STABLE), target.inForce());
  }

  /** What a person has set live may not have arrived when the process ends. */
  @Test
  void anEmergencySwitchIsCarriedOutByTheNextProcess() {
    promoted();
    target.fail(FakeTarget.Trouble.BUSY);
    before.endpoint.emergencySwitch("7", "alice", "8 leaks");
    time.advance(SECONDS);
    first.kill();
    target.heal();
    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(1));
    assertEquals(10_000, target.inForce().basisPoints(STABLE));
  }

  /** Stable takes the traffic, whatever was decided: it must not be taken down. */
  @Test
  void whatIsNotInForceTakesNothingDown() throws StoreException {
    for (boolean refused : new boolean[] {true, false}) {
      OverruledAtRestTest world = new OverruledAtRestTest();
      world.diesInRelease();
      if (refused) {
        world.target.fail(FakeTarget.Trouble.REFUSES);
      }
      Simulation next = world.process(world.time.newProcess());
      next.forDuration(Duration.ofMinutes(10));
      assertEquals(List.of(STABLE, CANDIDATE), world.host.running());
      assertEquals(Phase.PROMOTED, world.last().state().phase());
      String why = world.last().reason();
      assertTrue(
          why.contains(
              refused
                  ? "is not released: the target refused"
                  : "is not released: somebody else has set the target to fraud:7 100 %"),
          why);
    }
  }

  private void diesInRelease() {
    Rollout rollout = before.endpoint.start(plan("8"), "alice");
    before.untilPhase(rollout, Phase.BAKING);
    host.fail(FakeHost.Trouble.BUSY);
    before.until(() -> rollout.state().holds(Hold.RELEASE));
    first.kill();
    host.heal();
    target.changeByHand(TrafficSplit.all(STABLE));
  }

  /** Whatever it refuses once: the retreat is wanted until it is there, and is not written down as ended before. */
  @Test
  void aRetreatThatIsRefusedGoesOn() throws StoreException {
    Rollout rollout = before.endpoint.start(plan("8"), "alice");
    before.untilPhase(rollout, Phase.EXPOSING);
    before.until(() -> target.inForce().basisPoints(CANDIDATE) > 0);
    target.fail(FakeTarget.Trouble.REFUSES);
    rollout.rollBack("alice", "it looks bad");
    time.advance(SECONDS);
    first.kill();

    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(10));
    assertEquals(Phase.RETREATING, last().state().phase());
    target.heal();
    next.forDuration(Duration.ofMinutes(1));
    assertEquals(10_000, target.inForce().basisPoints(STABLE));
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
  }
}

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
import dev.belay.TrafficSplit;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What it takes until a split counts as in force on a platform, and what is known until then. */
class ConfirmationTest {

  private static final CanaryStrategy STRATEGY = CanaryStrategy.stages(
          CanaryStage.percent(10).lasting(Duration.ofMinutes(10)), CanaryStage.percent(50))
      .build();

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final Platform platform = new Platform(time);
  private final FakeStore store = FakeStore.inMemory();
  private final Simulation simulation = new Simulation(
          1, time, builder -> builder.target(platform).store(store))
      .requestsPerSecond(100);

  /** Needs half a minute for a split, may be looked at every five seconds, and says when to come again. */
  private static final class Platform implements TrafficTarget {

    private final FakeTarget target;
    private Optional<Duration> busyFor = Optional.empty();

    Platform(VirtualRuntime time) {
      target = FakeTarget.builder(STABLE)
          .delay(Duration.ofSeconds(30), time)
          .capabilities(new Capabilities(100, 100, Duration.ofMinutes(1), Duration.ofSeconds(5)))
          .build();
    }

    @Override
    public Capabilities capabilities() {
      return target.capabilities();
    }

    @Override
    public Observation observe() {
      return target.observe();
    }

    @Override
    public SubmitResult submit(SplitIntent intent) {
      if (busyFor.isPresent()) {
        target.fail(FakeTarget.Trouble.BUSY);
        SubmitResult unused = target.submit(intent);
        target.heal();
        return new SubmitResult.Busy("an update is in progress", busyFor);
      }
      return target.submit(intent);
    }
  }

  private Rollout start() {
    BlastRadius generous =
        BlastRadius.builder().maxFailures(100_000).failuresPerStep(10_000).build();
    return simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(STRATEGY)
            .policy(RolloutPolicy.builder().blastRadius(generous).build())
            .build(),
        "alice");
  }

  private Rollout exposing() {
    Rollout rollout = start();
    simulation.untilPhase(rollout, Phase.EXPOSING);
    return rollout;
  }

  private boolean isInForce() {
    return platform.target.inForce().basisPoints(CANDIDATE) == 1_000;
  }

  @Test
  void aSplitIsConfirmedWhenItIsFoundTwice() {
    Rollout rollout = exposing();
    simulation.until(this::isInForce);
    simulation.forDuration(Duration.ofSeconds(4));
    assertTrue(rollout.state().holds(Hold.TARGET), "once is not enough");
    simulation.forDuration(Duration.ofSeconds(7));
    assertFalse(rollout.state().holds(Hold.TARGET));
  }

  @Test
  void whatThePlatformTakesBackByItselfIsNotConfirmedAndTheClockOfTheStageHasNotBegun() {
    Rollout rollout = exposing();
    for (int i = 0; i < 3; i++) {
      simulation.until(this::isInForce);
      simulation.forDuration(Duration.ofSeconds(4));
      platform.target.revert();
      simulation.forDuration(Duration.ofSeconds(6));
      assertTrue(rollout.state().holds(Hold.TARGET));
    }
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    Instant since = rollout.state().since();
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    assertEquals(0, rollout.state().stage());
    simulation.until(() -> rollout.state().stage() == 1);
    assertTrue(
        Duration.between(since, rollout.state().since()).compareTo(Duration.ofMinutes(10)) >= 0);
  }

  @Test
  void theTargetIsLeftAloneBetweenTwoLooks() {
    Rollout rollout = exposing();
    long before = platform.target.observations();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    long looks = platform.target.observations() - before;
    assertTrue(looks <= 8, () -> looks + " looks in 35 seconds, and one each five is enough");
  }

  @Test
  void aBusyTargetIsLeftAloneForAsLongAsItAsks() {
    Rollout rollout = exposing();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    platform.busyFor = Optional.of(Duration.ofSeconds(40));
    simulation.until(() -> rollout.state().stage() == 1);
    long before = platform.target.submits();
    simulation.forDuration(Duration.ofMinutes(4));
    assertEquals(
        before + 6,
        platform.target.submits(),
        "one each 40 seconds; those of the backoff are more");
  }

  @Test
  void aBusyTargetThatAsksForNoTimeGetsSome() {
    Rollout rollout = exposing();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    platform.busyFor = Optional.of(Duration.ZERO);
    simulation.until(() -> rollout.state().stage() == 1);
    long before = platform.target.submits();
    simulation.forDuration(Duration.ofMinutes(1));
    long asked = platform.target.submits() - before;
    assertTrue(
        asked > 200 && asked <= 300, () -> asked + " in a minute, and 5 a second are allowed");
  }

  /** One that may be looked at at any time, and takes its time for a split all the same. */
  @Test
  void aTargetThatMayBeLookedAtAtAnyTimeIsNotLookedAtWithoutAPause() {
    FakeTarget eager = FakeTarget.builder(STABLE)
        .delay(Duration.ofSeconds(30), time)
        .capabilities(new TrafficTarget.Capabilities(1, 1, Duration.ofMinutes(1), Duration.ZERO))
        .build();
    TrafficSplit split = TrafficSplit.between(STABLE, CANDIDATE, 0);
    Simulation other =
        new Simulation(2, time, builder -> builder.target(eager)).requestsPerSecond(100);
    other.start(STRATEGY);
    other.until(() -> eager.inForce().equals(split));
    long questions = eager.submits() + eager.observations();
    assertTrue(questions <= 2 * 5 * 31, () -> questions + " questions in half a minute");
  }

  @Test
  void aTargetThatAsksForTooMuchIsAskedOnceAMinute() {
    Rollout rollout = exposing();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    platform.busyFor = Optional.of(Duration.ofDays(1));
    simulation.until(() -> rollout.state().stage() == 1);
    long before = platform.target.submits();
    simulation.forDuration(Duration.ofMinutes(4));
    assertEquals(before + 4, platform.target.submits());
  }

  @Test
  void aRetreatThatIsInForceEverywhereIsNotPendingWhileItIsWrittenDown() {
    Rollout rollout = exposing();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    store.fail(FakeStore.Trouble.DOWN);
    rollout.rollBack("alice", "a bad feeling");
    simulation.forDuration(Duration.ofMinutes(2));
    assertEquals(Phase.RETREATING, rollout.state().phase());
    assertEquals(0, platform.target.inForce().basisPoints(CANDIDATE));
    assertEquals(Optional.empty(), rollout.pendingRetreat());
    store.heal();
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
  }

  @Test
  void aRetreatThatThePlatformDoesNotTakeYetIsPendingWithItsBound() {
    Rollout rollout = exposing();
    simulation.until(() -> !rollout.state().holds(Hold.TARGET));
    assertEquals(Optional.empty(), rollout.pendingRetreat());

    platform.busyFor = Optional.of(Duration.ofSeconds(10));
    rollout.rollBack("alice", "a bad feeling");
    simulation.forDuration(Duration.ofSeconds(20));
    assertEquals(Phase.RETREATING, rollout.state().phase());
    Instant bound = rollout.state().since().plus(Duration.ofMinutes(1));
    assertEquals(Optional.of(bound), rollout.pendingRetreat());
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE), "here it is in force");
    assertTrue(isInForce(), "there it is not");

    platform.busyFor = Optional.empty();
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    assertEquals(Optional.empty(), rollout.pendingRetreat());
    assertEquals(0, platform.target.inForce().basisPoints(CANDIDATE));
    assertTrue(rollout.report().endedAt().orElseThrow().isBefore(bound.plusSeconds(15)));
  }
}

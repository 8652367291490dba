package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Preparation;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeHost;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions run on a host that brings them up and takes them down. */
class HostTest {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeHost host = FakeHost.slow(FIVE_MINUTES, time, STABLE);
  private final List<String> said = new ArrayList<>();
  private final Simulation simulation =
      new Simulation(1, time, builder -> builder.host(host)).requestsPerSecond(100);

  private RolloutPlan.Builder plan() {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stages(CanaryStage.percent(10), CanaryStage.percent(50))
            .bake(FIVE_MINUTES)
            .build())
        .policy(RolloutPolicy.builder()
            .readyWithin(Duration.ofMinutes(10))
            .retireWithin(Duration.ofMinutes(20))
            .build());
  }

  private Rollout start() {
    return simulation.endpoint.start(plan().build(), "alice");
  }

  @Test
  void bringsTheCandidateUpBeforeItTakesAnything() {
    Rollout rollout = start();
    simulation.forDuration(Duration.ofMinutes(4));
    assertTrue(rollout.state().holds(Hold.READINESS));
    assertEquals(List.of(STABLE), host.running());

    simulation.untilPhase(rollout, Phase.EXPOSING);
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    assertTrue(Duration.between(rollout.state().startedAt(), rollout.state().since())
            .compareTo(FIVE_MINUTES)
        >= 0);
  }

  @Test
  void warmsTheCandidateUpOnlyWhenItIsThere() {
    List<Integer> running = new ArrayList<>();
    Rollout rollout = simulation.endpoint.start(
        plan()
            .prepare(Preparation.builder()
                .warmUp(3, version -> running.add(host.running().size()))
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    assertEquals(List.of(2, 2, 2), running);
  }

  @Test
  void keepsStableUntilTheBakeIsOverAndRetiresItThen() {
    Rollout rollout = start();
    simulation.untilPhase(rollout, Phase.BAKING);
    simulation.until(() -> rollout.state().holds(Hold.RELEASE));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertEquals(List.of(CANDIDATE), host.running());
    assertTrue(
        rollout.report().toText().contains("fraud:7 is released: its host has retired it"),
        () -> rollout.report().toText());
  }

  @Test
  void letsTheUserReleaseStableFirst() {
    Rollout rollout = simulation.endpoint.start(
        plan().release(version -> said.add(version + " of " + host.running())).build(), "alice");
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertEquals(List.of("fraud:7 of [fraud:7, fraud:8]"), said);
    assertEquals(List.of(CANDIDATE), host.running());
  }

  @Test
  void keepsStableWhereItRunsWhenTheUserCouldNotReleaseIt() {
    Rollout rollout = simulation.endpoint.start(
        plan()
            .release(version -> {
              throw new IllegalStateException("not now");
            })
            .build(),
        "alice");
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    simulation.forDuration(Duration.ofHours(1));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    assertEquals(0, host.retires());
  }

  @Test
  void rollsBackACandidateThatIsNeverThereAndMovesNothing() {
    host.fail(FakeHost.Trouble.NEVER_READY);
    Rollout rollout = start();
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    assertEquals(0, rollout.report().candidateCalls().all().requests());
    assertTrue(
        rollout.report().toText().contains("the candidate was not ready within PT10M"),
        () -> rollout.report().toText());
  }

  @Test
  void rollsBackAtOnceWhatTheHostRefuses() {
    host.fail(FakeHost.Trouble.REFUSES);
    Rollout rollout = start();
    simulation.forDuration(Duration.ofSeconds(30));
    assertThat(rollout).isRolledBack();
    assertEquals(1, host.prepares());
    assertTrue(
        rollout.report().toText().contains("fraud:8 will not be there: scripted"),
        () -> rollout.report().toText());
  }

  @Test
  void asksAgainWhateverGoesWrong() {
    Rollout rollout = start();
    for (FakeHost.Trouble trouble : List.of(
        FakeHost.Trouble.THROWS, FakeHost.Trouble.BUSY, FakeHost.Trouble.UNKNOWN_BUT_DONE)) {
      host.fail(trouble);
      simulation.forDuration(Duration.ofSeconds(30));
    }
    host.heal();
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.until(() -> rollout.state().holds(Hold.RELEASE));
    for (FakeHost.Trouble trouble : List.of(
        FakeHost.Trouble.THROWS, FakeHost.Trouble.BUSY, FakeHost.Trouble.UNKNOWN_BUT_DONE)) {
      host.fail(trouble);
      simulation.forDuration(Duration.ofSeconds(30));
    }
    host.heal();
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertEquals(List.of(CANDIDATE), host.running());
  }

  @Test
  void promotesTheCandidateEvenIfStableIsNeverRetired() {
    Rollout rollout = start();
    simulation.until(() -> rollout.state().holds(Hold.RELEASE));
    host.fail(FakeHost.Trouble.NEVER_READY);
    long before = time.nanoTime();
    simulation.untilEnd(rollout);
    assertThat(rollout).isPromoted();
    assertTrue(time.nanoTime() - before >= Duration.ofMinutes(20).toNanos());
    assertTrue(
        rollout.report().toText().contains("its host has not retired it in time: Accepted"),
        () -> rollout.report().toText());
    assertTrue(host.retires() <= 20 * 60 + 1, () -> host.retires() + " in 20 minutes");
  }

  @Test
  void leavesACandidateThatWasRolledBackWhereItIs() {
    simulation.candidateFails(1);
    Rollout rollout = start();
    simulation.untilEnd(rollout);
    assertThat(rollout).isRolledBack();
    simulation.forDuration(Duration.ofHours(1));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
  }
}

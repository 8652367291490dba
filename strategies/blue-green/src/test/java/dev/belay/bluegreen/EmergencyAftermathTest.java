package dev.belay.bluegreen;

import static dev.belay.bluegreen.Switches.assertNoGaps;
import static dev.belay.bluegreen.Switches.assertServes;
import static dev.belay.bluegreen.Switches.last;
import static dev.belay.bluegreen.World.BLUE;
import static dev.belay.bluegreen.World.GREEN;
import static dev.belay.bluegreen.World.RED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.Route;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes after a person has set a version live: rollouts, retirements, and another endpoint on the same journal. */
class EmergencyAftermathTest {

  private final World world = new World(1);

  @Test
  void aRolloutAfterItBeginsFromTheNewVersionAndIsPromoted() {
    Situation.EXPOSING.reach(world);
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    world.forDuration(Duration.ofSeconds(5));

    Rollout next = world.start("10");
    assertEquals(RED, next.stable());
    world.untilEnd(next);

    assertEquals(Phase.PROMOTED, next.state().phase(), () -> next.report().toText());
    assertServes(world, next.candidate());
    assertEquals(next.state(), last(world.journal()).state());
  }

  @Test
  void theRolloutThatWasCutOffChangesNothingAnyMore() {
    Rollout rollout = world.start("8");
    world.untilPhase(rollout, Phase.EXPOSING);
    Route green = world.endpoint.routeOf(GREEN);
    assertTrue(green.begin());
    world.store.down = true;
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data");

    for (int i = 0; i < 1_000; i++) {
      green.failed(1);
    }
    assertServes(world, RED);
    rollout.promote("alice");
    rollout.approve("alice");
    rollout.resume("alice");
    rollout.rollBack("alice", "late");
    assertServes(world, RED);
    world.forDuration(Duration.ofSeconds(10));
    world.store.down = false;
    world.forDuration(Duration.ofSeconds(10));
    green.failed(1);
    green.end();
    rollout.rollBack("alice", "later");
    world.forDuration(Duration.ofSeconds(10));

    assertServes(world, RED);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertInstanceOf(Input.Switched.class, last(world.journal()).input());
  }

  @Test
  void theCandidateThatWasCutOffNeedsARetry() {
    Situation.EXPOSING.reach(world);
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    world.forDuration(Duration.ofSeconds(5));

    assertThrows(IllegalArgumentException.class, () -> world.start("8"));
    Rollout retried = world.endpoint.start(World.plan("8").retry().build(), "alice");
    assertEquals(2, retried.state().attempt());
  }

  @Test
  void callsInFlightOnTheVersionBeforeAreCounted() {
    Route blue = world.endpoint.route();
    assertTrue(blue.begin());
    world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    assertEquals(1, world.endpoint.inFlight(BLUE));
    assertEquals(0, world.endpoint.inFlight(GREEN));

    world.endpoint.emergencySwitch("9", "bob", "8 as well");
    assertEquals(1, world.endpoint.inFlight(BLUE), "still");
    world.endpoint.emergencySwitch("7", "bob", "then rather this");
    assertEquals(1, world.endpoint.inFlight(BLUE), "on this side or that");
    Route later = world.endpoint.route();
    assertTrue(later.begin());
    assertEquals(2, world.endpoint.inFlight(BLUE));

    blue.end();
    later.end();
    assertEquals(0, world.endpoint.inFlight(BLUE));
  }

  /** Invariant 7: a version is released when no call is in flight on it, from whichever time. */
  @Test
  void aVersionIsNotReleasedWhileACallFromBeforeASwitchIsInFlightOnIt() {
    List<ModelVersion> released = new ArrayList<>();
    Route old = world.endpoint.route();
    assertTrue(old.begin());
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data").undo("bob");
    Rollout rollout =
        world.endpoint.start(World.plan("8").release(released::add).build(), "alice");
    world.until(() -> rollout.state().holds(Hold.DRAIN));
    world.forDuration(Duration.ofSeconds(5));
    assertEquals(List.of(), released);

    old.end();
    world.untilEnd(rollout);
    assertEquals(List.of(BLUE), released);
  }

  // --- another endpoint on the same journal

  private ModelEndpoint restarted(String live) {
    return ModelEndpoint.builder("fraud")
        .live(live)
        .runtime(world.threads)
        .store(world.store)
        .build();
  }

  @Test
  void aSwitchInTheJournalIsNoAttempt() {
    world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.endpoint.emergencySwitch("7", "bob", "8 as well");
    world.forDuration(Duration.ofSeconds(2));

    Rollout here = world.start("8");
    Rollout there = restarted("7").start(World.plan("8").build(), "alice");

    assertEquals(here.id(), there.id());
    assertEquals(1, there.state().attempt());
  }

  @Test
  void aSwitchInTheJournalDoesNotExcuseACandidateThatWasRolledBack() {
    Situation.ROLLED_BACK.reach(world);
    world.endpoint.emergencySwitch("8", "bob", "7 leaks data").undo("bob");
    world.forDuration(Duration.ofSeconds(2));

    assertThrows(IllegalArgumentException.class, () -> world.start("8"));
    assertThrows(
        IllegalArgumentException.class,
        () -> restarted("7").start(World.plan("8").build(), "alice"));
  }

  @Test
  void switchesKeepDifferentIdsWhenTheEndpointIsMadeAnew() {
    world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.forDuration(Duration.ofSeconds(2));
    ModelEndpoint next = restarted("7");
    next.emergencySwitch("7", "bob", "8 is worse");
    world.time.advance(Duration.ofSeconds(2));

    List<JournalRecord> journal = world.journal();
    assertNoGaps(journal);
    assertEquals(
        2, journal.stream().map(record -> record.state().rollout()).distinct().count());
  }
}

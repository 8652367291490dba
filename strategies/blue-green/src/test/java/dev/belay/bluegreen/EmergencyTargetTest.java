package dev.belay.bluegreen;

import static dev.belay.bluegreen.Switches.assertServes;
import static dev.belay.bluegreen.World.BLUE;
import static dev.belay.bluegreen.World.GREEN;
import static dev.belay.bluegreen.World.RED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.EmergencySwitch;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.TrafficSplit;
import dev.belay.strategy.Phase;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person sets a version live, and a target elsewhere must be told. */
class EmergencyTargetTest {

  private final World world = new World(1);
  private final World.Target target = new World.Target();
  private final World remote = new World(4, builder -> builder.target(target));

  @Test
  void aTargetIsToldAndAskedUntilItIsInForce() {
    int[] troubles = {0};
    target.answer = split -> switch (troubles[0]++) {
      case 0 -> new SubmitResult.Busy("an update");
      case 1 -> new SubmitResult.Unknown("timeout");
      case 2 -> throw new IllegalStateException("connection reset");
      default -> new SubmitResult.Accepted();
    };
    remote.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    assertServes(remote, GREEN);
    assertTrue(target.submitted.isEmpty());

    remote.forDuration(Duration.ofSeconds(20));

    assertEquals(TrafficSplit.all(GREEN), target.inForce);
    assertEquals(4, target.submitted.size());
    assertEquals(
        List.of(TrafficSplit.all(GREEN)), target.submitted.stream().distinct().toList());
  }

  /** What it carries out when it is read back is what the first switch is about to replace. */
  @Test
  void aTargetIsToldAgainWhileAnEarlierSplitMayBeOnItsWay() {
    VirtualRuntime time = remote.time;
    FakeTarget slow =
        FakeTarget.builder(BLUE).delay(Duration.ofSeconds(3), time).build();
    ModelEndpoint endpoint =
        ModelEndpoint.builder("fraud").live("7").runtime(time).target(slow).build();
    endpoint.emergencySwitch("8", "bob", "7 leaks data");
    time.advance(Duration.ofMillis(3));
    slow.fail(FakeTarget.Trouble.UNKNOWN_AND_NOT_TAKEN);
    endpoint.emergencySwitch("7", "bob", "8 leaks more");
    time.advance(Duration.ofSeconds(10));
    slow.heal();
    time.advance(Duration.ofSeconds(10));

    assertEquals(TrafficSplit.all(BLUE), slow.inForce());
  }

  @Test
  void aTargetThatRefusesIsNotAskedAgainAndThisProcessHasSwitchedAllTheSame() {
    target.answer = split -> new SubmitResult.Refused("never heard of it");
    EmergencySwitch made = remote.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    remote.forDuration(Duration.ofSeconds(20));

    assertServes(remote, GREEN);
    assertEquals(1, target.submitted.size());
    assertTrue(made.written().toCompletableFuture().isDone());
  }

  @Test
  void aTargetIsToldOnlyAfterTheCallThatWasUnderWayHasEnded() {
    Rollout rollout = remote.start("8");
    remote.untilPhase(rollout, Phase.EXPOSING);
    remote.threads.hang("TargetDriver");
    remote.until(() -> remote.threads.hung() > 0);

    remote.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    assertServes(remote, RED);
    remote.forDuration(Duration.ofSeconds(10));
    remote.endpoint.emergencySwitch("10", "bob", "9 as well");
    remote.forDuration(Duration.ofSeconds(10));
    assertEquals(1, remote.threads.hung(), "one call at a time");
    assertFalse(target.submitted.contains(TrafficSplit.all(RED)));

    remote.threads.release();
    remote.forDuration(Duration.ofSeconds(10));
    assertEquals(TrafficSplit.all(remote.endpoint.live()), target.inForce);
    assertEquals("10", remote.endpoint.live().version());
  }

  /** While the store is down the rollout is still retreating; its own split is of no interest any more. */
  @Test
  void theRolloutThatWasCutOffTellsTheTargetNothingMore() {
    Rollout rollout = remote.start("8");
    remote.untilPhase(rollout, Phase.EXPOSING);
    remote.store.down = true;
    remote.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    remote.forDuration(Duration.ofSeconds(2));
    assertEquals(TrafficSplit.all(RED), target.inForce);
    int told = target.submitted.size();

    remote.forDuration(Duration.ofMinutes(1));
    assertEquals(Phase.RETREATING, rollout.state().phase());
    assertEquals(TrafficSplit.all(RED), target.inForce);
    assertEquals(told, target.submitted.size());

    remote.store.down = false;
    remote.forDuration(Duration.ofSeconds(5));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(TrafficSplit.all(RED), target.inForce);
  }

  /** The same with the router of this process, which has no table for what the rollout would insist on. */
  @Test
  void theRolloutThatWasCutOffDecidesNothingWhileTheStoreIsDown() {
    Rollout rollout = world.start("8");
    world.untilPhase(rollout, Phase.EXPOSING);
    world.store.down = true;
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    world.forDuration(Duration.ofSeconds(2));
    long revision = rollout.revision();

    world.forDuration(Duration.ofMinutes(1));

    assertEquals(revision, rollout.revision());
  }

  /** What hangs is the call for the switch; the rollout that follows must not be undone when it lands. */
  @Test
  void aRolloutThatFollowsWaitsForTheCallThatTellsTheTargetOfTheSwitch() {
    remote.threads.hang("TargetDriver");
    remote.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    remote.time.settle();
    assertEquals(1, remote.threads.hung());

    Rollout rollout = remote.start("9");
    remote.forDuration(Duration.ofSeconds(10));
    assertEquals(1, remote.threads.hung(), "one call at a time");

    remote.threads.release();
    remote.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(TrafficSplit.between(GREEN, RED, 10_000), target.inForce);
  }

  /** A switch that the target has not taken yet gives way to the rollout that comes after it. */
  @Test
  void aSwitchThatTheTargetHasNotTakenGivesWayToTheRolloutThatFollows() {
    target.answer = split -> split.equals(TrafficSplit.all(GREEN))
        ? new SubmitResult.Busy("an update")
        : new SubmitResult.Accepted();
    remote.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    remote.forDuration(Duration.ofSeconds(3));
    Rollout rollout = remote.start("9");
    remote.untilPhase(rollout, Phase.EXPOSING);
    target.answer = split -> new SubmitResult.Accepted();
    remote.forDuration(Duration.ofSeconds(5));

    assertEquals(TrafficSplit.between(GREEN, RED, 2_000), target.inForce);
  }

  @Test
  void aTargetThatCannotEvenSayWhatItIsCapableOfDelaysNothing() {
    target.capable = false;
    EmergencySwitch made = remote.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    remote.forDuration(Duration.ofSeconds(5));

    assertServes(remote, GREEN);
    assertTrue(made.written().toCompletableFuture().isDone());
    assertEquals(TrafficSplit.all(GREEN), target.inForce);
  }
}

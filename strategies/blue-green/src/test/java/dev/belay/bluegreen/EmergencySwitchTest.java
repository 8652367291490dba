package dev.belay.bluegreen;

import static dev.belay.bluegreen.World.BLUE;
import static dev.belay.bluegreen.World.GREEN;
import static dev.belay.bluegreen.World.RED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutListener;
import dev.belay.Route;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person sets a version live without a rollout, whatever else is going on. */
class EmergencySwitchTest {

  // --- at once, from everywhere

  /** Where a rollout can stand when somebody is in a hurry. */
  enum Situation {
    NO_ROLLOUT(null) {
      @Override
      void reach(World world) {}
    },
    NOT_BEGUN(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        world.start("8");
      }
    },
    PREPARING(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        world.start("8");
        world.time.settle();
      }
    },
    EXPOSING(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        world.untilPhase(world.start("8"), Phase.EXPOSING);
      }
    },
    PAUSED(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        Rollout rollout = world.start("8");
        world.untilPhase(rollout, Phase.EXPOSING);
        rollout.pause("alice");
        world.forDuration(Duration.ofSeconds(3));
      }
    },
    CUTOVER_BEING_WRITTEN(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        Rollout rollout = world.start("8");
        world.untilPhase(rollout, Phase.EXPOSING);
        world.store.meanwhile = record -> {
          if (record.state().phase() == Phase.BAKING) {
            world.store.down = true;
          }
        };
        world.until(() -> world.store.down);
        world.store.meanwhile = record -> {};
      }
    },
    BAKING(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        world.start("8");
        world.until(() -> world.endpoint.split().basisPoints(GREEN) == 10_000);
      }
    },
    DRAIN(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        Route blue = world.endpoint.route();
        assertTrue(blue.begin());
        Rollout rollout = world.start("8");
        world.until(() -> rollout.state().holds(Hold.DRAIN));
        world.forDuration(Duration.ofSeconds(1));
        assertTrue(rollout.state().holds(Hold.DRAIN));
      }
    },
    RELEASE(Phase.PROMOTED) {
      @Override
      void reach(World world) {
        world.threads.hang("Retirer");
        Rollout rollout =
            world.endpoint.start(World.plan("8").release(version -> {}).build(), "alice");
        world.until(() -> rollout.state().holds(Hold.RELEASE));
        world.forDuration(Duration.ofSeconds(1));
        assertTrue(rollout.state().holds(Hold.RELEASE));
        assertEquals(1, world.threads.hung());
      }
    },
    RETREATING(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        Rollout rollout = world.start("8");
        world.untilPhase(rollout, Phase.EXPOSING);
        world.store.down = true;
        rollout.rollBack("alice", "complaints");
        world.forDuration(Duration.ofSeconds(3));
        assertEquals(Phase.RETREATING, rollout.state().phase());
      }
    },
    PROMOTED(Phase.PROMOTED) {
      @Override
      void reach(World world) {
        Rollout rollout = world.start("8");
        world.untilEnd(rollout);
        assertEquals(Phase.PROMOTED, rollout.state().phase());
      }
    },
    ROLLED_BACK(Phase.ROLLED_BACK) {
      @Override
      void reach(World world) {
        Rollout rollout = world.start("8");
        rollout.rollBack("alice", "changed my mind");
        world.untilEnd(rollout);
      }
    };

    /** How the rollout ends that was cut off. */
    private final Optional<Phase> end;

    Situation(@Nullable Phase end) {
      this.end = Optional.ofNullable(end);
    }

    abstract void reach(World world);
  }

  private final World world = new World(1);

  private static void assertServes(World world, ModelVersion version) {
    assertEquals(version, world.endpoint.live());
    assertEquals(TrafficSplit.all(version), world.endpoint.split());
    assertEquals(version, world.endpoint.route().version());
    assertEquals(version, world.endpoint.route("user").version());
    assertEquals(version, world.endpoint.route(7).version());
    assertEquals(version, world.request());
  }

  private static void assertNoGaps(List<JournalRecord> journal) {
    assertEquals(
        LongStream.rangeClosed(1, journal.size()).boxed().toList(),
        journal.stream().map(JournalRecord::sequence).toList());
  }

  private static JournalRecord last(List<JournalRecord> journal) {
    return journal.get(journal.size() - 1);
  }

  @ParameterizedTest
  @EnumSource
  void isInForceAtOnceFromEverywhereAndStaysSo(Situation situation) {
    situation.reach(world);

    EmergencySwitch made = world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    assertServes(world, RED);

    world.time.settle();
    assertServes(world, RED);
    world.forDuration(Duration.ofSeconds(30));
    assertServes(world, RED);
    world.store.down = false;
    world.forDuration(Duration.ofSeconds(5));
    world.threads.release();
    world.forDuration(Duration.ofSeconds(5));

    assertServes(world, RED);
    assertEquals(
        situation.end, world.endpoint.rollout().map(rollout -> rollout.state().phase()));
    world
        .endpoint
        .rollout()
        .ifPresent(rollout ->
            assertTrue(rollout.completion().toCompletableFuture().isDone(), rollout::toString));
    List<JournalRecord> journal = world.journal();
    assertNoGaps(journal);
    assertInstanceOf(Input.Switched.class, last(journal).input());
    assertEquals(RED, last(journal).candidate());
    assertTrue(made.written().toCompletableFuture().isDone());
    if (journal.size() > 1) {
      assertTrue(journal.get(journal.size() - 2).state().phase().terminal(), journal::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_BEGUN", "PREPARING", "EXPOSING", "BAKING", "DRAIN", "RETREATING"})
  void mayGoToTheCandidateThatIsRunning(Situation situation) {
    situation.reach(world);

    world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    assertServes(world, GREEN);

    world.greenFails = 1;
    world.forDuration(Duration.ofSeconds(30));
    world.store.down = false;
    world.forDuration(Duration.ofSeconds(5));

    assertServes(world, GREEN);
    assertEquals(
        Phase.ROLLED_BACK, world.endpoint.rollout().orElseThrow().state().phase());
    assertInstanceOf(Input.Switched.class, last(world.journal()).input());
  }

  @ParameterizedTest
  @EnumSource(names = {"RELEASE", "PROMOTED"})
  void mayGoBackToTheVersionThatWasReleased(Situation situation) {
    situation.reach(world);
    assertServes(world, GREEN);

    world.endpoint.emergencySwitch("7", "bob", "8 is worse after all");
    assertServes(world, BLUE);
    world.threads.release();
    world.forDuration(Duration.ofSeconds(30));

    assertServes(world, BLUE);
    assertEquals(0, world.endpoint.inFlight(BLUE));
    assertEquals(Phase.PROMOTED, world.endpoint.rollout().orElseThrow().state().phase());
    assertInstanceOf(Input.Switched.class, last(world.journal()).input());
  }

  /** The last step of a promotion is being written down just now: whoever is in a hurry wins. */
  @Test
  void overtakesThePromotionThatIsBeingWrittenDown() {
    EmergencySwitch[] made = new EmergencySwitch[1];
    world.store.meanwhile = record -> {
      if (made[0] == null && record.state().holds(Hold.RELEASE)) {
        made[0] = world.endpoint.emergencySwitch("9", "bob", "neither is any good");
      }
    };
    Rollout rollout = world.start("8");
    world.untilEnd(rollout);
    world.forDuration(Duration.ofSeconds(5));

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertServes(world, RED);
    assertNoGaps(world.journal());
    assertInstanceOf(Input.Switched.class, last(world.journal()).input());
  }

  @Test
  void twoSwitchesWithTheStoreDownAreBothWrittenInOrder() {
    for (Situation situation : Situation.values()) {
      World hurried = new World(2);
      situation.reach(hurried);

      hurried.store.down = true;
      EmergencySwitch first = hurried.endpoint.emergencySwitch("9", "bob", "first");
      hurried.forDuration(Duration.ofSeconds(3));
      EmergencySwitch second = hurried.endpoint.emergencySwitch("10", "carol", "second");
      assertServes(hurried, second.to());
      hurried.forDuration(Duration.ofSeconds(30));
      assertFalse(first.written().toCompletableFuture().isDone());
      assertFalse(second.written().toCompletableFuture().isDone());

      hurried.threads.release();
      hurried.store.down = false;
      hurried.forDuration(Duration.ofSeconds(10));

      assertEquals(
          new CommandResult.Applied(1), first.written().toCompletableFuture().join());
      assertEquals(
          new CommandResult.Applied(1), second.written().toCompletableFuture().join());
      List<JournalRecord> journal = hurried.journal();
      assertNoGaps(journal);
      assertEquals(
          List.of("9", "10"),
          journal.stream()
              .filter(record -> record.input() instanceof Input.Switched)
              .map(record -> record.candidate().version())
              .toList(),
          situation::toString);
      assertEquals(second.to(), last(journal).candidate());
      assertEquals(first.to(), second.from());
      assertServes(hurried, second.to());
    }
  }

  /** A rollout that begins right after a switch stands after it in the journal. */
  @Test
  void aRolloutThatIsStartedRightAfterStandsAfterItInTheJournal() {
    world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    Rollout rollout = world.start("9");
    world.time.settle();

    List<JournalRecord> journal = world.journal();
    assertInstanceOf(Input.Switched.class, journal.get(0).input());
    assertInstanceOf(Input.Begun.class, journal.get(1).input());
    assertEquals(GREEN, rollout.stable());
  }

  // --- what is written down, logged and told

  @Test
  void isWrittenDownAsWhatItIs() {
    world.time.advance(Duration.ofSeconds(90));
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.time.settle();

    assertEquals(BLUE, made.from());
    assertEquals(GREEN, made.to());
    assertEquals("bob", made.actor());
    assertEquals("7 leaks data", made.reason());
    assertEquals(Instant.parse("2026-01-01T00:01:30Z"), made.at());
    assertEquals("emergency switch from fraud:7 to fraud:8 by bob (7 leaks data)", "" + made);
    JournalRecord record = last(world.journal());
    assertEquals("emergency switch", record.strategy());
    assertEquals(made.at(), record.at());
    assertEquals(BLUE, record.stable());
    assertEquals(GREEN, record.candidate());
    Input.Switched input = assertInstanceOf(Input.Switched.class, record.input());
    assertEquals("bob", input.order().actor());
    assertEquals("7 leaks data", input.order().reason());
    assertEquals(Phase.PROMOTED, record.state().phase());
    assertEquals(TrafficSplit.all(GREEN), record.state().split());
    assertFalse(record.state().proven());
    assertEquals("set live without a rollout by bob (7 leaks data)", record.reason());
  }

  @Test
  void listenersAreToldAfterWhatTheyHaveHeardBefore() {
    List<String> heard = new ArrayList<>();
    World loud = new World(
        3,
        builder -> builder.listener(new RolloutListener() {
          @Override
          public void onDecision(Rollout rollout, RolloutDecision decision) {
            heard.add(decision.to().phase().name().toLowerCase(Locale.ROOT));
          }

          @Override
          public void onEmergencySwitch(EmergencySwitch emergency) {
            heard.add(emergency.toString());
            throw new IllegalStateException("broken listener");
          }
        }));
    loud.start("8");
    loud.time.settle();
    heard.clear();
    EmergencySwitch made = loud.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    EmergencySwitch undone = made.undo("carol");
    loud.forDuration(Duration.ofSeconds(5));

    assertEquals(List.of(made.toString(), undone.toString(), "retreating", "rolled_back"), heard);
  }

  @Test
  void theEndOfTheRolloutSaysWhoCutItOff() {
    Situation.EXPOSING.reach(world);
    world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    world.forDuration(Duration.ofSeconds(5));

    Rollout rollout = world.endpoint.rollout().orElseThrow();
    assertTrue(
        rollout.report().toText().contains("by bob (7 leaks data)"),
        () -> rollout.report().toText());
  }

  // --- undo

  @Test
  void isUndoneWithOneCall() {
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    EmergencySwitch undone = made.undo("carol");

    assertServes(world, BLUE);
    assertEquals(GREEN, undone.from());
    assertEquals(BLUE, undone.to());
    assertEquals("carol", undone.actor());
    assertEquals("undoes the " + made, undone.reason());
    world.forDuration(Duration.ofSeconds(2));
    assertEquals(2, world.journal().size());
    assertEquals(BLUE, last(world.journal()).candidate());
    undone.undo("dave");
    assertServes(world, GREEN);
  }

  @Test
  void isNotUndoneTwiceNorAfterAnotherSwitch() {
    EmergencySwitch first = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    EmergencySwitch second = world.endpoint.emergencySwitch("9", "bob", "8 as well");

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> first.undo("carol"));
    assertTrue(String.valueOf(refused.getMessage()).contains("fraud:9"), refused::toString);
    assertServes(world, RED);

    second.undo("carol");
    assertServes(world, GREEN);
    assertThrows(IllegalStateException.class, () -> second.undo("carol"));
    assertServes(world, GREEN);
  }

  /** The same version is live again, but it is somebody else's switch. */
  @Test
  void isNotUndoneWhenTheVersionWasSetLiveAgainBySomebodyElse() {
    EmergencySwitch first = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    first.undo("carol");
    world.endpoint.emergencySwitch("8", "dave", "7 does leak");

    assertThrows(IllegalStateException.class, () -> first.undo("carol"));

    assertServes(world, GREEN);
  }

  @Test
  void isNotUndoneAfterAPromotion() {
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.untilEnd(world.start("9"));
    assertServes(world, RED);

    assertThrows(IllegalStateException.class, () -> made.undo("carol"));
    assertServes(world, RED);
  }

  @Test
  void anUndoCutsOffTheRolloutThatWasStartedMeanwhile() {
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    Rollout rollout = world.start("9");
    world.untilPhase(rollout, Phase.EXPOSING);

    made.undo("carol");
    assertServes(world, BLUE);
    world.forDuration(Duration.ofSeconds(5));

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertServes(world, BLUE);
  }

  // --- refusals

  private void assertRefused(String version, String actor, String reason, String value) {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> world.endpoint.emergencySwitch(version, actor, reason));
    assertTrue(String.valueOf(refused.getMessage()).contains(value), refused::toString);
  }

  @Test
  void whatIsNotValidIsRefusedWithItsValueAndChangesNothing() {
    Rollout rollout = world.start("8");
    world.untilPhase(rollout, Phase.EXPOSING);
    TrafficSplit split = world.endpoint.split();
    int written = world.journal().size();

    assertRefused("9", "bob", " ", "' '");
    assertRefused("9", "bob", "", "''");
    assertRefused("9", "\t", "7 leaks data", "'\t'");
    assertRefused("9", "b".repeat(201), "7 leaks data", "bbb...");
    assertRefused("", "bob", "7 leaks data", "''");
    assertRefused("no such name!", "bob", "7 leaks data", "no such name!");
    assertRefused("7", "bob", "7 leaks data", "fraud:7");
    world.time.settle();

    assertEquals(split, world.endpoint.split());
    assertEquals(BLUE, world.endpoint.live());
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    assertEquals(written, world.journal().size());
    world.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase());
  }

  @Test
  void aClosedEndpointIsNotSwitched() {
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.endpoint.close();

    assertThrows(
        IllegalStateException.class,
        () -> world.endpoint.emergencySwitch("9", "bob", "8 leaks data"));
    assertThrows(IllegalStateException.class, () -> made.undo("bob"));

    assertServes(world, GREEN);
    world.forDuration(Duration.ofSeconds(2));
    assertEquals(1, world.journal().size());
  }

  @Test
  void whatWasSwitchedBeforeTheEndpointWasClosedIsWrittenDown() {
    world.start("8");
    world.time.settle();
    world.store.down = true;
    EmergencySwitch made = world.endpoint.emergencySwitch("9", "bob", "7 leaks data");
    world.endpoint.close();
    world.forDuration(Duration.ofSeconds(30));
    world.store.down = false;
    world.forDuration(Duration.ofSeconds(5));

    assertTrue(made.written().toCompletableFuture().isDone());
    assertServes(world, RED);
    assertInstanceOf(Input.Switched.class, last(world.journal()).input());
  }

  // --- a target elsewhere

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

  // --- what comes after

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
    next.emergencySwitch("8", "bob", "7 leaks data again");
    world.time.advance(Duration.ofSeconds(2));

    List<JournalRecord> journal = world.journal();
    assertNoGaps(journal);
    assertEquals(
        2, journal.stream().map(record -> record.state().rollout()).distinct().count());
  }
}

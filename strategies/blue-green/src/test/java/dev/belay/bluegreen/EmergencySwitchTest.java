package dev.belay.bluegreen;

import static dev.belay.bluegreen.Switches.assertNoGaps;
import static dev.belay.bluegreen.Switches.assertServes;
import static dev.belay.bluegreen.Switches.last;
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
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutListener;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person sets a version live without a rollout, whatever else is going on. */
class EmergencySwitchTest {

  private final World world = new World(1);

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

  /** The same version is live again, but by a promotion: the one from before the switch may be gone by now. */
  @Test
  void isNotUndoneWhenTheVersionHasBeenPromotedSince() {
    EmergencySwitch made = world.endpoint.emergencySwitch("8", "bob", "7 leaks data");
    world.untilEnd(world.start("9"));
    world.untilEnd(world.start("8"));
    assertServes(world, GREEN);

    assertThrows(IllegalStateException.class, () -> made.undo("carol"));
    assertServes(world, GREEN);
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
    assertRefused("9", "\t", "7 leaks data", "'?'");
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
  void noReasonIsTooLongToBeUndone() {
    EmergencySwitch made =
        world.endpoint.emergencySwitch("8", "bob", "x".repeat(Command.Order.LONGEST_REASON));
    EmergencySwitch undone = made.undo("carol");
    world.time.settle();

    assertServes(world, BLUE);
    assertTrue(undone.reason().startsWith("undoes the emergency switch from fraud:7 to fraud:8"));
    assertTrue(undone.reason().endsWith("..."), undone::reason);
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
}

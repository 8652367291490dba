package dev.belay.bluegreen;

import static dev.belay.bluegreen.Stage.BLUE;
import static dev.belay.bluegreen.Stage.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutPlan;
import dev.belay.RolloutReport;
import dev.belay.Route;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole blue-green rollouts on the real engine. */
class BlueGreenRolloutTest {

  private final Stage world = new Stage(1);
  private final List<ModelVersion> released = new ArrayList<>();

  private RolloutPlan.Builder plan() {
    return Stage.plan(Stage.atOnce()).release(this::release);
  }

  private void release(ModelVersion version) {
    assertEquals(0, world.endpoint.inFlight(version), "released with calls in flight");
    released.add(version);
  }

  private static List<Integer> shares(Rollout rollout) {
    return rollout.report().decisions().stream()
        .map(decision -> decision.to().split().basisPoints(GREEN))
        .distinct()
        .toList();
  }

  private static void assertStory(Rollout rollout, String part) {
    assertTrue(rollout.report().toText().contains(part), rollout.report()::toText);
  }

  private void assertPromotedAndReleased(Rollout rollout) {
    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(GREEN, world.endpoint.live());
    assertEquals(GREEN, world.endpoint.route().version());
    assertEquals(List.of(BLUE), released);
  }

  private void assertBackAndKept(Rollout rollout) {
    assertEquals(
        Phase.ROLLED_BACK, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(BLUE, world.endpoint.live());
    assertEquals(BLUE, world.endpoint.route().version());
    world.forDuration(Duration.ofMinutes(5));
    assertEquals(List.of(), released, "a stable version that serves was released");
  }

  @Test
  void isProvenInTheShadowAndCutOverAtOneInstant() {
    Rollout rollout = world.start(plan());
    world.untilPhase(rollout, Phase.BAKING);
    assertEquals(
        0, rollout.report().candidateCalls().all().requests(), "no caller saw green before");
    assertTrue(rollout.report().shadow().pairs() >= 100, rollout.report()::toText);
    world.untilEnd(rollout);

    assertPromotedAndReleased(rollout);
    assertEquals(List.of(0, 10_000), shares(rollout));
    assertStory(rollout, "cutover: 100 % for the candidate");
    assertStory(rollout, "in the shadow");
    assertStory(rollout, "waiting for the calls in flight on fraud:7");
    assertStory(rollout, "no call is in flight on fraud:7; it is released");
    assertStory(rollout, "fraud:8 is the live version; fraud:7 is released: done");
  }

  @Test
  void withASliceThePartialExposureComesFirst() {
    Rollout rollout = world.start(RolloutPlan.to("8")
        .strategy(BlueGreenStrategy.afterSlice(Slice.percent(10).withRequests(200))
            .bake(Duration.ofMinutes(1))
            .build())
        .release(this::release));
    world.untilEnd(rollout);

    assertPromotedAndReleased(rollout);
    assertEquals(List.of(0, 1_000, 10_000), shares(rollout));
  }

  @Test
  void withAHoldBackBlueKeepsAPartUntilTheBakeIsOver() {
    Rollout rollout = world.start(Stage.plan(BlueGreenStrategy.atOnce()
            .holdBackPercent(10)
            .bake(Duration.ofMinutes(1))
            .build())
        .release(this::release));
    world.untilEnd(rollout);

    assertPromotedAndReleased(rollout);
    assertEquals(List.of(0, 9_000, 10_000), shares(rollout));
  }

  @Test
  void aBadCandidateIsCaughtInTheShadowWithNoCallerExposed() {
    world.fails(BLUE, 0).fails(GREEN, .2);
    Rollout rollout = world.start(plan());
    world.untilEnd(rollout);

    assertEquals(0, rollout.report().candidateCalls().all().requests());
    assertEquals(0, world.callersFailed());
    assertTrue(rollout.report().shadow().candidate().failures() > 0);
    assertBackAndKept(rollout);
  }

  @Test
  void aCandidateThatDiesInTheBakeIsGoneInTheCallThatShowsIt() {
    world.fails(BLUE, 0).fails(GREEN, 0);
    Rollout rollout = world.start(plan());
    world.untilPhase(rollout, Phase.BAKING);
    world.forDuration(Duration.ofSeconds(3));
    assertEquals(10_000, world.share());
    world.fails(GREEN, 1);
    int calls = 0;
    while (world.share() == 10_000) {
      assertEquals("7", world.endpoint.call(world::model), "the shield answers");
      calls++;
      assertTrue(calls <= 100, "it fails every time");
    }
    // No time has passed and the control plane has not run.
    assertEquals(BLUE, world.endpoint.route().version());
    world.untilEnd(rollout);

    assertBackAndKept(rollout);
    assertEquals(0, world.callersFailed());
    assertStory(rollout, "in a row and is taken for dead");
  }

  @Test
  void callsInFlightOnBlueEndOnBlueAfterTheCutover() {
    CompletableFuture<String> slow = new CompletableFuture<>();
    CompletableFuture<String> answer =
        world.endpoint.callAsync(version -> slow).toCompletableFuture();
    Rollout rollout = world.start(plan());
    world.untilHold(rollout, Hold.DRAIN);
    world.forDuration(Duration.ofSeconds(10));
    assertTrue(rollout.state().holds(Hold.DRAIN));
    assertEquals(1, world.endpoint.inFlight(BLUE));
    assertEquals(List.of(), released);

    slow.complete("from blue");
    assertEquals("from blue", answer.join());
    world.untilEnd(rollout);
    assertPromotedAndReleased(rollout);
  }

  @Test
  void aBlueThatHangsForEverIsKeptAndTheReportSaysSo() {
    Route hung = world.endpoint.route();
    assertTrue(hung.begin());
    Rollout rollout = world.start(plan());
    world.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertEquals(GREEN, world.endpoint.live());
    assertStory(
        rollout, "fraud:7 is kept and not released: 1 calls were still in flight on it after PT1M");
    hung.end();
    world.forDuration(Duration.ofMinutes(5));
    assertEquals(List.of(), released);
    assertFalse(hung.begin(), "no call begins on it any more");
  }

  @Test
  void aReleaseThatThrowsIsReportedAndChangesNothing() {
    for (Throwable failure : List.of(
        new IllegalStateException("no such pod"), new NoClassDefFoundError("no such pod"))) {
      Stage other = new Stage(2);
      int[] asked = {0};
      Rollout rollout = other.start(Stage.plan(Stage.atOnce()).release(version -> {
        asked[0]++;
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }));
      other.untilEnd(rollout);
      other.forDuration(Duration.ofMinutes(5));

      assertEquals(1, asked[0]);
      assertEquals(Phase.PROMOTED, rollout.state().phase());
      assertStory(rollout, "fraud:7 is not released: " + failure);
    }
  }

  @Test
  void aReleaseThatHangsIsNotWaitedForAndThePromotionComesOnce() {
    Rollout rollout = world.start(plan());
    world.hold("Retirer");
    world.untilHold(rollout, Hold.RELEASE);
    world.time.settle();
    assertEquals(1, world.held());
    world.forDuration(Duration.ofSeconds(50));
    assertTrue(rollout.state().holds(Hold.RELEASE));
    assertEquals(GREEN, world.endpoint.live());
    world.untilEnd(rollout);
    assertStory(rollout, "fraud:7 is not released: its release has not ended in time");

    world.letGo();
    world.forDuration(Duration.ofMinutes(5));
    assertPromotedAndReleased(rollout);
    assertEquals(1, promotions());
  }

  @Test
  void aReleaseThatIsSlowIsWaitedFor() {
    Rollout rollout = world.start(plan());
    world.hold("Retirer");
    world.untilHold(rollout, Hold.RELEASE);
    world.forDuration(Duration.ofSeconds(30));
    assertTrue(rollout.state().holds(Hold.RELEASE));
    world.letGo();
    world.untilEnd(rollout);

    assertPromotedAndReleased(rollout);
    assertStory(rollout, "fraud:7 is released: done");
    assertEquals(1, promotions());
  }

  private long promotions() {
    return world.store.journal().stream()
        .filter(record -> record.state().phase() == Phase.PROMOTED)
        .count();
  }

  /** Which records the store does not take. */
  @SuppressWarnings("ImmutableEnumChecker") // A lambda that captures nothing.
  enum Step {
    CUTOVER,
    DRAIN,
    RELEASE,
    PROMOTION
  }

  private static boolean isOf(Step step, RolloutState state) {
    return switch (step) {
      case CUTOVER ->
        state.phase() == Phase.BAKING && state.stage() == 1 && state.holds(Hold.TARGET);
      case DRAIN -> state.holds(Hold.DRAIN);
      case RELEASE -> state.holds(Hold.RELEASE);
      case PROMOTION -> state.phase() == Phase.PROMOTED;
    };
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void goesOnWhereItWasWhenTheStoreIsBack(Step step) {
    int[] refused = {0};
    world.store.down = record -> {
      boolean down = isOf(step, record.state()) && refused[0] < 20;
      refused[0] += down ? 1 : 0;
      return down;
    };
    Rollout rollout = world.start(plan());
    world.until(() -> refused[0] > 10);
    assertEquals(
        step == Step.CUTOVER ? 0 : 10_000, step == Step.PROMOTION ? 10_000 : world.share());
    assertFalse(rollout.completion().toCompletableFuture().isDone());
    assertEquals(step == Step.PROMOTION ? List.of(BLUE) : List.of(), released);
    world.untilEnd(rollout);
    world.forDuration(Duration.ofMinutes(3));

    assertPromotedAndReleased(rollout);
    assertTrue(rollout.completion().toCompletableFuture().isDone());
    assertEquals(
        rollout.report().decisions().stream().map(RolloutDecision::to).toList(),
        world.store.journal().stream().map(JournalRecord::state).toList());
  }

  /** Where somebody rolls back. */
  enum Place {
    PREPARING,
    BAKING,
    DRAIN,
    WHILE_THE_RELEASE_IS_WRITTEN
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void isRolledBackFromEverywhereUntilTheReleaseIsDecided(Place place) {
    Route onBlue = world.endpoint.route();
    boolean drains = place == Place.DRAIN;
    if (drains) {
      assertTrue(onBlue.begin());
    }
    Rollout rollout = world.start(plan());
    Runnable rollBack = () -> {
      rollout.rollBack("alice", "no");
      assertEquals(0, world.share(), "at once");
    };
    switch (place) {
      case PREPARING -> world.forDuration(Duration.ofSeconds(3));
      case BAKING -> world.untilPhase(rollout, Phase.BAKING);
      case DRAIN -> world.untilHold(rollout, Hold.DRAIN);
      case WHILE_THE_RELEASE_IS_WRITTEN ->
        world.store.meanwhile = record -> {
          if (record.state().holds(Hold.RELEASE)) {
            rollBack.run();
          }
        };
    }
    if (place != Place.WHILE_THE_RELEASE_IS_WRITTEN) {
      rollBack.run();
    }
    world.untilEnd(rollout);
    if (drains) {
      onBlue.end();
    }

    assertBackAndKept(rollout);
    assertTrue(world.endpoint.route().begin(), "blue's gate is open");
  }

  @Test
  void aRollbackDuringTheReleaseIsRefusedWithTheReason() {
    Rollout rollout = world.start(plan());
    world.hold("Retirer");
    world.untilHold(rollout, Hold.RELEASE);
    CompletableFuture<CommandResult> answer =
        rollout.rollBack("alice", "too late").toCompletableFuture();
    world.time.settle();

    CommandResult.Refused refused = assertInstanceOf(CommandResult.Refused.class, answer.join());
    assertEquals("the promotion is decided and fraud:7 is being released", refused.reason());
    assertEquals(GREEN, world.endpoint.route().version());
    world.letGo();
    world.untilEnd(rollout);
    assertPromotedAndReleased(rollout);
  }

  @Test
  void theShieldAnswersFromBlueDuringTheDrain() {
    Route hung = world.endpoint.route();
    assertTrue(hung.begin());
    world.fails(BLUE, 0).fails(GREEN, 0);
    Rollout rollout = world.start(plan());
    world.untilHold(rollout, Hold.DRAIN);
    assertEquals(10_000, world.share());
    world.fails(GREEN, 1);

    assertEquals("7", world.endpoint.call(world::model));
    assertEquals(1, rollout.report().failuresAnswered());
    assertEquals(1, world.endpoint.inFlight(BLUE), "the one that hangs");
  }

  /** A call on green began before the gate of blue was closed, and fails after it. */
  @Test
  void afterTheGateIsClosedAFailedCallIsAskedOfTheLiveVersion() {
    world.fails(BLUE, 0).fails(GREEN, 0);
    Rollout rollout = world.start(plan());
    world.untilPhase(rollout, Phase.BAKING);
    world.time.settle();
    List<ModelVersion> asked = new ArrayList<>();
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> answer = world
        .endpoint
        .callAsync(version -> {
          asked.add(version);
          return asked.size() == 1 ? first : CompletableFuture.completedFuture("second");
        })
        .toCompletableFuture();
    world.untilEnd(rollout);
    first.completeExceptionally(new IllegalStateException("late"));

    assertEquals("second", answer.join());
    assertEquals(List.of(GREEN, GREEN), asked, "blue is gone");
  }

  /** Somebody else writes to the journal while blue is released: the promotion was decided before, and must still end. */
  @Test
  void anotherWriterDuringTheReleaseDoesNotKeepTheRolloutFromItsEnd() throws StoreException {
    Rollout rollout = world.start(plan());
    world.hold("Retirer");
    world.untilHold(rollout, Hold.RELEASE);
    world.time.settle();
    JournalRecord last = world.store.last();
    world.store.append(
        new Lease("fraud", 1, "someone else"),
        new JournalRecord(
            last.sequence() + 1,
            last.at(),
            "someone else",
            last.stable(),
            last.candidate(),
            last.input(),
            last.state(),
            ""));
    world.letGo();
    world.forDuration(Duration.ofMinutes(5));

    assertPromotedAndReleased(rollout);
    assertTrue(rollout.completion().toCompletableFuture().isDone());
  }

  @Test
  void aPauseDuringTheDrainKeepsBlue() {
    Route slow = world.endpoint.route();
    assertTrue(slow.begin());
    Rollout rollout = world.start(plan());
    world.untilHold(rollout, Hold.DRAIN);
    rollout.pause("alice");
    slow.end();
    world.forDuration(Duration.ofMinutes(10));
    assertEquals(List.of(), released);
    assertTrue(rollout.state().holds(Hold.DRAIN));

    rollout.resume("alice");
    world.untilEnd(rollout);
    assertPromotedAndReleased(rollout);
  }

  @Test
  void oneRolloutAfterTheOtherReleasesEachOldVersionOnce() {
    world.untilEnd(world.start(plan()));
    assertThrows(IllegalArgumentException.class, () -> world.start(plan()));
    RolloutReport[] report = new RolloutReport[1];
    Rollout next = world.start(RolloutPlan.to("9")
        .strategy(Stage.atOnce())
        .policy(Stage.shadowing().build())
        .release(this::release));
    next.completion().thenAccept(end -> report[0] = end);
    world.untilEnd(next);

    assertEquals(List.of(BLUE, GREEN), released);
    assertEquals(Phase.PROMOTED, report[0].phase());
  }
}

package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.StickyUsers;
import dev.belay.Undecided;
import dev.belay.bluegreen.Event.Kind;
import dev.belay.bluegreen.Machine.Place;
import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of both blue-green machines, one by one. */
class BlueGreenStrategyTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Slice SLICE =
      Slice.percent(5).lasting(Duration.ofMinutes(30)).withRequests(100_000);

  private static BlueGreenStrategy.Builder atOnce() {
    return BlueGreenStrategy.atOnce().bake(HOUR);
  }

  private static BlueGreenStrategy.Builder afterSlice(Slice slice) {
    return BlueGreenStrategy.afterSlice(slice).bake(HOUR);
  }

  private static Machine at(Place place, BlueGreenStrategy.Builder builder) {
    return new Machine(builder.build()).leadTo(place);
  }

  private static Machine at(Place place, BlueGreenStrategy.Builder builder, RolloutPolicy policy) {
    return new Machine(builder.build(), policy).leadTo(place);
  }

  private static Event assessed(Verdict verdict, double harm, long requests) {
    return new Event(Duration.ofSeconds(1), Kind.ASSESSED, verdict, harm, requests);
  }

  private static void assertStands(Place place, Set<Hold> holds, Machine machine) {
    assertEquals(place, machine.place(), machine::reason);
    assertEquals(holds, machine.state().holds());
  }

  // --- the cutover

  @Test
  void cutsOverToEverythingAtOnceWhenItIsProven() {
    Machine machine = at(Place.READY, atOnce());
    machine.take(Event.healthy());
    assertStands(Place.BAKE, Set.of(Hold.TARGET), machine);
    assertEquals(BasisPoints.WHOLE, machine.share());
    assertTrue(machine.reason().startsWith("cutover: 100 % for the candidate"), machine.reason());
  }

  @Test
  void cutsNothingOverThatIsNotReadyOrNotInForce() {
    Machine machine = new Machine(atOnce().build());
    machine.take(Event.healthy());
    assertStands(Place.STARTED, Set.of(Hold.TARGET, Hold.READINESS), machine);
    machine.take(Kind.READY);
    machine.take(Event.healthy());
    assertStands(Place.READY, Set.of(Hold.TARGET), machine);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"INSUFFICIENT", "UNAVAILABLE"})
  void waitsForTheProofHoweverLittleHarmIsLeft(Verdict verdict) {
    Machine machine = at(Place.READY, atOnce());
    machine.take(assessed(verdict, 0, 1_000_000));
    assertEquals(Place.READY, machine.place());
    assertTrue(machine.state().holds(Hold.EVIDENCE));
    assertEquals(verdict == Verdict.UNAVAILABLE, machine.state().holds(Hold.SIGNAL));
  }

  @Test
  void saysWhatIsMissingForTheProofAndWhereItIsToComeFrom() {
    Machine dark = at(Place.READY, atOnce());
    dark.take(assessed(Verdict.HEALTHY, 0, 40));
    assertEquals(
        "waiting for [EVIDENCE]: the deciding signals are HEALTHY on 40 requests to the candidate,"
            + " 0 in the shadow and 40 to stable, of which 100 are needed; nothing calls the"
            + " candidate before the cutover, so take shadow calls, a slice or a hold-back",
        dark.reason());
    RolloutPolicy shadowed = RolloutPolicy.builder()
        .shadow(ShadowCalls.ofPercent(10).atLeast(500).build())
        .build();
    Machine shadow = at(Place.READY, atOnce(), shadowed);
    shadow.take(assessed(Verdict.INSUFFICIENT, 0, 40));
    assertTrue(
        shadow.reason().startsWith("waiting for [EVIDENCE]: 0 of 500 shadow calls have been seen;"),
        shadow.reason());
    assertTrue(shadow.reason().endsWith("the proof comes from shadow calls"), shadow.reason());
    Machine slice = at(Place.SLICE, afterSlice(Slice.percent(5)));
    slice.take(Kind.CONFIRMED);
    slice.take(Event.assessed(Verdict.INSUFFICIENT));
    assertTrue(slice.reason().endsWith("the proof comes from the slice"), slice.reason());
  }

  /** A proof by signals does not stand for the shadow calls that the policy wants to see. */
  @Test
  void waitsForTheShadowCallsOfThePolicyEvenWhenItIsProven() {
    RolloutPolicy shadowed = RolloutPolicy.builder()
        .shadow(ShadowCalls.ofPercent(10).atLeast(500).build())
        .build();
    Machine machine = at(Place.READY, atOnce(), shadowed);
    machine.take(Event.healthy());
    assertStands(Place.READY, Set.of(Hold.EVIDENCE), machine);
    Machine compared = at(Place.READY, atOnce().holdBackPercent(5), shadowed);
    compared.take(Event.healthy());
    assertStands(Place.READY, Set.of(Hold.EVIDENCE), compared);
  }

  @Test
  void waitsForTheTimeThatThePolicyWatchesTheUsers() {
    RolloutPolicy watching =
        RolloutPolicy.builder().stickyUsers(StickyUsers.calibratedFor(HOUR)).build();
    Machine machine = at(Place.READY, atOnce(), watching);
    machine.take(Event.healthy());
    assertStands(Place.READY, Set.of(Hold.TIME), machine);
    machine.take(Event.after(HOUR, Kind.ASSESSED));
    assertEquals(Place.BAKE, machine.place());
  }

  // --- with a hold-back

  @Test
  void cutsOverByTheBlastRadiusAloneWhereAHoldBackGoesOnComparing() {
    Machine machine = at(Place.READY, atOnce().holdBackPercent(5));
    // 100 requests a second for a tenth of a second: 9.5 of them go to the candidate.
    machine.take(assessed(Verdict.INSUFFICIENT, 1, 0));
    assertStands(Place.READY, Set.of(Hold.BLAST_RADIUS), machine);
    assertEquals(
        "waiting for [BLAST_RADIUS]: 95 % could cost 9.5 failures before a retreat is in force, the"
            + " blast radius allows 5.0 in a step and a share of 100 %",
        machine.reason());
    machine.take(assessed(Verdict.INSUFFICIENT, .5, 0));
    assertStands(Place.BAKE, Set.of(Hold.TARGET), machine);
    assertEquals(9_500, machine.share());
    assertFalse(machine.state().proven());
  }

  @Test
  void holdsTheCutoverForAShareThatTheBlastRadiusForbidsUntilItIsProven() {
    RolloutPolicy half = RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxSharePercent(50).build())
        .build();
    Machine machine = at(Place.READY, atOnce().holdBackPercent(5), half);
    machine.take(assessed(Verdict.INSUFFICIENT, 0, 1_000));
    assertStands(Place.READY, Set.of(Hold.BLAST_RADIUS), machine);
    machine.take(Event.healthy());
    assertEquals(9_500, machine.share());
  }

  /** Nothing costs anything where no request comes; that says nothing about the next minute. */
  @Test
  void doesNotTakeSilenceForAnAnswerAboutTheCost() {
    Machine machine = at(Place.READY, atOnce().holdBackPercent(5)).quiet();
    machine.take(assessed(Verdict.INSUFFICIENT, 1, 0));
    assertStands(Place.READY, Set.of(Hold.EVIDENCE), machine);
    assertTrue(machine.reason().contains("no traffic is seen"), machine.reason());
    RolloutPolicy expecting =
        RolloutPolicy.builder().expectedTraffic(ExpectedTraffic.perSecond(20)).build();
    Machine told = at(Place.READY, atOnce().holdBackPercent(5), expecting).quiet();
    told.take(assessed(Verdict.INSUFFICIENT, 1, 0));
    assertEquals(Place.BAKE, told.place());
  }

  @Test
  void waitsWithTheHoldBackForTheProofAndGivesItUpThen() {
    Machine machine = new Machine(atOnce().holdBackPercent(5).build())
        .leadTo(Place.BAKE, Event.assessed(Verdict.INSUFFICIENT));
    machine.take(Kind.CONFIRMED);
    machine.take(new Event(HOUR, Kind.ASSESSED, Verdict.INSUFFICIENT, 0, 1_000_000));
    assertStands(Place.BAKE, Set.of(Hold.EVIDENCE), machine);
    machine.take(Event.healthy());
    assertStands(Place.CLOSING, Set.of(Hold.TARGET), machine);
    machine.take(Kind.CONFIRMED);
    machine.take(Event.healthy());
    assertStands(Place.DRAIN, Set.of(Hold.DRAIN), machine);
  }

  // --- with a slice

  @Test
  void takesTheSliceFirstAndItsMinimumsBeforeTheCutover() {
    Machine machine = at(Place.READY, afterSlice(SLICE));
    machine.take(Event.healthy());
    assertStands(Place.SLICE, Set.of(Hold.TARGET), machine);
    assertEquals(500, machine.share());
    assertEquals(1, machine.state().stage());
    machine.take(Kind.CONFIRMED);
    machine.take(assessed(Verdict.HEALTHY, 0, 99_999));
    assertStands(Place.SLICE, Set.of(Hold.TIME, Hold.EVIDENCE), machine);
    assertEquals(
        "waiting for [TIME, EVIDENCE]: 99,999 of 100,000 requests to the candidate have completed in"
            + " the slice",
        machine.reason());
    machine.take(new Event(HOUR, Kind.ASSESSED, Verdict.HEALTHY, 0, 100_000));
    assertEquals(Place.BAKE, machine.place());
    assertEquals(BasisPoints.WHOLE, machine.share());
    assertEquals(2, machine.state().stage());
  }

  @Test
  void takesNoSliceThatTheBlastRadiusDoesNotAllow() {
    RolloutPolicy busy = RolloutPolicy.builder()
        .expectedTraffic(ExpectedTraffic.perSecond(10_000))
        .build();
    Machine machine = at(Place.READY, afterSlice(SLICE), busy);
    machine.take(assessed(Verdict.INSUFFICIENT, 1, 0));
    assertStands(Place.READY, Set.of(Hold.BLAST_RADIUS), machine);
  }

  @Test
  void cutsOverAfterTheSliceByTheBlastRadiusWhereAHoldBackGoesOnComparing() {
    Machine machine = at(Place.SLICE, afterSlice(Slice.percent(5)).holdBackPercent(5));
    machine.take(Kind.CONFIRMED);
    machine.take(assessed(Verdict.INSUFFICIENT, 1, 50));
    assertStands(Place.SLICE, Set.of(Hold.BLAST_RADIUS), machine);
    machine.take(assessed(Verdict.INSUFFICIENT, .1, 50));
    assertEquals(9_500, machine.share());
  }

  // --- persons

  @Test
  void waitsForTheApprovalOfANamedPersonBeforeACutoverAtOnce() {
    Machine machine = at(Place.READY, atOnce().approvedCutover());
    machine.take(Event.healthy());
    assertStands(Place.READY, Set.of(Hold.APPROVAL), machine);
    assertEquals("stage 0 approved by alice", machine.take(Kind.APPROVE).reason());
    assertTrue(machine.take(Kind.APPROVE).refused(), "approved twice");
    machine.take(Event.healthy());
    assertEquals(Place.BAKE, machine.place());
    assertTrue(machine.take(Kind.APPROVE).refused(), "nothing is left to approve");
  }

  @Test
  void waitsForTheApprovalAfterTheSliceWhereEitherAsksForIt() {
    for (BlueGreenStrategy.Builder builder : List.of(
        afterSlice(Slice.percent(5)).approvedCutover(),
        afterSlice(Slice.percent(5).withApproval()))) {
      Machine machine = at(Place.READY, builder);
      assertTrue(machine.take(Kind.APPROVE).refused(), "the slice has not been seen yet");
      machine.take(Event.healthy());
      machine.take(Kind.CONFIRMED);
      machine.take(Event.healthy());
      assertStands(Place.SLICE, Set.of(Hold.APPROVAL), machine);
      machine.take(Kind.APPROVE);
      machine.take(Event.healthy());
      assertEquals(Place.BAKE, machine.place());
    }
  }

  @Test
  void refusesAnApprovalThatNobodyAskedFor() {
    Transition refused = at(Place.READY, atOnce()).take(Kind.APPROVE);
    assertTrue(refused.refused());
    assertEquals("stage 0 asks for no approval", refused.reason());
  }

  @Test
  void leavesOutMinimumsApprovalAndBakeForAPersonInAHurryButNotTheProof() {
    Machine machine = at(Place.SLICE, afterSlice(SLICE.withApproval()));
    machine.take(Kind.CONFIRMED);
    machine.take(Kind.PROMOTE);
    machine.take(assessed(Verdict.INSUFFICIENT, 0, 10));
    assertStands(Place.SLICE, Set.of(Hold.EVIDENCE), machine);
    machine.take(assessed(Verdict.HEALTHY, 0, 100));
    assertEquals(Place.BAKE, machine.place());
    machine.take(Kind.CONFIRMED);
    machine.take(assessed(Verdict.INSUFFICIENT, 0, 100));
    assertStands(Place.BAKE, Set.of(Hold.EVIDENCE), machine);
    machine.take(assessed(Verdict.HEALTHY, 0, 100));
    assertEquals(Place.DRAIN, machine.place());
    assertTrue(machine.take(Kind.PROMOTE).refused(), "it is on its way already");
  }

  @Test
  void takesAPersonInAHurryForTheApprovalOfACutoverAtOnce() {
    Machine machine = at(Place.READY, atOnce().approvedCutover());
    machine.take(Kind.PROMOTE);
    machine.take(Event.assessed(Verdict.INSUFFICIENT));
    assertStands(Place.READY, Set.of(Hold.EVIDENCE), machine);
    machine.take(Event.healthy());
    assertEquals(Place.BAKE, machine.place());
  }

  @Test
  void doesNotPromoteWhatHasNotTakenItsSlice() {
    Transition refused = at(Place.READY, afterSlice(SLICE)).take(Kind.PROMOTE);
    assertTrue(refused.refused());
    assertEquals(
        "blue-green after a slice 'fraud:8#1': Promote is not allowed in PREPARING/0",
        refused.reason());
  }

  // --- the way back

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"STARTED", "READY", "SLICE", "BAKE", "CLOSING", "DRAIN"})
  void goesBackFromEveryPlaceInOneTransition(Place place) {
    List<Event> reasons = List.of(
        Event.now(Kind.ROLL_BACK),
        Event.now(Kind.TRIPPED),
        Event.now(Kind.REFUSED),
        Event.assessed(Verdict.UNHEALTHY));
    for (Event reason : reasons) {
      Machine machine = at(place, afterSlice(Slice.percent(5)).holdBackPercent(5));
      assertEquals(place, machine.place());
      machine.take(reason);
      assertEquals(Place.RETREATING, machine.place());
      assertEquals(0, machine.share());
      machine.take(Kind.CONFIRMED);
      assertEquals(Place.ROLLED_BACK, machine.place());
    }
  }

  @Test
  void keepsBlueForTheWholeBake() {
    Machine machine = at(Place.BAKE, atOnce());
    machine.take(Kind.CONFIRMED);
    machine.take(Event.after(HOUR.minusNanos(1), Kind.ASSESSED));
    assertStands(Place.BAKE, Set.of(Hold.TIME), machine);
    machine.take(Event.after(Duration.ofNanos(1), Kind.ASSESSED));
    assertEquals(Place.DRAIN, machine.place());
  }

  /** The clock of the bake starts when the target has the split, not when it is asked for it. */
  @Test
  void doesNotCountTheTimeThatTheTargetTakes() {
    Machine machine = at(Place.BAKE, atOnce());
    machine.take(Event.after(HOUR, Kind.ASSESSED));
    assertStands(Place.BAKE, Set.of(Hold.TARGET), machine);
    machine.take(Kind.CONFIRMED);
    machine.take(Event.healthy());
    assertStands(Place.BAKE, Set.of(Hold.TIME), machine);
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"READY", "SLICE", "BAKE", "DRAIN"})
  void standsStillForASignalThatCannotBeRead(Place place) {
    Machine machine = at(place, afterSlice(Slice.percent(5)).holdBackPercent(5));
    machine.take(Kind.CONFIRMED);
    int share = machine.share();
    machine.take(Event.assessed(Verdict.UNAVAILABLE));
    assertEquals(place, machine.place());
    assertEquals(share, machine.share());
  }

  // --- the end

  @Test
  void releasesBlueWhenItIsDrainedAndPromotesThen() {
    Machine machine = at(Place.DRAIN, atOnce());
    machine.take(Kind.RELEASED);
    machine.take(Kind.DRAINED_ANOTHER);
    assertEquals(Place.DRAIN, machine.place());
    machine.take(Kind.DRAINED);
    assertEquals(Place.RELEASE, machine.place());
    machine.take(Kind.RELEASED);
    assertEquals(Place.PROMOTED, machine.place());
    assertEquals("fraud:8 is the live version; fraud:7 is released: unloaded", machine.reason());
  }

  @Test
  void promotesWithBlueKeptWhenItsCallsNeverEnd() {
    Machine machine = at(Place.DRAIN, atOnce());
    machine.take(Event.after(Duration.ofMinutes(1), Kind.DRAINED_IN_PART));
    assertEquals(Place.PROMOTED, machine.place());
    assertEquals(
        "fraud:8 is the live version; fraud:7 is kept and not released: 3 calls were still in flight"
            + " on it after PT1M",
        machine.reason());
  }

  @Test
  void promotesAlsoWhenTheReleaseFails() {
    Machine machine = at(Place.RELEASE, atOnce());
    machine.take(Event.after(HOUR, Kind.NOT_RELEASED));
    assertEquals(Place.PROMOTED, machine.place());
    assertEquals(
        "fraud:8 is the live version; fraud:7 is not released: the hook failed", machine.reason());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RELEASED", "NOT_RELEASED"},
      mode = EnumSource.Mode.EXCLUDE)
  void doesNothingElseOnceBlueIsReleased(Kind kind) {
    for (Verdict verdict : Verdict.values()) {
      Machine machine = at(Place.RELEASE, atOnce().approvedCutover());
      Object before = machine.state();
      machine.take(new Event(Duration.ofDays(30), kind, verdict, 1, 0));
      assertEquals(before, machine.state());
    }
  }

  @Test
  void keepsBlueWhileTheDrainIsPaused() {
    Machine machine = at(Place.DRAIN, atOnce());
    machine.take(Kind.PAUSE);
    machine.take(Kind.DRAINED);
    machine.take(Event.after(HOUR, Kind.DRAINED_IN_PART));
    assertStands(Place.DRAIN, Set.of(Hold.PAUSED, Hold.DRAIN), machine);
    machine.take(Kind.RESUME);
    machine.take(Kind.DRAINED);
    assertEquals(Place.RELEASE, machine.place());
  }

  // --- when the time is up

  @Test
  void goesBackFromAGreenThatDoesNotGetReady() {
    RolloutPolicy hasty =
        RolloutPolicy.builder().readyWithin(Duration.ofMinutes(5)).build();
    Machine machine = new Machine(atOnce().build(), hasty);
    machine.take(Event.after(Duration.ofMinutes(5), Kind.TICK));
    assertEquals(Place.RETREATING, machine.place());
    assertEquals("the candidate was not ready within PT5M", machine.reason());
  }

  @Test
  void goesBackAtTheDeadlineOrAsksAPerson() {
    Machine machine = at(Place.READY, atOnce());
    machine.take(Event.after(Duration.ofHours(8), Kind.TICK));
    assertEquals(Place.RETREATING, machine.place());
    assertEquals("not proven by the deadline, after PT8H", machine.reason());
    RolloutPolicy asking = RolloutPolicy.builder()
        .deadline(Duration.ofHours(8))
        .whenUndecided(Undecided.PAUSE)
        .build();
    Machine asked = at(Place.READY, atOnce(), asking);
    asked.take(Event.after(Duration.ofHours(8), Kind.TICK));
    assertStands(Place.READY, Set.of(Hold.PAUSED), asked);
  }

  @Test
  void movesTheDeadlineForALateCutoverSoThatTheBakeFits() {
    Machine machine = at(Place.READY, atOnce());
    machine.take(Event.after(Duration.ofHours(8).minusSeconds(1), Kind.ASSESSED));
    assertEquals(Place.BAKE, machine.place());
    machine.take(Kind.CONFIRMED);
    machine.take(Event.after(HOUR, Kind.ASSESSED));
    assertEquals(Place.DRAIN, machine.place());
  }

  @Test
  void goesBackFromABakeThatCannotEnd() {
    Machine machine = at(Place.BAKE, atOnce());
    machine.take(Kind.CONFIRMED);
    machine.take(new Event(Duration.ofHours(8), Kind.ASSESSED, Verdict.UNAVAILABLE, 1, 1_000));
    assertEquals(Place.RETREATING, machine.place());
  }
}

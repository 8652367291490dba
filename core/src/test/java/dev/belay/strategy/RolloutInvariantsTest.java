package dev.belay.strategy;

import static dev.belay.strategy.Situation.CANDIDATE;
import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.STABLE;
import static dev.belay.strategy.Situation.START;
import static dev.belay.strategy.Situation.assessed;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.order;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.health.Verdict;
import dev.belay.strategy.RolloutInvariants.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** One break of each invariant of design section 7, by its number, and what it must be told apart from. */
class RolloutInvariantsTest {

  private static final int WHOLE = BasisPoints.WHOLE;

  private final RolloutContext context = Situation.context();

  private void assertBroken(
      int number, String story, RolloutState before, Input input, RolloutState after) {
    assertBroken(number, story, before, input, after, NOW);
  }

  private void assertBroken(
      int number, String story, RolloutState before, Input input, RolloutState after, Instant now) {
    Optional<Violation> violation = RolloutInvariants.check(context, before, input, after, now);
    assertEquals(
        "invariant " + number + " is broken: " + story,
        violation.map(Violation::toString).orElse("all hold"));
  }

  private void assertHolds(RolloutState before, Input input, RolloutState after) {
    assertEquals(Optional.empty(), RolloutInvariants.check(context, before, input, after, NOW));
  }

  private static RolloutState raised(RolloutState from, int share) {
    return from.with().enter(from.phase(), from.stage() + 1, split(share), NOW).build();
  }

  @Test
  void letsTheShareRiseOnAnEvaluationThatAllowsIt() {
    RolloutState before = at(Phase.EXPOSING, 100);
    assertHolds(before, assessed(Verdict.INSUFFICIENT), raised(before, 500));
  }

  @Test
  void letsEverythingGoToAProvenCandidateAndPromotesIt() {
    RolloutState before = at(Phase.EXPOSING, 5_000);
    RolloutState baking =
        before.with().enter(Phase.BAKING, 2, split(WHOLE), NOW).proven(true).build();
    assertHolds(before, assessed(Verdict.HEALTHY), baking);
    RolloutState inForce = baking.with().inForce(NOW).build();
    assertHolds(baking, new Input.SplitConfirmed(split(WHOLE)), inForce);
    assertHolds(
        inForce, assessed(Verdict.HEALTHY), inForce.with().phase(Phase.PROMOTED).build());
  }

  @Test
  void one_refusesAnotherVersionInTheSplit() {
    TrafficSplit split = TrafficSplit.builder()
        .basisPoints(STABLE, 9_000)
        .basisPoints(ModelVersion.of("fraud", "9"), 1_000)
        .build();
    RolloutState before = at(Phase.EXPOSING, 100);
    assertBroken(
        1,
        "another version has a part in fraud:7 90 %, fraud:9 10 %",
        before,
        new Input.Tick(),
        before.with().enter(Phase.EXPOSING, 1, split, START).build());
  }

  @Test
  void two_refusesARiseThatNoEvaluationCaused() {
    RolloutState before = at(Phase.EXPOSING, 100);
    String step = " raised the share from fraud:7 99 %, fraud:8 1 % to fraud:7 95 %, fraud:8 5 %";
    RolloutState after = before.with().enter(Phase.EXPOSING, 1, split(500), NOW).build();
    assertBroken(2, "Tick" + step, before, new Input.Tick(), after);
    assertBroken(2, "Promote" + step, before, new Command.Promote(order("alice")), after);
    assertBroken(2, "Readiness" + step, before, new Input.Readiness(true, ""), after);
  }

  @Test
  void two_refusesARiseThatTheBlastRadiusDoesNotAllow() {
    RolloutState before = at(Phase.EXPOSING, 100);
    assertBroken(
        2,
        "the share rose from fraud:7 99 %, fraud:8 1 % to fraud:7 49.99 %, fraud:8 50.01 %,"
            + " which the evaluation (INSUFFICIENT) and the blast radius do not allow",
        before,
        assessed(Verdict.INSUFFICIENT),
        raised(before, 5_001));
    Input.Assessed costly = assessed(Verdict.INSUFFICIENT, 2, 1_000, 1_000, .5);
    // 1000 requests a second, a tenth of them, half of which fail for a second: 50 failures, 5 are
    // allowed.
    RolloutState tenth = raised(before, 1_000);
    assertTrue(RolloutInvariants.check(context, before, costly, tenth, NOW).isPresent());
    assertHolds(before, assessed(Verdict.INSUFFICIENT, 2, 1_000, 100, .5), tenth);
  }

  @ParameterizedTest
  @EnumSource(
      value = Hold.class,
      names = {"PAUSED", "TARGET", "READINESS"})
  void two_refusesARiseWhilePausedOrUnconfirmedOrNotReady(Hold hold) {
    RolloutState before = at(Phase.EXPOSING, 100).with().hold(hold, true).build();
    assertBroken(
        2,
        "the share rose from fraud:7 99 %, fraud:8 1 % to fraud:7 95 %, fraud:8 5 % while held for ["
            + hold + "]",
        before,
        assessed(Verdict.HEALTHY),
        raised(before, 500));
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"INSUFFICIENT", "UNAVAILABLE"})
  void two_refusesEverythingToACandidateThatIsNotHealthy(Verdict verdict) {
    RolloutState before = at(Phase.EXPOSING, 5_000);
    assertBroken(
        2,
        "everything went to the candidate while " + verdict,
        before,
        assessed(verdict),
        raised(before, WHOLE));
  }

  @Test
  void two_refusesEverythingToACandidateThatIsHealthyOnTooFewCalls() {
    RolloutState before = at(Phase.EXPOSING, 5_000);
    assertBroken(
        2,
        "everything went to the candidate while HEALTHY",
        before,
        assessed(Verdict.HEALTHY, 99),
        raised(before, WHOLE));
    RolloutState after = raised(before, WHOLE);
    assertHolds(before, assessed(Verdict.HEALTHY, 100), after);
  }

  @Test
  void three_refusesToGoOnAfterAnUnhealthyEvaluation() {
    RolloutState before = at(Phase.EXPOSING, 100);
    for (RolloutState after : new RolloutState[] {before, raised(before, 500)}) {
      assertBroken(
          3,
          "Assessed did not lead to a retreat but to EXPOSING",
          before,
          assessed(Verdict.UNHEALTHY),
          after);
    }
  }

  @Test
  void three_refusesToLeaveARetreat() {
    RolloutState before = at(Phase.RETREATING, 0);
    assertBroken(
        3,
        "a retreat was left for EXPOSING",
        before,
        assessed(Verdict.HEALTHY),
        before.with().enter(Phase.EXPOSING, 1, split(100), NOW).build());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PROMOTED", "ROLLED_BACK", "RETREATING"},
      mode = Mode.EXCLUDE)
  void four_refusesToIgnoreARetreatInAnyPhaseThatIsNoEnd(Phase phase) {
    RolloutState before = at(phase, 100);
    String story = " did not lead to a retreat but to " + phase;
    assertBroken(4, "RollBack" + story, before, new Command.RollBack(order("alice")), before);
    assertBroken(4, "Tripped" + story, before, new Input.Tripped("dead"), before);
    Transition retreat = StandardRules.retreat(context, before, "dead", NOW);
    assertHolds(before, new Input.Tripped("dead"), retreat.state());
  }

  @Test
  void four_refusesARetreatThatLeavesTheCandidateSomething() {
    RolloutState before = at(Phase.EXPOSING, 500);
    assertBroken(
        4,
        "a retreat left the candidate a share: fraud:7 99 %, fraud:8 1 %",
        before,
        new Input.Tripped("dead"),
        before.with().enter(Phase.RETREATING, 1, split(100), NOW).build());
  }

  @Test
  void five_refusesToTakeAnythingButAHealthyEvaluationForAProof() {
    RolloutState before = at(Phase.EXPOSING, 500);
    RolloutState after = before.with().proven(true).build();
    assertBroken(
        5, "Promote was taken for a proof", before, new Command.Promote(order("alice")), after);
    for (Verdict verdict : new Verdict[] {Verdict.INSUFFICIENT, Verdict.UNAVAILABLE}) {
      assertBroken(5, "Assessed was taken for a proof", before, assessed(verdict), after);
    }
    assertBroken(5, "Assessed was taken for a proof", before, assessed(Verdict.HEALTHY, 99), after);
    assertHolds(before, assessed(Verdict.HEALTHY), after);
  }

  @Test
  void five_refusesToPromoteWithoutAProofOrWithoutEverything() {
    RolloutState whole = at(Phase.BAKING, WHOLE);
    assertBroken(
        5,
        "promoted without a proof",
        whole,
        assessed(Verdict.INSUFFICIENT),
        whole.with().phase(Phase.PROMOTED).build());
    RolloutState held = at(Phase.BAKING, 9_500).with().proven(true).build();
    assertBroken(
        5,
        "promoted with fraud:7 5 %, fraud:8 95 %",
        held,
        assessed(Verdict.HEALTHY),
        held.with().phase(Phase.PROMOTED).build());
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"PROMOTED", "ROLLED_BACK"})
  void six_refusesToLeaveAnEnd(Phase end) {
    RolloutState before = at(end, 0);
    assertBroken(
        6,
        end + " was left for EXPOSING",
        before,
        assessed(Verdict.HEALTHY),
        before.with().phase(Phase.EXPOSING).build());
    assertHolds(before, assessed(Verdict.UNHEALTHY), before);
  }

  @Test
  void seven_refusesASplitWithoutStable() {
    RolloutState before = at(Phase.BAKING, 5_000);
    assertBroken(
        7,
        "stable is missing from fraud:8 100 %",
        before,
        assessed(Verdict.HEALTHY),
        before.with().enter(Phase.BAKING, 2, TrafficSplit.all(CANDIDATE), NOW).build());
  }

  private static RolloutState draining() {
    return at(Phase.BAKING, WHOLE).with().proven(true).hold(Hold.DRAIN, true).build();
  }

  private static RolloutState releasing(RolloutState from) {
    return from.with().stage(from.stage() + 1, NOW).hold(Hold.RELEASE, true).build();
  }

  @Test
  void seven_letsStableBeReleasedOnceNoCallIsInFlightOnItAndThePromotionFollow() {
    RolloutState releasing = releasing(draining());
    assertHolds(draining(), new Input.Drained(STABLE, 0), releasing);
    RolloutState promoted = releasing.with().phase(Phase.PROMOTED).noHolds().build();
    for (boolean done : new boolean[] {true, false}) {
      assertHolds(releasing, new Input.Released(done, ""), promoted);
    }
    assertHolds(releasing, new Input.Tripped("dead"), releasing);
    assertHolds(releasing, assessed(Verdict.UNHEALTHY), releasing);
    assertHolds(releasing, new Command.RollBack(order("alice")), releasing);
  }

  @Test
  void seven_refusesToReleaseStableForAnythingButItsLastCall() {
    String split = " released stable with fraud:7 0 %, fraud:8 100 %";
    RolloutState after = releasing(draining());
    assertBroken(7, "Drained" + split, draining(), new Input.Drained(STABLE, 1), after);
    assertBroken(7, "Drained" + split, draining(), new Input.Drained(CANDIDATE, 0), after);
    assertBroken(7, "Assessed" + split, draining(), assessed(Verdict.HEALTHY), after);
    assertBroken(7, "Tick" + split, draining(), new Input.Tick(), after);
    assertBroken(7, "Promote" + split, draining(), new Command.Promote(order("alice")), after);
  }

  @Test
  void seven_refusesToReleaseStableWhileItHasAPartOrMayStillBeCalled() {
    RolloutState heldBack = at(Phase.BAKING, 9_500).with().proven(true).build();
    assertBroken(
        7,
        "Drained released stable with fraud:7 5 %, fraud:8 95 %",
        heldBack,
        new Input.Drained(STABLE, 0),
        releasing(heldBack));
    for (Hold hold : new Hold[] {Hold.PAUSED, Hold.TARGET}) {
      RolloutState held =
          at(Phase.BAKING, WHOLE).with().proven(true).hold(hold, true).build();
      assertBroken(
          7,
          "stable was released while held for [" + hold + "]",
          held,
          new Input.Drained(STABLE, 0),
          releasing(held));
    }
  }

  @Test
  void seven_refusesEveryWayBackOnceStableIsReleased() {
    RolloutState releasing = releasing(draining());
    RolloutState retreat =
        StandardRules.retreat(context, releasing, "dead", NOW).state();
    String story = "stable is being released, but ";
    assertBroken(
        7, story + "Tripped led to RETREATING", releasing, new Input.Tripped("dead"), retreat);
    assertBroken(
        7,
        story + "RollBack led to RETREATING",
        releasing,
        new Command.RollBack(order("alice")),
        retreat);
    assertBroken(
        7,
        story + "Released led to PROMOTED",
        releasing,
        new Input.Released(true, ""),
        releasing.with().enter(Phase.PROMOTED, 1, split(9_500), NOW).build());
    assertBroken(
        7,
        story + "Resume led to BAKING",
        releasing,
        new Command.Resume(order("alice")),
        releasing.with().noHolds().build());
  }

  @Test
  void five_refusesToReleaseStableWithoutAProof() {
    RolloutState unproven =
        at(Phase.BAKING, WHOLE).with().hold(Hold.DRAIN, true).build();
    assertBroken(
        5,
        "stable was released without a proof",
        unproven,
        new Input.Drained(STABLE, 0),
        releasing(unproven));
  }

  @Test
  void four_letsARetreatBeginWhileStableIsDrained() {
    RolloutState retreat =
        StandardRules.retreat(context, draining(), "dead", NOW).state();
    assertHolds(draining(), new Input.Tripped("dead"), retreat);
    assertBroken(
        4,
        "Tripped did not lead to a retreat but to BAKING",
        draining(),
        new Input.Tripped("dead"),
        draining());
  }

  @Test
  void five_refusesAProofFromTheEvidenceOfAnotherAttempt() {
    RolloutState before = at(Phase.EXPOSING, 500);
    assertBroken(
        5,
        "Assessed was taken for a proof",
        before,
        assessed(Verdict.HEALTHY, 1, 1_000, 1, .001),
        before.with().proven(true).build());
  }

  @Test
  void eight_refusesTimeThatRunsBack() {
    RolloutState before = at(Phase.EXPOSING, 500);
    Instant early = START.minusNanos(1);
    assertBroken(
        8, "time ran back from " + START + " to " + early, before, new Input.Tick(), before, early);
    for (Instant wrong : new Instant[] {early, NOW.plusNanos(1)}) {
      assertBroken(
          8,
          "the stage's clock was set to " + wrong,
          before,
          new Input.SplitConfirmed(split(500)),
          before.with().inForce(wrong).build());
    }
  }

  @Test
  void eight_refusesATickThatChangesAStageOrAPhase() {
    RolloutState before = at(Phase.EXPOSING, 500);
    assertBroken(8, "a tick led to EXPOSING/2", before, new Input.Tick(), raised(before, 500));
    assertBroken(
        8,
        "a tick led to BAKING/1",
        before,
        new Input.Tick(),
        before.with().phase(Phase.BAKING).build());
    assertHolds(
        before,
        new Input.Tick(),
        StandardRules.retreat(context, before, "overdue", NOW).state());
  }

  @Test
  void nine_refusesEvidenceAndStatesOfAnotherAttempt() {
    RolloutState before = at(Phase.EXPOSING, 100);
    assertBroken(
        9,
        "evidence of attempt 1 raised the share from fraud:7 99 %, fraud:8 1 % to fraud:7 95 %,"
            + " fraud:8 5 %",
        before,
        assessed(Verdict.INSUFFICIENT, 1, 1_000, 1, .001),
        raised(before, 500));
    RolloutContext other =
        new RolloutContext("r1", 3, STABLE, CANDIDATE, context.policy(), context.reaction());
    assertBroken(
        9,
        "the state changed to that of attempt 3",
        before,
        new Input.Tick(),
        RolloutState.first(other, START));
    assertHolds(before, assessed(Verdict.UNHEALTHY, 1, 1_000, 1, 1), before);
  }

  @Test
  void ten_refusesAStateThatMayLastForeverUnlessAPersonIsWaitedFor() {
    RolloutState before = at(Phase.EXPOSING, 100);
    RolloutState endless = before.with().deadline(Instant.MAX).build();
    assertBroken(
        10, "no deadline in EXPOSING", before, new Command.Resume(order("alice")), endless);
    assertHolds(
        before,
        new Command.Pause(order("alice")),
        endless.with().pausedAt(Optional.of(NOW)).build());
    assertHolds(
        before, new Input.Tick(), endless.with().hold(Hold.APPROVAL, true).build());
  }

  @Test
  void letsACommandWithAnyRevisionBeJudgedByTheEngine() {
    RolloutState before = at(Phase.EXPOSING, 100);
    Command.Order stale = new Command.Order("c2", "alice", "", OptionalLong.of(17));
    assertHolds(before, new Command.Resume(stale), before);
  }
}

package dev.belay.strategy;

import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.START;
import static dev.belay.strategy.Situation.assessed;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.StickyUsers;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdvanceTest {

  private final RolloutContext context = Situation.context();
  private final RolloutState exposing = at(Phase.EXPOSING, 500);

  private Advance advance(RolloutState before, Input.Assessed input) {
    return new Advance(context, before, input.evaluation(), NOW);
  }

  @Test
  void decidesAnewOnWhatAnEvaluationDecidesAndLeavesTheRest() {
    RolloutState before = exposing.with().build();
    for (Hold hold : Hold.values()) {
      before = before.with().hold(hold, true).build();
    }
    Advance next = advance(before, assessed(Verdict.INSUFFICIENT));
    assertEquals(
        Set.of(
            Hold.PAUSED,
            Hold.READINESS,
            Hold.TARGET,
            Hold.FOREIGN_CHANGE,
            Hold.STORE,
            Hold.DRAIN,
            Hold.RELEASE),
        next.stay().state().holds());
    assertTrue(next.held());
  }

  @Test
  void notesWhatIsProvenAndForgetsItNever() {
    assertTrue(advance(exposing, assessed(Verdict.HEALTHY)).stay().state().proven());
    assertFalse(advance(exposing, assessed(Verdict.HEALTHY, 99)).stay().state().proven());
    RolloutState proven = exposing.with().proven(true).build();
    Advance later = advance(proven, assessed(Verdict.INSUFFICIENT));
    assertTrue(later.stay().state().proven());
    assertFalse(later.provenNow());
  }

  @Test
  void notesSinceWhenASignalCannotBeRead() {
    RolloutState first = advance(exposing, assessed(Verdict.UNAVAILABLE)).stay().state();
    assertEquals(Set.of(Hold.SIGNAL), first.holds());
    assertEquals(Optional.of(NOW), first.unavailableSince());
    RolloutState second = new Advance(
            context, first, assessed(Verdict.UNAVAILABLE).evaluation(), NOW.plusSeconds(5))
        .stay()
        .state();
    assertEquals(Optional.of(NOW), second.unavailableSince());
    RolloutState read = advance(second, assessed(Verdict.INSUFFICIENT)).stay().state();
    assertEquals(Optional.empty(), read.unavailableSince());
    assertEquals(Set.of(), read.holds());
  }

  @Test
  void makesAStepWhenNothingHolds() {
    Advance next = advance(exposing, assessed(Verdict.INSUFFICIENT));
    assertFalse(next.held());
    Transition step = next.enter(Phase.EXPOSING, 2, 1_000, "onward");
    assertEquals(2, step.state().stage());
    assertEquals(split(1_000), step.state().split());
    assertEquals(Set.of(Hold.TARGET), step.state().holds());
    assertEquals(NOW, step.state().since());
    assertEquals(exposing.deadline(), step.state().deadline());
    assertEquals(
        "onward: 10 % for the candidate, after 1,000 requests to it; at most 0.0010 failures added"
            + " per request",
        step.reason());
  }

  @Test
  void saysEverythingThatItWaitsFor() {
    Advance next = advance(exposing, assessed(Verdict.INSUFFICIENT, 2, 1_000, 1_000, .5))
        .hold(Hold.TIME, true)
        .hold(Hold.EVIDENCE, "3 of 10 requests")
        .blastRadius(5_001, true);
    assertEquals(
        "waiting for [TIME, EVIDENCE, BLAST_RADIUS]: 3 of 10 requests; 50.01 % could cost 250.1"
            + " failures before a retreat is in force, the blast radius allows 5.0 in a step and a"
            + " share of 50 %",
        next.stay().reason());
  }

  @Test
  void forgetsTheBlastRadiusOfAnEarlierEvaluationWhenTheShareFits() {
    Advance next = advance(
        exposing.with().hold(Hold.BLAST_RADIUS, true).build(), assessed(Verdict.INSUFFICIENT));
    assertFalse(next.blastRadius(500, false).held());
  }

  @Test
  void waitsForTheTimeAndTheShadowCallsOfThePolicy() {
    RolloutContext preparing = Situation.context(RolloutPolicy.builder()
        .stickyUsers(StickyUsers.calibratedFor(Duration.ofMinutes(5)))
        .shadow(ShadowCalls.ofPercent(10).atLeast(2_000).build())
        .build());
    RolloutState before = at(Phase.PREPARING, 0);
    Instant early = START.plus(Duration.ofMinutes(5)).minusNanos(1);
    Input.Assessed input = assessed(Verdict.INSUFFICIENT);
    Transition waiting =
        new Advance(preparing, before, input.evaluation(), early).prepared().stay();
    assertEquals(
        "waiting for [TIME, EVIDENCE]: 0 of 2,000 shadow calls have been seen", waiting.reason());
    Transition later = new Advance(preparing, before, input.evaluation(), early.plusNanos(1))
        .prepared()
        .stay();
    assertEquals(Set.of(Hold.EVIDENCE), later.state().holds());
  }

  /** Or a proof would lift the hold for the shadow calls that the policy wants to see. */
  @Test
  void liftsNothingThatHoldsAlready() {
    Advance next = advance(exposing, assessed(Verdict.HEALTHY))
        .hold(Hold.EVIDENCE, "3 of 10 requests")
        .hold(Hold.EVIDENCE, false)
        .hold(Hold.TIME, true)
        .hold(Hold.TIME, false);
    assertEquals(Set.of(Hold.EVIDENCE, Hold.TIME), next.stay().state().holds());
  }

  @Test
  void isPreparedAtOnceWhereThePolicyWantsNothing() {
    assertFalse(advance(at(Phase.PREPARING, 0), assessed(Verdict.INSUFFICIENT))
        .prepared()
        .held());
  }
}

package dev.belay.strategy;

import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.START;
import static dev.belay.strategy.Situation.assessed;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.context;
import static dev.belay.strategy.Situation.order;
import static dev.belay.strategy.Situation.shadowed;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPolicy;
import dev.belay.Undecided;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardRulesTest {

  private static final Duration DEADLINE = Duration.ofHours(24);

  private final RolloutContext context = context();
  private final RolloutState exposing = at(Phase.EXPOSING, 500);

  private static Optional<Transition> endedBy(
      RolloutContext context, RolloutState state, Input.Assessed input) {
    return StandardRules.endedBy(context, state, input.evaluation(), NOW);
  }

  @Test
  void retreatsWithEverythingToStableAndNothingButTheTargetToWaitFor() {
    RolloutState paused =
        exposing.with().pausedAt(Optional.of(START)).hold(Hold.EVIDENCE, true).build();
    Transition retreat = StandardRules.retreat(context, paused, "because", NOW);
    assertEquals(Phase.RETREATING, retreat.state().phase());
    assertEquals(split(0), retreat.state().split());
    assertEquals(Set.of(Hold.TARGET), retreat.state().holds());
    assertEquals(Optional.empty(), retreat.state().pausedAt());
    assertEquals(NOW, retreat.state().since());
    assertEquals("because", retreat.reason());
  }

  @Test
  void endsARolloutWhoseCandidateIsUnhealthyAndNamesTheSignal() {
    Transition end = endedBy(context, exposing, assessed(Verdict.UNHEALTHY)).orElseThrow();
    assertEquals(Phase.RETREATING, end.state().phase());
    assertEquals("unhealthy: failure rate: as it was said", end.reason());
  }

  @Test
  void takesAnEvaluationOfAnotherAttemptForNoEvidence() {
    TransitionTable.Rule<Input.Assessed> rule = StandardRules.unlessEnded((c, s, input, now) -> {
      throw new AssertionError("asked about " + input);
    });
    for (Verdict verdict : Verdict.values()) {
      assertEquals(
          Transition.stay(exposing, "evidence of attempt 1 does not count in 2"),
          rule.decide(context, exposing, assessed(verdict, 1, 1_000, 1, .001), NOW));
    }
    Transition overdue = rule.decide(
        context, exposing, assessed(Verdict.HEALTHY, 1, 1_000, 1, .001), exposing.deadline());
    assertEquals(Phase.RETREATING, overdue.state().phase());
  }

  @Test
  void goesOnWhileNothingEndsIt() {
    for (Verdict verdict :
        new Verdict[] {Verdict.HEALTHY, Verdict.INSUFFICIENT, Verdict.UNAVAILABLE}) {
      assertEquals(Optional.empty(), endedBy(context, exposing, assessed(verdict)));
    }
  }

  @Test
  void bearsAnUnavailableSignalForAsLongAsThePolicySays() {
    RolloutContext patient = context(RolloutPolicy.builder()
        .rollBackWhenUnavailableFor(Duration.ofSeconds(10))
        .build());
    RolloutState waiting = exposing
        .with()
        .unavailableSince(Optional.of(NOW.minusSeconds(10).plusNanos(1)))
        .build();
    assertEquals(Optional.empty(), endedBy(patient, waiting, assessed(Verdict.UNAVAILABLE)));
    RolloutState tooLong =
        exposing.with().unavailableSince(Optional.of(NOW.minusSeconds(10))).build();
    assertEquals(
        "a deciding signal was unavailable for PT10S: failure rate: as it was said",
        endedBy(patient, tooLong, assessed(Verdict.UNAVAILABLE)).orElseThrow().reason());
    assertEquals(Optional.empty(), endedBy(patient, tooLong, assessed(Verdict.INSUFFICIENT)));
    assertEquals(Optional.empty(), endedBy(context, tooLong, assessed(Verdict.UNAVAILABLE)));
  }

  @Test
  void endsARolloutThatUsedUpItsRequestsWithoutAProof() {
    RolloutContext capped = context(RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxRequests(1_000).build())
        .build());
    assertEquals(Optional.empty(), endedBy(capped, exposing, assessed(Verdict.INSUFFICIENT, 999)));
    assertEquals(
        "not proven by 1000 candidate requests, the blast radius allows 1000",
        endedBy(capped, exposing, assessed(Verdict.INSUFFICIENT, 1_000))
            .orElseThrow()
            .reason());
    assertEquals(Optional.empty(), endedBy(capped, exposing, assessed(Verdict.HEALTHY, 1_000)));
    RolloutState proven = exposing.with().proven(true).build();
    assertEquals(Optional.empty(), endedBy(capped, proven, assessed(Verdict.INSUFFICIENT, 2_000)));
  }

  @Test
  void rollsBackAtTheDeadlineAndSaysThatNothingWasProven() {
    Instant deadline = START.plus(DEADLINE);
    assertEquals(
        Optional.empty(), StandardRules.overdue(context, exposing, deadline.minusNanos(1)));
    Transition end = StandardRules.overdue(context, exposing, deadline).orElseThrow();
    assertEquals(Phase.RETREATING, end.state().phase());
    assertEquals("not proven by the deadline, after PT24H", end.reason());
    RolloutState proven = exposing.with().proven(true).build();
    assertEquals(
        "not finished by the deadline, after PT24H",
        StandardRules.overdue(context, proven, deadline).orElseThrow().reason());
  }

  @Test
  void pausesAtTheDeadlineIfThePolicySaysSoAndThenWaitsForAPerson() {
    RolloutContext pausing =
        context(RolloutPolicy.builder().whenUndecided(Undecided.PAUSE).build());
    Instant deadline = START.plus(DEADLINE);
    Transition paused = StandardRules.overdue(pausing, exposing, deadline).orElseThrow();
    assertTrue(paused.state().holds(Hold.PAUSED));
    assertEquals(500, paused.state().share(pausing));
    assertEquals(
        Optional.empty(),
        StandardRules.overdue(pausing, paused.state(), deadline.plusSeconds(1_000_000)));
    Transition resumed = StandardRules.resume(
        pausing, paused.state(), new Command.Resume(order("alice")), deadline.plusSeconds(60));
    assertEquals(deadline.plusSeconds(60).plus(DEADLINE), resumed.state().deadline());
  }

  @Test
  void letsTheDeadlineStandStillDuringAPause() {
    Transition paused =
        StandardRules.pause(context, exposing, new Command.Pause(order("alice")), NOW);
    assertEquals("paused by alice", paused.reason());
    assertEquals(Optional.of(NOW), paused.state().pausedAt());
    Transition resumed = StandardRules.resume(
        context, paused.state(), new Command.Resume(order("bob")), NOW.plusSeconds(600));
    assertEquals("resumed by bob", resumed.reason());
    assertEquals(START.plus(DEADLINE).plusSeconds(600), resumed.state().deadline());
    assertFalse(resumed.state().holds(Hold.PAUSED));
    assertEquals(Optional.empty(), resumed.state().pausedAt());
  }

  @Test
  void refusesToPauseTwiceAndToResumeWhatIsNotPaused() {
    RolloutState paused = exposing.with().pausedAt(Optional.of(NOW)).build();
    assertTrue(StandardRules.pause(context, paused, new Command.Pause(order("alice")), NOW)
        .refused());
    assertTrue(StandardRules.resume(context, exposing, new Command.Resume(order("alice")), NOW)
        .refused());
  }

  @Test
  void endsARetreatOnlyWhenItsOwnSplitIsConfirmed() {
    RolloutState retreating = at(Phase.RETREATING, 0);
    Transition other = StandardRules.retreatConfirmed(
        context, retreating, new Input.SplitConfirmed(split(500)), NOW);
    assertEquals(retreating, other.state());
    Transition end = StandardRules.retreatConfirmed(
        context, retreating, new Input.SplitConfirmed(split(0)), NOW);
    assertEquals(Phase.ROLLED_BACK, end.state().phase());
    assertEquals(Set.of(), end.state().holds());
    assertEquals("all traffic is on fraud:7", end.reason());
  }

  @Test
  void namesWhoRolledBackAndWhy() {
    Command.Order order = new Command.Order("c1", "alice", "complaints", OptionalLong.empty());
    assertEquals(
        "rolled back by alice (complaints)",
        StandardRules.rollBack(context, exposing, new Command.RollBack(order), NOW)
            .reason());
  }

  @Test
  void letsACandidateTakeNothingMoreWhileItIsUnhealthyOrUnread() {
    for (Verdict verdict : new Verdict[] {Verdict.UNHEALTHY, Verdict.UNAVAILABLE}) {
      assertFalse(StandardRules.mayTake(context, assessed(verdict).evaluation(), 1));
    }
  }

  @Test
  void weighsTheNextShareByWhatItCouldCost() {
    // 5 failures are allowed: 1000 requests a second, 1 % of them, half of which fail for a second.
    Input.Assessed known = assessed(Verdict.INSUFFICIENT, 2, 1_000, 1_000, .5);
    assertTrue(StandardRules.mayTake(context, known.evaluation(), 100));
    assertFalse(StandardRules.mayTake(context, known.evaluation(), 101));
  }

  @Test
  void weighsByTheExpectedTrafficWhileLessIsSeen() {
    RolloutContext busy = context(RolloutPolicy.builder()
        .expectedTraffic(ExpectedTraffic.perSecond(1_000))
        .build());
    Input.Assessed quiet = assessed(Verdict.INSUFFICIENT, 2, 1_000, 1, .5);
    assertTrue(StandardRules.mayTake(context, quiet.evaluation(), 5_000));
    assertFalse(StandardRules.mayTake(busy, quiet.evaluation(), 101));
  }

  @Test
  void takesAProvenCandidateForNoDamage() {
    Input.Assessed proven = assessed(Verdict.HEALTHY, 2, 1_000, 1e6, 1);
    assertTrue(StandardRules.mayTake(context, proven.evaluation(), 10_000));
    assertFalse(StandardRules.mayTake(context, assessed(Verdict.HEALTHY, 99).evaluation(), 5_001));
  }

  @Test
  void takesPairsForCallsOfBothVersions() {
    long minimum = context.policy().minimumRequests();
    assertFalse(StandardRules.provenNow(
        context, shadowed(Verdict.HEALTHY, 1, minimum, minimum - 2).evaluation()));
    assertFalse(StandardRules.provenNow(
        context, shadowed(Verdict.HEALTHY, minimum, 1, minimum - 2).evaluation()));
    assertTrue(StandardRules.provenNow(
        context, shadowed(Verdict.HEALTHY, 1, 1, minimum - 1).evaluation()));
    assertFalse(StandardRules.provenNow(
        context, shadowed(Verdict.INSUFFICIENT, minimum, minimum, minimum).evaluation()));
  }

  @Test
  void takesNoPairForExposure() {
    RolloutContext capped = context(RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxRequests(1_000).build())
        .build());
    assertEquals(
        Optional.empty(),
        endedBy(capped, exposing, shadowed(Verdict.INSUFFICIENT, 999, 999, 1_000_000)));
    assertTrue(
        endedBy(capped, exposing, shadowed(Verdict.INSUFFICIENT, 1_000, 0, 0)).isPresent());
  }

  @Test
  void endsARolloutWhoseCandidateDoesNotGetReadyInTime() {
    RolloutContext hasty =
        context(RolloutPolicy.builder().readyWithin(Duration.ofMinutes(5)).build());
    RolloutState loading = RolloutState.first(hasty, START);
    Instant by = START.plus(Duration.ofMinutes(5));
    assertEquals(Optional.empty(), StandardRules.overdue(hasty, loading, by.minusNanos(1)));
    Transition end = StandardRules.overdue(hasty, loading, by).orElseThrow();
    assertEquals(Phase.RETREATING, end.state().phase());
    assertEquals("the candidate was not ready within PT5M", end.reason());
    RolloutState ready = loading.with().ready(true).build();
    assertEquals(Optional.empty(), StandardRules.overdue(hasty, ready, by));
  }

  /** Whoever pauses a rollout whose candidate takes long to load must be able to resume it. */
  @Test
  void doesNotCountAPauseAmongTheTimeToGetReady() {
    RolloutContext hasty =
        context(RolloutPolicy.builder().readyWithin(Duration.ofMinutes(5)).build());
    RolloutState paused =
        RolloutState.first(hasty, START).with().pausedAt(Optional.of(NOW)).build();
    Instant later = NOW.plus(Duration.ofHours(2));
    assertEquals(Optional.empty(), StandardRules.overdue(hasty, paused, later));
    RolloutState resumed = StandardRules.resume(
            hasty, paused, new Command.Resume(order("alice")), later)
        .state();
    // A minute was used up before the pause.
    Instant by = later.plus(Duration.ofMinutes(4));
    assertEquals(Optional.empty(), StandardRules.overdue(hasty, resumed, by.minusNanos(1)));
    assertTrue(StandardRules.overdue(hasty, resumed, by).isPresent());
  }

  @Test
  void bearsAStateThatHasNoDeadlineButWaitsForAPerson() {
    RolloutState endless = RolloutState.first(context, START)
        .with()
        .hold(Hold.APPROVAL, true)
        .deadline(Instant.MAX)
        .build();
    assertEquals(Optional.empty(), StandardRules.overdue(context, endless, START.plus(DEADLINE)));
  }
}

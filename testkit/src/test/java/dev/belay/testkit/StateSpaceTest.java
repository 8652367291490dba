package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPolicy;
import dev.belay.Undecided;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import dev.belay.testkit.Exploration.Step;
import dev.belay.testkit.Exploration.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each rule is broken once, alone, by a strategy that is honest otherwise. */
@Tag("exhaustive")
class StateSpaceTest {

  private static final String EXPOSED =
      "an evaluation of attempt 1 that says HEALTHY on no calls and no pairs, with nobody calling";
  private static final String PROVEN =
      "an evaluation of attempt 1 that says HEALTHY on no calls and enough pairs, with nobody"
          + " calling";
  private static final String READY = "the candidate is ready";
  private static final String CONFIRMED = "the split is in force";

  private static Exploration explore(TwistedStrategy strategy) {
    return StateSpace.of(strategy, RolloutPolicy.builder().build())
        .table(strategy.table())
        .explore();
  }

  private static Exploration explore(TwistedStrategy.Twist twist) {
    return explore(TwistedStrategy.by(twist));
  }

  /** The rule is broken as it says, first by these inputs, and the error of whoever asks for a sound strategy tells so. */
  private static Violation assertBroken(
      String rule, String what, List<String> inputs, TwistedStrategy.Twist twist) {
    Exploration found = explore(twist);
    Violation violation = found.violations().stream()
        .filter(each -> each.rule().equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " is not broken: " + found));
    assertEquals(what, violation.what());
    assertEquals(inputs, violation.path().stream().skip(1).map(Step::input).toList());
    String story = assertThrows(AssertionError.class, found::requireSound).toString();
    assertTrue(story.contains(rule + " is broken: " + what + "\n  0. begin -> PREPARING/0"), story);
    inputs.forEach(input -> assertTrue(story.contains(input), story));
    return violation;
  }

  @Test
  void findsNothingWrongWithAnHonestStrategy() {
    Exploration found = explore(TwistedStrategy.honest()).requireSound().requireEveryRowTaken();
    assertTrue(found.complete());
    assertEquals(List.of(), found.violations());
    assertEquals(List.of(), found.stuck());
    assertEquals(List.of(), found.untaken());
    assertEquals(List.of(Phase.values()), List.copyOf(found.statesByPhase().keySet()));
    assertTrue(found.states() > 100 && found.transitions() > 10_000, found::toText);
    assertTrue(found.toText().endsWith("  sound\n"), found::toText);
  }

  @Test
  void findsTheSameTwice() {
    assertEquals(
        explore(TwistedStrategy.honest()).toText(),
        explore(TwistedStrategy.honest()).toText());
  }

  @Test
  void one_aThirdVersionTakesAPart() {
    assertBroken(
        "invariant 1",
        "another version has a part in model:1 90 %, model:3 10 %",
        List.of(READY, CONFIRMED, EXPOSED),
        Twists.THIRD_VERSION);
  }

  @Test
  void two_theShareRisesBeforeTheCandidateIsReady() {
    assertBroken(
        "invariant 2",
        "the share rose from model:1 100 %, model:2 0 % to model:1 90 %, model:2 10 %"
            + " while held for [READINESS, TARGET]",
        List.of(EXPOSED),
        Twists.UNREADY);
  }

  @Test
  void three_anUnhealthyCandidateGoesOn() {
    assertBroken(
        "invariant 3",
        "Assessed did not lead to a retreat but to PREPARING",
        List.of("an evaluation of attempt 1 that says UNHEALTHY on no calls and no pairs, with"
            + " nobody calling"),
        Twists.UNHEALTHY);
  }

  @Test
  void four_aPersonCannotRollBack() {
    assertBroken(
        "invariant 4",
        "RollBack did not lead to a retreat but to BAKING",
        List.of(READY, CONFIRMED, EXPOSED, CONFIRMED, PROVEN, "roll back"),
        Twists.NO_ROLL_BACK);
  }

  @Test
  void five_tooLittleIsTakenForAProof() {
    assertBroken(
        "invariant 5",
        "Assessed was taken for a proof",
        List.of(READY, CONFIRMED, EXPOSED),
        Twists.NO_PROOF);
  }

  @Test
  void six_anEndIsLeft() {
    assertBroken(
        "invariant 6",
        "PROMOTED was left for RETREATING",
        List.of(
            READY,
            CONFIRMED,
            EXPOSED,
            CONFIRMED,
            PROVEN,
            "promote",
            CONFIRMED,
            PROVEN,
            "3 calls stay in flight on stable",
            "roll back"),
        Twists.LEFT_END);
  }

  @Test
  void seven_stableIsReleasedWithCallsInFlight() {
    assertBroken(
        "invariant 7",
        "Drained released stable with model:1 0 %, model:2 100 %",
        List.of(
            READY,
            CONFIRMED,
            EXPOSED,
            CONFIRMED,
            PROVEN,
            "promote",
            CONFIRMED,
            PROVEN,
            "3 calls stay in flight on stable"),
        Twists.RELEASED_IN_FLIGHT);
  }

  @Test
  void eight_aTickMovesTheStage() {
    assertBroken(
        "invariant 8",
        "a tick led to EXPOSING/1",
        List.of(READY, CONFIRMED, EXPOSED, "a tick"),
        Twists.TICKING);
  }

  @Test
  void nine_evidenceOfAnotherAttemptCounts() {
    assertBroken(
        "invariant 9",
        "evidence of attempt 2 raised the share from model:1 100 %, model:2 0 % to"
            + " model:1 90 %, model:2 10 %",
        List.of(
            READY,
            CONFIRMED,
            "an evaluation of attempt 2 that says INSUFFICIENT on enough calls and no pairs,"
                + " with no harm possible"),
        Twists.ANOTHER_ATTEMPT);
  }

  @Test
  void ten_thereIsNoDeadline() {
    assertBroken(
        "invariant 10",
        "no deadline in EXPOSING",
        List.of(READY, CONFIRMED, EXPOSED),
        Twists.NO_DEADLINE);
  }

  @Test
  void ten_theDeadlineIsNotKept() {
    assertBroken(
        "deadline",
        "time alone does not end it: with nothing but ticks, it is still PREPARING/0,"
            + " model:1 100 %, model:2 0 %, held for [READINESS, TARGET] at"
            + " 2026-01-02T00:00:00Z, with a deadline at 2026-01-02T00:00:00Z",
        List.of(),
        Twists.DEADLINE_NOT_KEPT);
  }

  @Test
  void tellsOfStatesThatCannotEnd() {
    TwistedStrategy.Twist twist = Twists.NO_END;
    assertBroken(
        "end",
        "no end can be reached from RETREATING/0, model:1 100 %, model:2 0 %, held for"
            + " [TARGET]",
        List.of("the tripwire"),
        twist);
    List<RolloutState> stuck = explore(twist).stuck();
    assertFalse(stuck.isEmpty());
    assertTrue(stuck.stream().allMatch(state -> state.phase() == Phase.RETREATING));
  }

  @Test
  void tellsOfAStrategyThatPromotesNothing() {
    TwistedStrategy.Twist twist = Twists.NO_PROMOTION;
    Exploration found = explore(twist);
    assertEquals(
        List.of("promotion is broken: no state is PROMOTED, whatever the evidence"),
        found.violations().stream().map(Violation::toString).toList());
  }

  @Test
  void tellsOfAStrategyThatCounts() {
    AtomicInteger calls = new AtomicInteger();
    assertBroken(
        "purity",
        "asked again with equal arguments, the strategy answered PREPARING/0, model:1"
            + " 100 %, model:2 0 %, held for [READINESS, TARGET] (tick 2)",
        List.of("a tick"),
        (context, state, input, now, right) -> input instanceof Input.Tick
            ? Transition.stay(state, "tick " + calls.incrementAndGet())
            : right);
  }

  @Test
  void tellsOfAStrategyThatRemembers() {
    AtomicInteger promotions = new AtomicInteger();
    Exploration found = explore((context, state, input, now, right) -> {
      if (right.state().phase() == Phase.PROMOTED) {
        promotions.incrementAndGet();
      }
      return input instanceof Input.Readiness && promotions.get() > 0
          ? Transition.stay(state, "I have seen it all")
          : right;
    });
    assertEquals("purity", found.violations().get(0).rule());
  }

  @Test
  void tellsOfAStrategyThatThrows() {
    assertBroken(
        "exception",
        "the strategy threw java.lang.UnsupportedOperationException: released",
        List.of(READY, CONFIRMED, EXPOSED, "stable is released"),
        Twists.THROWING);
  }

  @Test
  void tellsHowMuchTimePassedOnTheShortestWay() {
    Exploration found = explore((context, state, input, now, right) -> {
      if (input instanceof Command.Approve
          && state.phase() == Phase.EXPOSING
          && now.isAfter(state.since())) {
        throw new IllegalArgumentException("late");
      }
      return right;
    });
    List<Step> path = found.violations().get(0).path();
    Step last = path.get(path.size() - 1);
    assertEquals(Duration.ofMinutes(1), last.after());
    assertEquals(
        "after PT1M, approve -> EXPOSING/0, model:1 90 %, model:2 10 %, held for [TARGET] (threw)",
        last.toString());
  }

  @Test
  void tellsOfARefusalThatChangesSomething() {
    assertBroken(
        "refusal", "a refusal changes nothing", List.of("approve"), Twists.CHANGING_REFUSAL);
  }

  @Test
  void stopsAtTheLimit() {
    TwistedStrategy endless = TwistedStrategy.by((context, state, input, now, right) ->
        input instanceof Input.Readiness && state.phase() == Phase.EXPOSING
            ? Transition.to(state.with().stage(state.stage() + 1, now).build(), "one more")
            : right);
    Exploration found =
        StateSpace.of(endless, RolloutPolicy.builder().build()).limit(500).explore();
    assertFalse(found.complete());
    assertEquals(500, found.states());
    assertEquals(List.of(), found.stuck());
    AssertionError error = assertThrows(AssertionError.class, found::requireSound);
    assertTrue(error.toString().contains("limit is broken: there are more than 500 states"));
  }

  @Test
  void tellsWhichRowsAreNeverTaken() {
    TwistedStrategy strategy = TwistedStrategy.honest();
    Exploration found = StateSpace.of(
            strategy,
            RolloutPolicy.builder()
                .whenUndecided(Undecided.PAUSE)
                .deadline(Duration.ofHours(1))
                .readyWithin(Duration.ofHours(1))
                .build())
        .table(strategy.table())
        .explore()
        .requireSound();
    assertEquals(
        List.of("EXPOSING x Tick -> RETREATING", "BAKING x Tick -> RETREATING"),
        found.untaken().stream().map(Exploration.Row::toString).toList());
    AssertionError error = assertThrows(AssertionError.class, found::requireEveryRowTaken);
    assertTrue(error.toString().contains("never taken: EXPOSING x Tick -> RETREATING"));
  }

  @Test
  void refusesALimitOfNothing() {
    StateSpace space =
        StateSpace.of(TwistedStrategy.honest(), RolloutPolicy.builder().build());
    assertEquals(
        "limit must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> space.limit(0)).getMessage());
  }
}

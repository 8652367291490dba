package dev.belay.strategy;

import static dev.belay.strategy.Situation.CANDIDATE;
import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.STABLE;
import static dev.belay.strategy.Situation.assessed;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.order;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetirementTest {

  private static final Duration RETIRE_WITHIN = Duration.ofMinutes(1);

  private final RolloutContext context = Situation.context();
  private final RolloutState baked =
      at(Phase.BAKING, BasisPoints.WHOLE).with().proven(true).build();
  private final RolloutState draining =
      Retirement.begin(context, baked, 3, "the bake is over", NOW).state();
  private final RolloutState releasing = drained(draining, 0).state();

  private Transition drained(RolloutState state, long inFlight) {
    return Retirement.drained(context, state, new Input.Drained(STABLE, inFlight), NOW);
  }

  private Transition released(RolloutState state, boolean done) {
    return Retirement.released(context, state, new Input.Released(done, "unloaded"), NOW);
  }

  @Test
  void drainsStableWithTheTimeThatThePolicyGives() {
    Transition begun = Retirement.begin(context, baked, 3, "the bake is over", NOW);
    assertEquals("the bake is over; waiting for the calls in flight on fraud:7", begun.reason());
    assertEquals(Phase.BAKING, draining.phase());
    assertEquals(3, draining.stage());
    assertEquals(Set.of(Hold.DRAIN), draining.holds());
    assertEquals(NOW.plus(RETIRE_WITHIN), draining.deadline());
    assertEquals(baked.split(), draining.split());
    assertFalse(Retirement.begun(baked));
    assertTrue(Retirement.begun(draining));
    assertTrue(Retirement.begun(releasing));
  }

  @Test
  void releasesStableWhenNoCallIsInFlightOnItAndPromotesThen() {
    assertEquals(
        "no call is in flight on fraud:7; it is released", drained(draining, 0).reason());
    assertEquals(4, releasing.stage());
    assertEquals(Set.of(Hold.RELEASE), releasing.holds());
    Transition promoted = released(releasing, true);
    assertEquals(Phase.PROMOTED, promoted.state().phase());
    assertEquals(Set.of(), promoted.state().holds());
    assertEquals("fraud:8 is the live version; fraud:7 is released: unloaded", promoted.reason());
  }

  @Test
  void promotesAlsoWhenTheReleaseFailedAndSaysSo() {
    Transition promoted = released(releasing, false);
    assertEquals(Phase.PROMOTED, promoted.state().phase());
    assertEquals(
        "fraud:8 is the live version; fraud:7 is not released: unloaded", promoted.reason());
  }

  @Test
  void keepsStableWhenItsCallsDoNotEndAndPromotesNevertheless() {
    Transition promoted = drained(draining, 2);
    assertEquals(Phase.PROMOTED, promoted.state().phase());
    assertEquals(
        "fraud:8 is the live version; fraud:7 is kept and not released: 2 calls were still in"
            + " flight on it after PT1M",
        promoted.reason());
  }

  @Test
  void liftsEveryHoldButAPauseWhenItBegins() {
    RolloutState paused =
        baked.with().pausedAt(Optional.of(NOW)).hold(Hold.TIME, true).build();
    assertEquals(
        Set.of(Hold.PAUSED, Hold.DRAIN),
        Retirement.begin(context, paused, 3, "the bake is over", NOW).state().holds());
  }

  @Test
  void hearsNothingThatItDidNotWaitFor() {
    assertEquals(baked, drained(baked, 0).state());
    assertEquals(releasing, drained(releasing, 0).state());
    assertEquals(draining, released(draining, true).state());
    Transition other = Retirement.drained(context, draining, new Input.Drained(CANDIDATE, 0), NOW);
    assertEquals(draining, other.state());
    assertEquals("nothing was waiting for calls on fraud:8", other.reason());
    RolloutState heldBack =
        at(Phase.BAKING, 9_500).with().hold(Hold.DRAIN, true).build();
    assertEquals(heldBack, drained(heldBack, 0).state());
  }

  @Test
  void keepsStableAsLongAsItIsPausedAndHearsOfTheDrainAgainAfterThat() {
    RolloutState paused = draining.with().pausedAt(Optional.of(NOW)).build();
    Transition kept = drained(paused, 0);
    assertEquals(paused, kept.state());
    assertEquals("it is paused, and stable is kept until it is resumed", kept.reason());
    assertEquals(paused, drained(paused, 5).state());
    RolloutState resumed = StandardRules.resume(
            context, paused, new Command.Resume(order("alice")), NOW.plusSeconds(600))
        .state();
    assertEquals(draining.deadline().plusSeconds(600), resumed.deadline());
    assertTrue(drained(resumed, 0).state().holds(Hold.RELEASE));
  }

  /** A drain whose time was up before it was paused gets that time again, and not the time of a whole rollout. */
  @Test
  void drainsForItsOwnTimeWhenItIsResumedLate() {
    RolloutState late =
        draining.with().pausedAt(Optional.of(draining.deadline())).build();
    RolloutState resumed = StandardRules.resume(
            context, late, new Command.Resume(order("alice")), NOW.plusSeconds(600))
        .state();
    assertEquals(NOW.plusSeconds(600).plus(RETIRE_WITHIN), resumed.deadline());
  }

  @Test
  void hasAnEndOfItsOwnInsteadOfTheDeadline() {
    for (RolloutState state : new RolloutState[] {draining, releasing}) {
      assertEquals(
          Optional.empty(), StandardRules.overdue(context, state, NOW.plus(Duration.ofDays(99))));
    }
  }

  @Test
  void goesBackFromADrainAndNotFromARelease() {
    Command.RollBack rollBack = new Command.RollBack(order("alice"));
    Input.Tripped tripped = new Input.Tripped("dead");
    Input.SplitRefused refused = new Input.SplitRefused(split(0), "gone");
    assertEquals(
        Phase.RETREATING,
        StandardRules.rollBack(context, draining, rollBack, NOW).state().phase());
    assertEquals(
        Phase.RETREATING,
        StandardRules.endedBy(context, draining, assessed(Verdict.UNHEALTHY).evaluation(), NOW)
            .orElseThrow()
            .state()
            .phase());
    Transition late = StandardRules.rollBack(context, releasing, rollBack, NOW);
    assertTrue(late.refused());
    assertEquals("the promotion is decided and fraud:7 is being released", late.reason());
    assertEquals(
        releasing, StandardRules.tripped(context, releasing, tripped, NOW).state());
    assertEquals(
        releasing, StandardRules.refused(context, releasing, refused, NOW).state());
    assertEquals(
        Optional.empty(),
        StandardRules.endedBy(context, releasing, assessed(Verdict.UNHEALTHY).evaluation(), NOW));
  }

  @Test
  void isNotPausedOnceItReleasesAndNotPromotedTwice() {
    Command.Pause pause = new Command.Pause(order("alice"));
    assertTrue(StandardRules.pause(context, releasing, pause, NOW).refused());
    assertFalse(StandardRules.pause(context, draining, pause, NOW).refused());
    Command.Promote promote = new Command.Promote(order("alice"));
    assertTrue(StandardRules.promote(context, draining, promote, NOW).refused());
    assertTrue(StandardRules.promote(context, releasing, promote, NOW).refused());
  }
}

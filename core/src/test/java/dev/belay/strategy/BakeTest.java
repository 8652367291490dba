package dev.belay.strategy;

import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.START;
import static dev.belay.strategy.Situation.assessed;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.BasisPoints;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BakeTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RolloutContext context = Situation.context();
  private final Bake bare = new Bake(HOUR, 0, 1);
  private final Bake compared = new Bake(HOUR, 500, 1);

  private Transition begin(Bake bake, RolloutState before, Verdict verdict, Instant now) {
    return bake.begin(new Advance(context, before, assessed(verdict).evaluation(), now), "cutover");
  }

  private Transition assess(Bake bake, RolloutState state, Verdict verdict, Duration after) {
    return bake.assess(context, state, assessed(verdict), state.since().plus(after));
  }

  private static RolloutState baking(int share) {
    return at(Phase.BAKING, share);
  }

  @Test
  void beginsWithEverythingOrAllButTheHoldBack() {
    RolloutState exposing = at(Phase.EXPOSING, 500);
    RolloutState all = begin(bare, exposing, Verdict.HEALTHY, NOW).state();
    assertEquals(Phase.BAKING, all.phase());
    assertEquals(1, all.stage());
    assertEquals(split(BasisPoints.WHOLE), all.split());
    assertEquals(Set.of(Hold.TARGET), all.holds());
    assertEquals(
        split(9_500),
        begin(compared, exposing, Verdict.INSUFFICIENT, NOW).state().split());
  }

  @Test
  void leavesTheDeadlineAloneUnlessTheBakeWouldNotFitTwice() {
    RolloutState exposing = at(Phase.EXPOSING, 500);
    assertEquals(
        exposing.deadline(), begin(bare, exposing, Verdict.HEALTHY, NOW).state().deadline());
    Instant late = exposing.deadline().minusSeconds(1);
    // Twice the bake, and ten times the second that a retreat takes here.
    assertEquals(
        late.plus(HOUR.multipliedBy(2)).plusSeconds(10),
        begin(bare, exposing, Verdict.HEALTHY, late).state().deadline());
  }

  @Test
  void lastsAsLongAsItMust() {
    RolloutState state = baking(BasisPoints.WHOLE);
    Transition early = assess(bare, state, Verdict.HEALTHY, HOUR.minusNanos(1));
    assertEquals(Set.of(Hold.TIME), early.state().holds());
    assertEquals(Phase.BAKING, early.state().phase());
    Transition over = assess(bare, state, Verdict.HEALTHY, HOUR);
    assertEquals(Set.of(Hold.DRAIN), over.state().holds());
    assertEquals(3, over.state().stage());
  }

  @Test
  void givesUpTheHoldBackBeforeStableIsDrained() {
    Transition over = assess(compared, baking(9_500), Verdict.HEALTHY, HOUR);
    assertEquals(split(BasisPoints.WHOLE), over.state().split());
    assertEquals(2, over.state().stage());
    assertEquals(Set.of(Hold.TARGET), over.state().holds());
    RolloutState closing = over.state().with().inForce(START.plus(HOUR)).build();
    Transition drain = assess(compared, closing, Verdict.HEALTHY, Duration.ZERO);
    assertEquals(Set.of(Hold.DRAIN), drain.state().holds());
    assertEquals(3, drain.state().stage());
  }

  @Test
  void waitsForTheProofBeforeTheHoldBackIsGivenUp() {
    for (Verdict verdict : new Verdict[] {Verdict.INSUFFICIENT, Verdict.UNAVAILABLE}) {
      Transition waiting = assess(compared, baking(9_500), verdict, HOUR.multipliedBy(5));
      assertEquals(Phase.BAKING, waiting.state().phase());
      assertEquals(9_500, waiting.state().share(context));
      assertEquals(true, waiting.state().holds(Hold.EVIDENCE));
    }
  }

  @Test
  void ofAPersonInAHurryLeavesOutTheTimeAndNotTheProof() {
    RolloutState urged = baking(BasisPoints.WHOLE).with().urged(true).build();
    assertEquals(
        Set.of(Hold.EVIDENCE),
        assess(bare, urged, Verdict.INSUFFICIENT, Duration.ZERO).state().holds());
    assertEquals(
        Set.of(Hold.DRAIN),
        assess(bare, urged, Verdict.HEALTHY, Duration.ZERO).state().holds());
  }

  @Test
  void leavesTheRestToTheRetirement() {
    RolloutState draining =
        baking(BasisPoints.WHOLE).with().hold(Hold.DRAIN, true).build();
    assertEquals(
        draining, assess(bare, draining, Verdict.HEALTHY, HOUR.multipliedBy(9)).state());
  }

  @Test
  void doesNotGoOnWhileItIsPausedOrUnconfirmed() {
    for (Hold hold : new Hold[] {Hold.PAUSED, Hold.TARGET}) {
      RolloutState held = baking(BasisPoints.WHOLE).with().hold(hold, true).build();
      Transition waiting = assess(bare, held, Verdict.HEALTHY, HOUR);
      assertEquals(Set.of(hold), waiting.state().holds());
      assertEquals(1, waiting.state().stage());
    }
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertRefused("bake must be at least zero, but was PT-1S", Duration.ofSeconds(-1), 0, 0);
    assertRefused("holdBack must be in [0, 5000] basis points, but was -1", HOUR, -1, 0);
    assertRefused("holdBack must be in [0, 5000] basis points, but was 5001", HOUR, 5_001, 0);
    assertRefused("stage must be at least 0, but was -1", HOUR, 0, -1);
  }

  private static void assertRefused(String message, Duration duration, int holdBack, int stage) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new Bake(duration, holdBack, stage))
            .getMessage());
  }
}

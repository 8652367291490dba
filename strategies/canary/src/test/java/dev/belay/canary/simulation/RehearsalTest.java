package dev.belay.canary.simulation;

import static dev.belay.canary.simulation.Plans.USUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ExpectedTraffic;
import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Undecided;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.testkit.rehearsal.Outcomes;
import dev.belay.testkit.rehearsal.Regression;
import dev.belay.testkit.rehearsal.Rehearsal;
import dev.belay.testkit.rehearsal.RehearsalResult;
import dev.belay.testkit.simulation.Traffic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a canary would do, found out before it does it. */
class RehearsalTest {

  private static final String FIVE_TIMES = "fails 5 times as often";

  private static Rehearsal usual() {
    return Rehearsal.of(Plans.quick())
        .traffic(Traffic.perSecond(100))
        .stable(USUAL)
        .regression(Regression.failing(5))
        .runs(40);
  }

  @Test
  void tellsGoodCandidatesFromBadOnes() {
    RehearsalResult result = usual().rehearse();

    // 1 % promised: more than 3 of 40 have a probability of 6e-4, and the seeds are fixed.
    assertTrue(result.falseRollbacks().count() <= 3, result::toText);
    Outcomes bad = result.regression(FIVE_TIMES);
    assertEquals(0, bad.promoted().count(), result::toText);
    assertEquals(40, bad.rolledBack().count());
    assertEquals(0, bad.unended().count());
    assertEquals(Map.of("unhealthy: failure rate", 40), bad.reasons(), result::toText);
    assertEquals(40, bad.secondsToRetreat().size());
    assertEquals(0, bad.secondsToPromotion().size());
    assertTrue(bad.candidateFailures().quantile(.5) < bad.candidateRequests().quantile(.5));
    assertTrue(bad.failuresSeen().mean() < .1 * bad.candidateFailures().mean(), "the shield is up");
    assertTrue(result.good().secondsToPromotion().quantile(0) > 60, "the bake takes a minute");
    assertEquals(30, bad.timelines().size());
  }

  @Test
  void hasTheSameResultTwiceAndAnotherOneForAnotherSeed() {
    String once = usual().runs(8).seed(5).rehearse().toText();
    assertEquals(once, usual().runs(8).seed(5).rehearse().toText());
    assertFalse(once.equals(usual().runs(8).seed(6).rehearse().toText()));
  }

  @Test
  void requiresWhatATestWants() {
    RehearsalResult result = usual().rehearse();

    result
        .requireFalseRollbacksAtMost(.1)
        .requireMissedAtMost(0)
        .requirePromotedWithin(Duration.ofHours(1), .9)
        .requireFailuresAtMost(100, .95)
        .requireFailuresSeenAtMost(10, .95);

    assertSays(
        "expected at least 90.0 % of candidates as good as stable promoted within PT1M, but it was"
            + " 0 of 40, 0.0 % (0.0 to 8.8 %)\nrehearsal of canary",
        () -> result.requirePromotedWithin(Duration.ofMinutes(1), .9));
    assertSays(
        "expected a candidate that has '" + FIVE_TIMES + "' to fail at most 1 requests in 95.0 %",
        () -> result.requireFailuresAtMost(1, .95));
    assertSays(
        "expected at most 0.0 % of candidates promoted that have 'is a little worse', but it was",
        () -> usual()
            .runs(4)
            .regression(new Regression(
                "is a little worse",
                stable -> stable.toBuilder().failureRate(.0101).build()))
            .rehearse()
            .requireMissedAtMost(0));
    assertSays(
        "expected at most 0.0 % of candidates as good as stable rolled back, but it was 4 of 4",
        () -> usual()
            .runs(4)
            .simulating(simulation ->
                simulation.at(Duration.ofSeconds(5), rollout -> rollout.rollBack("bob", "no")))
            .rehearse()
            .requireFalseRollbacksAtMost(0));
  }

  private static void assertSays(String message, Runnable requirement) {
    String said = assertThrows(AssertionError.class, requirement::run).getMessage();
    assertTrue(said.startsWith(message), said);
  }

  @Test
  void saysWhyAPlanNeverEnds() {
    RolloutPlan plan =
        Plans.quick(RolloutPolicy.builder().whenUndecided(Undecided.PAUSE).build()).toBuilder()
            .strategy(
                CanaryStrategy.stages(CanaryStage.percent(10).withApproval()).build())
            .build();
    RehearsalResult result = Rehearsal.of(plan)
        .traffic(Traffic.perSecond(10))
        .stable(USUAL)
        .runs(2)
        .simulating(simulation -> simulation.bound(Duration.ofHours(1)))
        .rehearse();

    assertEquals(2, result.good().unended().count());
    assertEquals(
        0, result.good().promoted().count() + result.good().rolledBack().count());
    String why = result.good().reasons().keySet().iterator().next();
    assertTrue(why.startsWith("[APPROVAL"), why);
    assertTrue(result.toText().contains("never ended   2 of 2"), result::toText);
  }

  @Test
  void goesByTheTrafficThatThePolicyExpects() {
    RolloutPlan plan = Plans.quick(RolloutPolicy.builder()
        .expectedTraffic(ExpectedTraffic.perSecond(40).failing(.02))
        .build());
    String text = Rehearsal.of(plan).runs(1).rehearse().toText();
    assertTrue(text.contains("  40.0 requests/s; stable fails 2.000 % of its calls"), text);
  }

  @Test
  void leavesTheHooksOfThePlanOut() {
    RolloutPlan plan = Plans.quick().toBuilder()
        .prepare(Preparation.builder()
            .warmUp(1, version -> {
              throw new AssertionError("warmed up " + version);
            })
            .build())
        .release(version -> {
          throw new AssertionError("released " + version);
        })
        .build();
    RehearsalResult result =
        Rehearsal.of(plan).traffic(Traffic.perSecond(100)).runs(1).rehearse();
    assertEquals(1, result.good().promoted().count(), result::toText);
  }

  @Test
  void makesEachKindOfRegression() {
    RehearsalResult result = Rehearsal.of(Plans.quick())
        .traffic(Traffic.perSecond(100))
        .stable(USUAL)
        .regression(Regression.failingAt(.3))
        .regression(Regression.dying(Duration.ofSeconds(30)))
        .regression(Regression.degrading(Duration.ZERO, Duration.ofSeconds(30), .5))
        .regression(Regression.slower(3))
        .runs(2)
        .rehearse();

    assertEquals(2, result.regression("fails 30 % of its calls").rolledBack().count());
    assertEquals(2, result.regression("dies after PT30S").rolledBack().count());
    assertEquals(
        2, result.regression("fails ever more often, up to 50 %").rolledBack().count());
    assertEquals(
        2,
        result.regression("takes 3 times as long").promoted().count(),
        "no signal of this policy looks at latencies");
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "failing(3) cannot be combined with a stable version that never fails: use failingAt",
        assertThrows(
                IllegalArgumentException.class,
                () -> Rehearsal.of(Plans.quick())
                    .regression(Regression.failing(3))
                    .runs(1)
                    .rehearse())
            .getMessage());
    assertEquals(
        "times must be above 1, but was 1.0",
        assertThrows(IllegalArgumentException.class, () -> Regression.failing(1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Regression.slower(1));
    assertThrows(IllegalArgumentException.class, () -> Regression.failingAt(1.1));
    assertThrows(IllegalArgumentException.class, () -> usual().runs(0));
    assertEquals(
        "regression must have a name of its own, but was another '" + FIVE_TIMES + "'",
        assertThrows(
                IllegalArgumentException.class, () -> usual().regression(Regression.failing(5)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> usual().runs(1).rehearse().regression("no such"));
  }
}

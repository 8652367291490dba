package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.strategy.Course;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {

  private final List<ModelVersion> released = new ArrayList<>();

  @Test
  void keepsTheCanaryToItsLadder() {
    RolloutPlan plan = plans(Strategy.CANARY, 1_000).toPromote("2");

    assertEquals("canary, paced", plan.strategy().name());
    assertEquals(6, plans(Strategy.CANARY, 1_000).stages());
    assertFalse(plan.policy().shadow().isPresent());
    assertFalse(plan.release().isPresent());
    assertFalse(plan.preparation().probe().isPresent());
  }

  @ParameterizedTest
  @ValueSource(ints = {Options.MIN_RATE, 1_000, Options.MAX_RATE})
  void leavesOutWhatThePlatformCannotExpress(int rate) {
    Plans plans = new Plans(
        Strategy.CANARY, Target.DATABRICKS, rate, Preparation.builder().build(), released::add);
    RolloutPlan plan = plans.toPromote("2");

    assertEquals(5, plans.stages());
    plan.strategy().course().legs().forEach(leg -> assertEquals(0, leg.share() % 100));
    BlastRadius radius = plan.policy().blastRadius();
    assertTrue(
        radius.largestShare(
                1.2 * rate, 1, BlastRadius.REACTION.plus(Target.DATABRICKS.retreatTime()))
            >= 100,
        "the first rung is allowed before anything is known");
  }

  @Test
  void cutsOverAtOnceWhenTheShadowHasProvenIt() {
    RolloutPlan plan = plans(Strategy.BLUE_GREEN, 1_000).toPromote("2");
    Course course = plan.strategy().course();

    assertEquals(List.of(), course.legs());
    assertEquals(0, course.holdBack());
    assertTrue(plan.policy().shadow().orElseThrow().comparison().isPresent());
    assertEquals("agreement", plan.policy().observed().get(0).name());
    assertEquals(1, plan.policy().signals().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {Options.MIN_RATE, 1_000, Options.MAX_RATE})
  void takesASliceThatCostsTheSameAtEveryRate(int rate) {
    Plans plans = plans(Strategy.COMBINED, rate);
    Course course = plans.toPromote("2").strategy().course();

    assertEquals(1, plans.stages());
    assertEquals(20, course.legs().get(0).share() * rate / 10_000., .2);
    assertEquals(500, course.holdBack());
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"BLUE_GREEN", "COMBINED"})
  void releasesTheVersionThatIsNotNeededAnyMore(Strategy strategy) throws Exception {
    ModelVersion old = ModelVersion.of("fraud", "1");

    plans(strategy, 1_000).toPromote("2").release().orElseThrow().accept(old);

    assertEquals(List.of(old), released);
  }

  private Plans plans(Strategy strategy, int rate) {
    return new Plans(strategy, Target.ROUTER, rate, Preparation.builder().build(), released::add);
  }
}

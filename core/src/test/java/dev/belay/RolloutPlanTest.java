package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutPlanTest {

  private static final RolloutStrategy STRATEGY = new RolloutStrategy() {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public Course course() {
      return new Course(List.of(), false, BasisPoints.WHOLE, Duration.ZERO);
    }

    @Override
    public RolloutState begin(RolloutContext context, Instant now) {
      return RolloutState.first(context, now);
    }

    @Override
    public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
      return Transition.stay(state, "never");
    }
  };

  @Test
  void keepsWhatItWasGiven() {
    RolloutPolicy policy = RolloutPolicy.builder().minimumRequests(7).build();
    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(STRATEGY)
        .policy(policy)
        .retry()
        .salt("spring")
        .build();
    assertEquals("8", plan.candidate());
    assertSame(STRATEGY, plan.strategy());
    assertSame(policy, plan.policy());
    assertTrue(plan.retry());
    assertEquals(Optional.of("spring"), plan.salt());
  }

  @Test
  void copiesEverythingIntoABuilderThatChangesOneThing() {
    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(STRATEGY)
        .policy(RolloutPolicy.builder().minimumRequests(7).build())
        .retry()
        .salt("spring")
        .prepare(Preparation.builder().build())
        .release(version -> {})
        .build();
    RolloutPolicy other = RolloutPolicy.builder().build();

    RolloutPlan changed = plan.toBuilder().policy(other).build();

    assertSame(other, changed.policy());
    assertEquals("8", changed.candidate());
    assertSame(STRATEGY, changed.strategy());
    assertTrue(changed.retry());
    assertEquals(plan.salt(), changed.salt());
    assertSame(plan.preparation(), changed.preparation());
    assertEquals(plan.release(), changed.release());
  }

  @Test
  void doesNotRetryAndHasNoSaltOfItsOwnUnlessToldSo() {
    RolloutPlan plan = RolloutPlan.to("8").strategy(STRATEGY).build();
    assertFalse(plan.retry());
    assertEquals(Optional.empty(), plan.salt());
  }

  @Test
  void refusesAnInvalidVersionAnEmptySaltAndNoStrategy() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> RolloutPlan.to(""))
        .toString()
        .contains(": candidate must be 1 to 128 characters"));
    assertEquals(
        "salt must be 1 to 200 printable characters and not blank, but was ''",
        assertThrows(IllegalArgumentException.class, () -> RolloutPlan.to("8").salt(""))
            .getMessage());
    assertEquals(
        "strategy must be set, but was not",
        assertThrows(IllegalArgumentException.class, () -> RolloutPlan.to("8").build())
            .getMessage());
  }
}

package dev.belay.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.RolloutPolicy;
import dev.belay.StickyUsers;
import dev.belay.strategy.Course.Leg;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CourseTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<Leg> LEGS =
      List.of(new Leg(500, HOUR, 0, false), new Leg(2_500, HOUR.multipliedBy(2), 100, true));

  private static void assertRefused(String message, Executable what) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  @Test
  void listsEveryShareOnceInOrderAndTheWholeAmongThem() {
    Course course = new Course(LEGS, false, 9_500, HOUR);
    assertEquals("[500, 2500, 9500, 10000]", course.shares().toString());
    assertEquals(500, course.holdBack());
    assertEquals(Set.of(10_000), new Course(List.of(), false, 10_000, HOUR).shares());
  }

  @Test
  void takesTheBakeAndTheLegsThatCannotBeLeftOut() {
    assertEquals(HOUR.multipliedBy(4), new Course(LEGS, false, 10_000, HOUR).least());
    assertEquals(HOUR, new Course(LEGS, true, 10_000, HOUR).least());
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertRefused(
        "cutover must be above 0 basis points, but was 0", () -> new Course(LEGS, false, 0, HOUR));
    assertRefused(
        "cutover must be in [0, 10000] basis points, but was 10001",
        () -> new Course(LEGS, false, 10_001, HOUR));
    assertRefused(
        "bake must be at least zero, but was PT-1S",
        () -> new Course(LEGS, false, 10_000, Duration.ofSeconds(-1)));
    assertRefused(
        "share of a leg must be in (0, 10000] basis points, but was 10001",
        () -> new Leg(10_001, HOUR, 0, false));
    assertRefused(
        "share of a leg must be in (0, 10000] basis points, but was 0",
        () -> new Leg(0, HOUR, 0, false));
    assertRefused(
        "atLeast must be at least zero, but was PT-1S",
        () -> new Leg(1, Duration.ofSeconds(-1), 0, false));
    assertRefused("requests must be at least 0, but was -1", () -> new Leg(1, HOUR, -1, false));
  }

  @Test
  void isNotBegunWithoutTheTimeForIt() {
    RolloutContext context = Situation.context(RolloutPolicy.builder()
        .deadline(HOUR.multipliedBy(4))
        .stickyUsers(StickyUsers.calibratedFor(Duration.ofMinutes(1)))
        .build());
    assertRefused(
        "deadline must be above PT4H1M, which the stages and the bake take at least, but was PT4H",
        () -> StandardRules.begin(context, new Course(LEGS, false, 10_000, HOUR), Situation.START));
    Course atOnce = new Course(List.of(), false, 10_000, HOUR.multipliedBy(4));
    assertRefused(
        "deadline must be above PT4H1M, which the bake takes at least, but was PT4H",
        () -> StandardRules.begin(context, atOnce, Situation.START));
    assertEquals(
        RolloutState.first(context, Situation.START),
        StandardRules.begin(context, new Course(LEGS, true, 10_000, HOUR), Situation.START));
  }
}

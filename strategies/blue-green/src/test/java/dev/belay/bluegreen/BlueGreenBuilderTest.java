package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.BasisPoints;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.Course;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a blue-green refuses, what it says then, and what it tells of itself. */
class BlueGreenBuilderTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Slice SLICE =
      Slice.percent(5).lasting(Duration.ofMinutes(30)).withRequests(100_000);

  private static BlueGreenStrategy.Builder atOnce() {
    return BlueGreenStrategy.atOnce().bake(HOUR);
  }

  private static BlueGreenStrategy.Builder afterSlice(Slice slice) {
    return BlueGreenStrategy.afterSlice(slice).bake(HOUR);
  }

  private static void assertRefused(String message, Executable what) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  @Test
  void refusesABakeThatKeepsNoWayBack() {
    BlueGreenStrategy.Builder builder = BlueGreenStrategy.atOnce();
    assertRefused(
        "bake must be above zero and at most PT8760H, but was PT0S; a blue-green keeps its way back"
            + " for a while",
        () -> builder.bake(Duration.ZERO));
    assertRefused(
        "bake must be above zero and at most PT8760H, but was PT-1S",
        () -> builder.bake(Duration.ofSeconds(-1)));
    assertRefused(
        "bake must be above zero and at most PT8760H, but was PT8760H1S",
        () -> builder.bake(Duration.ofDays(365).plusSeconds(1)));
  }

  @Test
  void refusesAHoldBackThatIsNoCutover() {
    assertRefused(
        "holdBackPercent must be at most 50 %, but was 50.01",
        () -> BlueGreenStrategy.atOnce().holdBackPercent(50.01));
    assertRefused(
        "holdBackPercent must be at most 49.99 %, which leaves the candidate more than the slice,"
            + " but was 50.0",
        () -> BlueGreenStrategy.afterSlice(Slice.percent(50)).holdBackPercent(50));
    assertRefused(
        "percent must be in [0, 100], but was -1.0",
        () -> BlueGreenStrategy.atOnce().holdBackPercent(-1));
  }

  @Test
  void refusesASliceThatIsNone() {
    String range = "share of a slice must be in (0, 5000] basis points, but was ";
    assertRefused(range + "0", () -> Slice.percent(0));
    assertRefused(range + "5001", () -> Slice.basisPoints(5_001));
    assertRefused(
        range + "10000; a cutover of everything needs no slice", () -> Slice.percent(100));
    assertRefused(
        "minDuration must be at least zero, but was PT-1S",
        () -> SLICE.lasting(Duration.ofSeconds(-1)));
    assertRefused("minRequests must be at least 0, but was -1", () -> SLICE.withRequests(-1));
  }

  @Test
  void refusesADeadlineThatItsOwnCourseOutlasts() {
    RolloutPolicy policy = RolloutPolicy.builder().deadline(HOUR).build();
    assertRefused(
        "deadline must be above PT1H, which the bake takes at least, but was PT1H",
        () -> new Machine(atOnce().build(), policy));
    assertRefused(
        "deadline must be above PT1H30M, which the stages and the bake take at least, but was PT1H",
        () -> new Machine(afterSlice(SLICE).build(), policy));
  }

  @Test
  void tellsItsCourse() {
    assertEquals("blue-green", atOnce().build().name());
    assertEquals(
        new Course(List.of(), false, 9_500, HOUR),
        atOnce().holdBackPercent(5).build().course());
    assertEquals("blue-green after a slice", afterSlice(SLICE).build().name());
    assertEquals(
        new Course(
            List.of(new Course.Leg(500, Duration.ofMinutes(30), 100_000, true)),
            false,
            BasisPoints.WHOLE,
            HOUR),
        afterSlice(SLICE).approvedCutover().build().course());
    assertEquals(
        Duration.ofMinutes(10), BlueGreenStrategy.atOnce().build().course().bake());
  }
}

package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a canary refuses, and what it says then. */
class CanaryStrategyTest {

  private static void assertRefused(String message, Executable what) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  @Test
  void refusesStagesThatFallOrStandStill() {
    assertRefused(
        "shares of the stages must rise, but 5 % came after 10 %",
        () -> CanaryStrategy.stagesOfPercent(10, 5));
    assertRefused(
        "shares of the stages must rise, but 10 % came after 10 %",
        () -> CanaryStrategy.stagesOfPercent(10, 10));
    assertRefused("stages must have at least 1, but there was none", () -> CanaryStrategy.stages());
  }

  @Test
  void refusesToBeginAtEverythingOrAtNothing() {
    assertRefused(
        "share of a canary stage must be in (0, 10000) basis points, but was 10000;"
            + " partial exposure comes first",
        () -> CanaryStrategy.stagesOfPercent(100));
    assertRefused(
        "share of a canary stage must be in (0, 10000) basis points, but was 0",
        () -> CanaryStrategy.stagesOfPercent(0, 10));
  }

  @Test
  void refusesPercentagesThatASplitCannotExpress() {
    assertRefused(
        "percent must be a multiple of 0.01, the smallest step of a split, but was 33.333",
        () -> CanaryStrategy.stagesOfPercent(33.333));
    assertRefused("percent must be in [0, 100], but was 101.0", () -> CanaryStage.percent(101));
    assertRefused(
        "percent must be in [0, 100], but was NaN", () -> CanaryStage.percent(Double.NaN));
  }

  @Test
  void refusesConditionsThatCannotBeMet() {
    CanaryStage stage = CanaryStage.percent(5);
    assertRefused(
        "minDuration must be at least zero, but was PT-1S",
        () -> stage.lasting(Duration.ofSeconds(-1)));
    assertRefused("minRequests must be at least 0, but was -1", () -> stage.withRequests(-1));
    assertRefused(
        "bake must be at least zero, but was PT-1S",
        () -> CanaryStrategy.stages(stage).bake(Duration.ofSeconds(-1)));
    assertRefused(
        "holdBackPercent must be at most 9.99 %, which leaves the candidate more than the last stage,"
            + " but was 20.0",
        () -> CanaryStrategy.stagesOfPercent(90).holdBackPercent(20));
  }

  @Test
  void refusesADeadlineThatItsOwnStagesOutlast() {
    CanaryStrategy canary = CanaryStrategy.stages(
            CanaryStage.percent(5).lasting(Duration.ofHours(2)))
        .bake(Duration.ofHours(1))
        .build();
    RolloutContext context = new RolloutContext(
        "fraud:8#1",
        1,
        ModelVersion.of("fraud", "7"),
        ModelVersion.of("fraud", "8"),
        RolloutPolicy.builder().deadline(Duration.ofHours(3)).build(),
        Duration.ofMillis(100));
    assertRefused(
        "deadline must be above PT3H, which the stages and the bake take at least, but was PT3H",
        () -> canary.begin(context, Instant.EPOCH));
  }

  @Test
  void listsEveryShareThatItMayAskFor() {
    assertEquals(
        Set.of(500, 2_500, 9_500, 10_000),
        CanaryStrategy.stagesOfPercent(5, 25)
            .holdBackPercent(5)
            .build()
            .course()
            .shares());
  }
}

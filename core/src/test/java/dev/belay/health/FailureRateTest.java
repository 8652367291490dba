package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FailureRateTest {

  private static void assertRefused(String message, Consumer<FailureRate.AgainstStable> set) {
    FailureRate.AgainstStable builder = FailureRate.againstStable();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> set.accept(builder));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void refusesWhatIsOutOfRangeWithTheRangeAndTheValue() {
    assertRefused("tolerance must be in [0.0, 10.0], but was -0.1", b -> b.tolerance(-.1));
    assertRefused("tolerance must be in [0.0, 10.0], but was NaN", b -> b.tolerance(Double.NaN));
    assertRefused("margin must be in (0, 100.0], but was 0.0", b -> b.margin(0));
    assertRefused("margin must be in (0, 100.0], but was 100.1", b -> b.margin(100.1));
    assertRefused(
        "rollbackAllowance must be in [0.0, 0.5], but was 0.6", b -> b.rollbackAllowance(.6));
    assertRefused(
        "promotionAllowance must be in (0, 0.5], but was 0.0", b -> b.promotionAllowance(0));
  }

  @Test
  void refusesAMarginThatIsNotAboveTheTolerance() {
    assertRefused(
        "margin must be above tolerance = 0.5, but was 0.5",
        b -> b.tolerance(.5).margin(.5).build());
    assertRefused(
        "margin must be above tolerance = 0.7, but was 0.5",
        b -> b.tolerance(.7).build());
  }

  @Test
  void refusesAllowancesThatWouldMakeBothAnswersWrongAtOnce() {
    assertRefused(
        "promotionAllowance must be at least rollbackAllowance = 0.01, but was 0.001",
        b -> b.rollbackAllowance(.01).build());
  }

  @Test
  void takesTheEndsOfTheRanges() {
    HealthSignal signal = FailureRate.againstStable()
        .tolerance(0)
        .margin(100)
        .rollbackAllowance(.5)
        .promotionAllowance(.5)
        .build();
    assertEquals("failure rate", signal.name());
  }

  @Test
  void gathersEvidenceAndNeverWaits() {
    for (HealthSignal signal :
        new HealthSignal[] {FailureRate.againstStable().build(), FailureRate.atMost(.01)}) {
      assertTrue(signal.sequential());
      assertFalse(signal.blocking());
    }
  }
}

package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasisPointsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.01, 1",
    "0.1, 10",
    "0.29, 29",
    "0.57, 57",
    "33.33, 3333",
    "99.99, 9999",
    "100, 10000"
  })
  void convertsAPercentageExactly(double percent, int points) {
    assertEquals(points, BasisPoints.ofPercent(percent));
  }

  @Test
  void convertsEveryShareToAPercentageAndBack() {
    for (int points = 0; points <= BasisPoints.WHOLE; points++) {
      String percent = BasisPoints.toPercent(points);
      double number = Double.parseDouble(percent.replace(" %", ""));
      assertEquals(points, BasisPoints.ofPercent(number), percent);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {33.333, 0.001, 1e-9, 99.999})
  void refusesWhatIsNoWholeNumberOfBasisPoints(double percent) {
    assertEquals(
        "percent must be a multiple of 0.01, the smallest step of a split, but was " + percent,
        assertThrows(IllegalArgumentException.class, () -> BasisPoints.ofPercent(percent))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 100.01, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoPercentage(double percent) {
    assertEquals(
        "percent must be in [0, 100], but was " + percent,
        assertThrows(IllegalArgumentException.class, () -> BasisPoints.ofPercent(percent))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesWhatIsNoShare(int points) {
    assertEquals(
        "share must be in [0, 10000] basis points, but was " + points,
        assertThrows(IllegalArgumentException.class, () -> BasisPoints.require("share", points))
            .getMessage());
  }

  @Test
  void writesNoTrailingZeros() {
    assertEquals("0 %", BasisPoints.toPercent(0));
    assertEquals("0.5 %", BasisPoints.toPercent(50));
    assertEquals("10 %", BasisPoints.toPercent(1_000));
    assertEquals("100 %", BasisPoints.toPercent(10_000));
  }
}

package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against published values of the normal distribution. */
class NormalQuantileTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.25, 0.6744897501960817",
    "0.05, 1.6448536269514722",
    "0.025, 1.959963984540054",
    "0.005, 2.5758293035489004",
    "0.001, 3.090232306167813",
    "0.000001, 4.753424308822899",
    "0.975, -1.959963984540054"
  })
  void agreesWithPublishedValues(double probability, double quantile) {
    assertEquals(quantile, NormalQuantile.upper(probability), 1e-8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, Double.NaN})
  void refusesWhatIsNoProbability(double value) {
    assertThrows(IllegalArgumentException.class, () -> NormalQuantile.upper(value));
  }
}

package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTest {

  @ParameterizedTest
  @CsvSource({
    "0, [....]",
    "1, [#...]",
    "3.999, [###.]",
    "4, [####]",
    "400, [####]",
    "-1, [....]",
    "NaN, [....]",
    "Infinity, [####]",
    "-Infinity, [....]"
  })
  void isFullOnlyAtTheThreshold(double value, String bar) {
    assertEquals(bar, Bar.of(value, 4, 4));
  }
}

package dev.belay.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {"0:1", "1:1", "7.2:8", "99:99", "101:110", "5423:5,500", "1000000:1,000,000"})
  void roundsCountsUpToTwoDigits(double value, String want) {
    assertEquals(want, Estimates.count(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1 seconds",
    "40, 40 seconds",
    "89, 89 seconds",
    "90, 2 minutes",
    "300, 5 minutes",
    "2400, 40 minutes",
    "5400, 1.5 hours",
    "27720, 7.7 hours",
    "86400, 24.0 hours",
    "172800, 2 days",
    "259200, 3 days"
  })
  void saysTimesInTheUnitThatFits(double seconds, String want) {
    assertEquals(want, Estimates.time(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", ".01, 1 %", ".001, 0.1 %", ".12345, 12.3 %", "1, 100 %", ".000001, 0.0001 %"
  })
  void keepsThreeDigitsOfAPercentage(double part, String want) {
    assertEquals(want, Estimates.percent(part));
  }
}

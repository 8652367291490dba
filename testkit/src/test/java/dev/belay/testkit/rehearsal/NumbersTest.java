package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void writesAxesShortly() {
    assertEquals("0", Numbers.label(BigDecimal.ZERO.scaleByPowerOfTen(3)));
    assertEquals("0.05", Numbers.label(new BigDecimal("0.050")));
    assertEquals("−2", Numbers.label(new BigDecimal("-2")));
    assertEquals("20,000", Numbers.label(new BigDecimal("2E+4")));
    assertEquals("2.5 M", Numbers.label(new BigDecimal("2500000")));
    assertEquals("1,000 G", Numbers.label(new BigDecimal("1E+12")));
  }

  @Test
  void writesTimesInTheUnitThatFits() {
    assertEquals("0.4 s", Numbers.time(.42));
    assertEquals("90.8 s", Numbers.time(90.8));
    assertEquals("14.2 min", Numbers.time(851));
    assertEquals("2.5 h", Numbers.time(9_000));
    assertEquals("8.0 d", Numbers.time(691_200));
  }

  @Test
  void writesPartsWithoutNeedlessDigits() {
    assertEquals("1 %", Numbers.percent(.01));
    assertEquals("0.25 %", Numbers.percent(.0025));
    assertEquals("33.33 %", Numbers.percent(1 / 3.));
  }

  @Test
  void writesEvidenceBeyondAllNumbers() {
    assertEquals("∞", Numbers.evidence(Double.POSITIVE_INFINITY));
    assertEquals("−∞", Numbers.evidence(Double.NEGATIVE_INFINITY));
    assertEquals("−1,234.6", Numbers.evidence(-1234.56));
  }
}

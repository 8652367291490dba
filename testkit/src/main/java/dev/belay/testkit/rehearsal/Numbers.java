package dev.belay.testkit.rehearsal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private Numbers() {}

  /** A number at an axis, for example {@code 0.05}, {@code −2}, {@code 20,000} or {@code 5 M}. */
  static String label(BigDecimal value) {
    if (value.signum() < 0) {
      return "−" + label(value.negate());
    }
    if (value.compareTo(BILLION) >= 0) {
      return grouped(value.divide(BILLION)) + " G";
    }
    return value.compareTo(MILLION) >= 0 ? grouped(value.divide(MILLION)) + " M" : grouped(value);
  }

  private static String grouped(BigDecimal value) {
    int decimals = Math.max(0, value.stripTrailingZeros().scale());
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A count, for example {@code 34,180}. */
  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A time, for example {@code 90.8 s} or {@code 14.2 min}. */
  static String time(double seconds) {
    TimeScale unit = TimeScale.fitting(seconds);
    return String.format(Locale.ROOT, "%,.1f %s", seconds / unit.seconds(), unit.symbol());
  }

  /** Evidence, for example {@code −2.3} or {@code ∞}. */
  static String evidence(double value) {
    String size =
        Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%,.1f", Math.abs(value));
    return value < 0 ? "−" + size : size;
  }

  /** A number with at most four digits other than zero, for example {@code 0.01}. */
  static String number(double value) {
    return grouped(BigDecimal.valueOf(value).round(FOUR_DIGITS));
  }

  /** A part of a whole, for example {@code 1.5 %}. */
  static String percent(double part) {
    return number(100 * part) + " %";
  }
}

package dev.belay.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Estimates as people say them: with no more digits than an estimate is worth. */
public final class Estimates {

  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Estimates() {}

  /**
   * Writes a number of requests or failures, for example {@code 5,500}.
   *
   * @param value the number, finite; what is below 1 counts as 1
   * @return the number, rounded up to two digits
   */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", roundUp(Math.max(1, value)));
  }

  /**
   * Writes a time, for example {@code 40 minutes}.
   *
   * @param seconds the time in seconds, finite; what is below 1 counts as 1
   * @return the time in seconds, minutes, hours or days
   */
  public static String time(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f seconds", roundUp(Math.max(1, seconds)));
    }
    if (seconds < 90 * 60) {
      return String.format(Locale.ROOT, "%.0f minutes", roundUp(seconds / 60));
    }
    return seconds < 48 * 3600
        ? String.format(Locale.ROOT, "%.1f hours", seconds / 3600)
        : String.format(Locale.ROOT, "%,.0f days", roundUp(seconds / 86400));
  }

  /**
   * Writes a rate or a factor, for example {@code 0.25} or {@code 20}.
   *
   * @param value the number, finite
   * @return the number with at most three digits other than zero
   */
  public static String number(double value) {
    return BigDecimal.valueOf(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
  }

  /**
   * Writes a part of a whole as a percentage, for example {@code 0.1 %}.
   *
   * @param part the part, in [0, 1]
   * @return the percentage with at most three digits other than zero
   */
  public static String percent(double part) {
    return number(100 * part) + " %";
  }

  /** Rounds up to two digits, because an estimate is no better than that. */
  private static double roundUp(double value) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - 1));
    return Math.ceil(value / unit) * unit;
  }
}

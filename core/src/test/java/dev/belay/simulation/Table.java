package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.math.BigDecimal;
import java.util.Locale;

/** A Markdown table that grows row by row. */
final class Table {

  private final StringBuilder text = new StringBuilder();

  Table(String... header) {
    row(header);
    text.append("|").append("---|".repeat(header.length)).append('\n');
  }

  Table row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  static String percent(Result result, Verdict verdict) {
    double share = result.share(verdict);
    return share == 0 ? "0" : String.format(Locale.ROOT, share < .1 ? "%.2f" : "%.0f", 100 * share);
  }

  /** A rate without an exponent. */
  static String rate(double rate) {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  /** A number to about three digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  /** The mean cost with its standard error, and the part of the runs rolled back where it is not nearly all. */
  static String cost(Result result) {
    return number(result.cost()) + " ± " + number(result.costError()) + unfinished(result);
  }

  /** The cost as a multiple of another one. */
  static String times(Result result, Result yardstick) {
    return String.format(Locale.ROOT, "**%.2f**", result.cost() / yardstick.cost());
  }

  /** The rest of the sentence for a rule that did not always roll back. */
  static String unfinished(Result result) {
    double share = result.share(Verdict.ROLL_BACK);
    return share >= .995
        ? ""
        : share == 0 ? " (never)" : String.format(Locale.ROOT, " (in %.1f %%)", 100 * share);
  }
}

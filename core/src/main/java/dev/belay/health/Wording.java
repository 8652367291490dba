package dev.belay.health;

import dev.belay.text.Estimates;
import java.util.Locale;

/** How numbers are put into the sentences of an assessment. */
final class Wording {

  private static final double LARGEST_ODDS = 1e6;

  private Wording() {}

  /** Evidence as odds, for example {@code 312 to 1}. */
  static String odds(double logEvidence) {
    double odds = Math.exp(logEvidence);
    if (odds > LARGEST_ODDS) {
      return "over 1,000,000 to 1";
    }
    return String.format(Locale.ROOT, odds < 10 ? "%.1f to 1" : "%,.0f to 1", odds);
  }

  /** A multiple of the stable rate with an absolute addition, for example {@code 1.50 times + 0.10 points}. */
  static String multiple(double ratio, double allowance) {
    return allowance == 0
        ? String.format(Locale.ROOT, "%.2f times", ratio)
        : String.format(Locale.ROOT, "%.2f times + %.2f points", ratio, 100 * allowance);
  }

  /** What one side of a decision has reached. */
  static String progress(String claim, double evidence, double threshold) {
    return "evidence that " + claim + " is " + odds(evidence) + ", " + odds(threshold)
        + " is needed";
  }

  /** What is still missing, empty if that is unknown. */
  static String missing(double requests, String unit, double perSecond) {
    if (Double.isNaN(requests)) {
      return "";
    }
    return Double.isInfinite(requests)
        ? "; at these rates this cannot be shown, however many " + unit + " come"
        : "; about " + Estimates.count(requests) + " more " + unit
            + (perSecond > 0 ? ", " + Estimates.time(requests / perSecond) + " at this rate" : "");
  }
}

package dev.belay.benchmarks.page;

import java.util.Locale;

/**
 * What it costs to look at a candidate only now and then. The candidate has 10 % of the requests and fails all of them from a moment
 * on that is as likely as any other between two looks; the next look finds it and takes effect at once. So it fails for half a
 * period in the mean, and for a whole one at worst.
 */
final class PollCost {

  private static final double SHARE = .1;
  private static final int[] RATES = {100, 10_000};
  private static final int[] PERIODS = {10, 30, 60};

  private PollCost() {}

  static String table() {
    StringBuilder text = new StringBuilder("| a look every");
    for (int rate : RATES) {
      text.append(String.format(Locale.ROOT, " | %,d requests/s, mean | worst", rate));
    }
    text.append(" |\n").append("|---".repeat(2 * RATES.length + 1)).append("|\n");
    for (int period : PERIODS) {
      text.append("| ").append(period).append(" s");
      for (int rate : RATES) {
        double worst = SHARE * rate * period;
        text.append(String.format(Locale.ROOT, " | %,.0f | %,.0f", worst / 2, worst));
      }
      text.append(" |\n");
    }
    return text.toString().stripTrailing();
  }
}

package dev.belay.testkit.rehearsal;

import java.util.Locale;

/**
 * In how many of all runs something happened, and how much that is worth as an estimate.
 *
 * @param count the runs in which it happened, at least 0
 * @param runs all runs, at least 1
 */
public record Share(int count, int runs) {

  /** The 97.5th percentile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Returns the part.
   *
   * @return in [0, 1]
   */
  public double part() {
    return (double) count / runs;
  }

  /**
   * Returns the lower end of the 95 % confidence interval of the probability.
   *
   * @return in [0, 1]; by E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927)
   */
  public double lower() {
    return count == 0 ? 0 : Math.max(0, middle() - width());
  }

  /**
   * Returns the upper end of the 95 % confidence interval of the probability.
   *
   * @return in [0, 1]; see {@link #lower}
   */
  public double upper() {
    return count == runs ? 1 : Math.min(1, middle() + width());
  }

  private double middle() {
    return (part() + Z * Z / (2 * runs)) / (1 + Z * Z / runs);
  }

  private double width() {
    double variance = part() * (1 - part()) / runs + Z * Z / (4. * runs * runs);
    return Z * Math.sqrt(variance) / (1 + Z * Z / runs);
  }

  /** Returns for example {@code 3 of 200, 1.5 % (0.5 to 4.3 %)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d, %.1f %% (%.1f to %.1f %%)",
        count,
        runs,
        100 * part(),
        100 * lower(),
        100 * upper());
  }
}

package dev.belay;

import java.math.BigDecimal;

/**
 * Shares of traffic as whole basis points: 1 is a hundredth of a percent, {@value #WHOLE} is everything.
 *
 * <p>Whole numbers make a split exact: it sums to the whole, and a step that cannot be expressed is refused instead of
 * rounded.
 */
public final class BasisPoints {

  /** The whole traffic. */
  public static final int WHOLE = 10_000;

  private BasisPoints() {}

  /**
   * Converts a percentage.
   *
   * @param percent a percentage in [0, 100] with at most two decimals
   * @return the same share in basis points
   * @throws IllegalArgumentException if the percentage is out of range or not a whole number of basis points
   */
  public static int ofPercent(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be in [0, 100], but was " + percent);
    }
    BigDecimal points = BigDecimal.valueOf(percent).movePointRight(2).stripTrailingZeros();
    if (points.scale() > 0) {
      throw new IllegalArgumentException(
          "percent must be a multiple of 0.01, the smallest step of a split, but was " + percent);
    }
    return points.intValueExact();
  }

  /**
   * Refuses a number that is not a share.
   *
   * @param argument what the number is called in the message
   * @param basisPoints the number
   * @return the number
   * @throws IllegalArgumentException if it is not in [0, {@value #WHOLE}]
   */
  public static int require(String argument, int basisPoints) {
    if (basisPoints < 0 || basisPoints > WHOLE) {
      throw new IllegalArgumentException(
          argument + " must be in [0, " + WHOLE + "] basis points, but was " + basisPoints);
    }
    return basisPoints;
  }

  /**
   * Writes a share as people read it, for example {@code 0.5 %}.
   *
   * @param basisPoints a share, in basis points
   * @return the percentage, without trailing zeros
   */
  public static String toPercent(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
  }
}

package dev.belay.simulation;

import java.util.Arrays;
import java.util.List;

/** The Mann-Whitney test of two samples with the Hodges-Lehmann estimate of the shift, with the normal approximation. */
final class MannWhitney {

  private static final int BISECTIONS = 40;

  private final double[] x;
  private final double[] y;

  private MannWhitney(double[] x, double[] y) {
    this.x = x;
    this.y = y;
    Arrays.sort(x);
    Arrays.sort(y);
  }

  static MannWhitney of(List<Double> x, List<Double> y) {
    return new MannWhitney(
        x.stream().mapToDouble(Double::doubleValue).toArray(),
        y.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns whether the lower confidence bound of the shift of x over y is above that part of the estimate's size. */
  boolean above(double part, double quantile) {
    double shift = part * Math.abs(estimate());
    double all = (double) x.length * y.length;
    double total = x.length + y.length;
    double variance = all / 12 * (total + 1 - ties(shift) / (total * (total - 1)));
    return variance > 0 && (wins(shift) - all / 2 - .5) / Math.sqrt(variance) > quantile;
  }

  /** The median of all differences, by bisection. */
  double estimate() {
    double low = x[0] - y[y.length - 1];
    double high = x[x.length - 1] - y[0];
    double half = (double) x.length * y.length / 2;
    if (wins(0) == half) {
      return 0;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (wins(middle) > half) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Pairs with {@code x - shift > y}, and half of those with equality. */
  private double wins(double shift) {
    double wins = 0;
    int below = 0;
    int upTo = 0;
    for (double value : x) {
      while (below < y.length && y[below] < value - shift) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < y.length && y[upTo] <= value - shift) {
        upTo++;
      }
      wins += (below + upTo) / 2.;
    }
    return wins;
  }

  /** The sum of {@code t^3 - t} over groups of t equal values of {@code x - shift} and y. */
  private double ties(double shift) {
    double[] all = Arrays.copyOf(y, x.length + y.length);
    for (int i = 0; i < x.length; i++) {
      all[y.length + i] = x[i] - shift;
    }
    Arrays.sort(all);
    double sum = 0;
    for (int i = 0; i < all.length; ) {
      int end = i + 1;
      while (end < all.length && all[end] == all[i]) {
        end++;
      }
      double equal = end - i;
      sum += equal * equal * equal - equal;
      i = end;
    }
    return sum;
  }
}

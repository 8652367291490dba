package dev.belay.sequential;

/** Sums of numbers that are known by their natural logarithms. */
final class LogSpace {

  private LogSpace() {}

  /** Returns {@code ln(e^a + e^b)}, exact when either is negative infinity. */
  static double add(double a, double b) {
    double larger = Math.max(a, b);
    if (larger == Double.NEGATIVE_INFINITY) {
      return larger;
    }
    return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
  }

  /** Returns {@code ln(sum of e^x)}, negative infinity for no terms. */
  static double sum(double[] terms) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      largest = Math.max(largest, term);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - largest);
    }
    return largest + Math.log(sum);
  }
}

package dev.belay.simulation;

/** The normal distribution. */
final class Normal {

  private Normal() {}

  /** The probability of a larger value: Marsaglia's series (2004), good to 1e-15 in absolute terms. */
  static double above(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 0 : 1;
    }
    double term = x;
    double sum = x;
    for (int i = 3; i < 200; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return .5 - sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}

package dev.belay.sequential;

/** What two means of values in [0, 1] add to an empirical Bernstein bet in one interval, and the centres from the past. */
final class TwoMeans {

  /** The bets: each a part of what one value of the smaller arm may at most win. */
  static final double[] BETS = {.02, .05, .1, .2, .35, .6, .9};

  private static final double SLACK = 1e-6;
  private static final double[] FULL_COSTS = fullCosts();

  private double trials;
  private double sum;
  private double baseTrials;
  private double baseSum;

  private double size;
  private double difference;
  private double part;
  private double basePart;
  private double squares;
  private double baseSquares;

  /** Takes one interval; returns false if an arm was empty, and there is nothing to bet on. */
  boolean take(double n, double s, double q, double m, double t, double r) {
    check("", n, s, q);
    check("base", m, t, r);
    boolean both = n > 0 && m > 0;
    if (both) {
      size = Math.min(n, m);
      part = size / n;
      basePart = size / m;
      double mean = Math.min(s / n, 1);
      double baseMean = Math.min(t / m, 1);
      difference = mean - baseMean;
      squares = squares(n, s, q, mean, (sum + .5) / (trials + 1));
      baseSquares = squares(m, t, r, baseMean, (baseSum + .5) / (baseTrials + 1));
    }
    trials += n;
    sum += s;
    baseTrials += m;
    baseSum += t;
    return both;
  }

  /** The size of the smaller arm in the interval that was taken. */
  double size() {
    return size;
  }

  /** The mean of the arm less that of the base arm in the interval that was taken. */
  double difference() {
    return difference;
  }

  /** What a bet costs in that interval, whichever way it goes. */
  double cost(int bet) {
    return cost(bet, part) * squares + cost(bet, basePart) * baseSquares;
  }

  private static double cost(int bet, double part) {
    if (part == 1) {
      return FULL_COSTS[bet];
    }
    double stake = BETS[bet] * part;
    return -Math.log1p(-stake) - stake;
  }

  /** Squared deviations from the centre: never fewer than the mean alone implies, whatever rounding made of the squares. */
  private static double squares(double n, double s, double q, double mean, double centre) {
    double off = mean - centre;
    return Math.max(q - 2 * centre * s + n * centre * centre, n * off * off);
  }

  private static void check(String arm, double n, double s, double q) {
    double slack = SLACK * (1 + n);
    if (!(n >= 0 && n < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name(arm, "trials") + " must be at least 0 and finite, but was " + n);
    }
    if (!(s >= -slack && s <= n + slack)) {
      throw new IllegalArgumentException(
          name(arm, "sum") + " must be in [0, trials = " + n + "], but was " + s);
    }
    if (!(q >= -slack && q <= s + slack)) {
      throw new IllegalArgumentException(
          name(arm, "sumOfSquares") + " must be in [0, sum = " + s + "], but was " + q);
    }
  }

  private static String name(String arm, String what) {
    return arm.isEmpty() ? what : arm + Character.toUpperCase(what.charAt(0)) + what.substring(1);
  }

  int saveLength() {
    return 4;
  }

  void save(double[] saved, int at) {
    saved[at] = trials;
    saved[at + 1] = sum;
    saved[at + 2] = baseTrials;
    saved[at + 3] = baseSum;
  }

  void restore(double[] saved, int at) {
    trials = saved[at];
    sum = saved[at + 1];
    baseTrials = saved[at + 2];
    baseSum = saved[at + 3];
  }

  private static double[] fullCosts() {
    double[] costs = new double[BETS.length];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = -Math.log1p(-BETS[i]) - BETS[i];
    }
    return costs;
  }
}

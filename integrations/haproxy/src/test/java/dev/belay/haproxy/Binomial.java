package dev.belay.haproxy;

/** Between which counts so many independent requests stay, when each one goes to the candidate with the same probability. */
final class Binomial {

  private Binomial() {}

  /** The smallest count that is not too small: fewer come with a probability of {@code error} at most. */
  static int lowest(int requests, double probability, double error) {
    double[] logFactorials = new double[requests + 1];
    for (int i = 2; i <= requests; i++) {
      logFactorials[i] = logFactorials[i - 1] + Math.log(i);
    }
    double below = 0;
    for (int count = 0; ; count++) {
      below += Math.exp(logFactorials[requests]
          - logFactorials[count]
          - logFactorials[requests - count]
          + count * Math.log(probability)
          + (requests - count) * Math.log1p(-probability));
      if (below > error) {
        return count;
      }
    }
  }

  /** The largest count that is not too large: more come with a probability of {@code error} at most. */
  static int highest(int requests, double probability, double error) {
    return requests - lowest(requests, 1 - probability, error);
  }
}

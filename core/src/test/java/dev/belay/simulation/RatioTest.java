package dev.belay.simulation;

import dev.belay.sequential.LinearNullTest;

/**
 * Evidence for a rate above a ratio of another one: {@link LinearNullTest} for rare events, and from a base rate of 5 % on
 * the projected likelihood ratio of R. Turner, A. Ly and P. Gruenwald, which uses successes as well. Which of the two an
 * interval is put to follows from the intervals before it.
 */
final class RatioTest {

  private static final double[] GAMMAS = {1.1, 1.25, 1.5, 2, 3, 5, 10, 30};
  private static final double DECAY = .97;

  private final double ratio;
  private final double[] accounts = new double[GAMMAS.length];
  private double cash = 1;
  private double pastTrials;
  private double pastEvents;

  RatioTest(double ratio) {
    this.ratio = ratio;
  }

  void start(double weight) {
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] += weight / accounts.length;
    }
    cash = Math.max(0, cash - weight);
  }

  void update(double trials, double events, double baseTrials, double baseEvents) {
    if (trials > 0 && baseTrials > 0) {
      double base = (pastEvents + .5) / (pastTrials + 1);
      boolean frequent = pastTrials >= 50 && base >= .05 && base <= .95;
      for (int i = 0; i < accounts.length; i++) {
        double factor = frequent
            ? projected(GAMMAS[i], base, trials, events, baseTrials, baseEvents)
            : linear(GAMMAS[i], trials, events, baseTrials, baseEvents);
        accounts[i] *= Math.exp(factor);
      }
    }
    pastTrials = DECAY * pastTrials + baseTrials;
    pastEvents = DECAY * pastEvents + baseEvents;
  }

  private double linear(
      double gamma, double trials, double events, double baseTrials, double baseEvents) {
    double theta = trials * ratio / (trials * ratio + baseTrials);
    return events * Math.log(gamma) - (events + baseEvents) * Math.log1p(theta * (gamma - 1));
  }

  private double projected(double gamma, double p, double n, double k, double m, double j) {
    double q = Math.min(gamma * ratio * p, .999);
    if (q <= ratio * p) {
      return 0;
    }
    double a = n * q + m * p;
    double b = n * (ratio + q) + m * (1 + ratio * p);
    double p0 = 2 * a / (b + Math.sqrt(Math.max(0, b * b - 4 * ratio * (n + m) * a)));
    double q0 = ratio * p0;
    return k * Math.log(q / q0)
        + (n - k) * (Math.log1p(-q) - Math.log1p(-q0))
        + j * Math.log(p / p0)
        + (m - j) * (Math.log1p(-p) - Math.log1p(-p0));
  }

  double logEvidence() {
    double wealth = cash;
    for (double account : accounts) {
      wealth += account;
    }
    return Math.log(wealth);
  }
}

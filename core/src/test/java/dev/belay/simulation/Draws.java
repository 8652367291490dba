package dev.belay.simulation;

import java.util.SplittableRandom;

/**
 * Seeded draws that are exact: no normal approximation stands in for a count.
 *
 * <p>Small counts come from inversion; large ones from the transformed rejection of W. Hoermann (1993), "The generation of
 * binomial random variates" (BTRS) and "The transformed rejection method for generating Poisson random variables" (PTRS).
 * Gamma draws are those of G. Marsaglia and W. Tsang (2000).
 */
final class Draws {

  private static final double LARGEST_INVERSION_MEAN = 10;
  private static final int FACTORIALS = 32;
  private static final double[] LOG_FACTORIALS = new double[FACTORIALS];

  static {
    for (int i = 2; i < FACTORIALS; i++) {
      LOG_FACTORIALS[i] = LOG_FACTORIALS[i - 1] + Math.log(i);
    }
  }

  private final SplittableRandom random;

  Draws(long seed) {
    random = new SplittableRandom(seed);
  }

  double uniform() {
    return random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  long binomial(long trials, double rate) {
    if (rate > .5) {
      return trials - binomial(trials, 1 - rate);
    }
    if (trials <= 0 || rate <= 0) {
      return 0;
    }
    return trials * rate < LARGEST_INVERSION_MEAN
        ? smallBinomial(trials, rate)
        : largeBinomial(trials, rate);
  }

  private long smallBinomial(long trials, double rate) {
    double left = random.nextDouble();
    double mass = Math.exp(trials * Math.log1p(-rate));
    double odds = rate / (1 - rate);
    long events = 0;
    while (left >= mass && events < trials) {
      left -= mass;
      mass *= odds * (trials - events) / (events + 1);
      events++;
    }
    return events;
  }

  private long largeBinomial(long trials, double rate) {
    double odds = rate / (1 - rate);
    double deviation = Math.sqrt(trials * rate * (1 - rate));
    double b = 1.15 + 2.53 * deviation;
    double a = -.0873 + .0248 * b + .01 * rate;
    double center = trials * rate + .5;
    double squeeze = .92 - 4.2 / b;
    double alpha = (2.83 + 5.1 / b) * deviation;
    double mode = Math.floor((trials + 1) * rate);
    while (true) {
      double u = random.nextDouble() - .5;
      double v = random.nextDouble();
      double us = .5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + center);
      if (k < 0 || k > trials) {
        continue;
      }
      if (us >= .07 && v <= squeeze) {
        return (long) k;
      }
      double bound = logFactorial(mode)
          + logFactorial(trials - mode)
          - logFactorial(k)
          - logFactorial(trials - k)
          + (k - mode) * Math.log(odds);
      if (Math.log(v * alpha / (a / (us * us) + b)) <= bound) {
        return (long) k;
      }
    }
  }

  long poisson(double mean) {
    return mean < LARGEST_INVERSION_MEAN ? smallPoisson(mean) : largePoisson(mean);
  }

  private long smallPoisson(double mean) {
    double left = random.nextDouble();
    double mass = Math.exp(-mean);
    long events = 0;
    while (left >= mass && mass > 0) {
      left -= mass;
      events++;
      mass *= mean / events;
    }
    return events;
  }

  private long largePoisson(double mean) {
    double b = .931 + 2.53 * Math.sqrt(mean);
    double a = -.059 + .02483 * b;
    double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    double squeeze = .9277 - 3.6224 / (b - 2);
    double logMean = Math.log(mean);
    while (true) {
      double u = random.nextDouble() - .5;
      double v = random.nextDouble();
      double us = .5 - Math.abs(u);
      double k = Math.floor((2 * a / us + b) * u + mean + .43);
      if (us >= .07 && v <= squeeze) {
        return (long) k;
      }
      if (k < 0 || (us < .013 && v > us)) {
        continue;
      }
      if (Math.log(v * inverseAlpha / (a / (us * us) + b))
          <= k * logMean - mean - logFactorial(k)) {
        return (long) k;
      }
    }
  }

  /** A gamma number with scale 1. */
  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1. / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < .5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  double beta(double a, double b) {
    double x = gamma(a);
    return x / (x + gamma(b));
  }

  /** Stirling's series from 32 on: wrong by less than 1e-14. */
  static double logFactorial(double k) {
    if (k < FACTORIALS) {
      return LOG_FACTORIALS[(int) k];
    }
    double inverse = 1 / (k + 1);
    double square = inverse * inverse;
    return (k + .5) * Math.log(k + 1)
        - (k + 1)
        + .5 * Math.log(2 * Math.PI)
        + inverse * (1. / 12 - square * (1. / 360 - square * (1. / 1260 - square / 1680)));
  }
}

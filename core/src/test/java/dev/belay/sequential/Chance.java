package dev.belay.sequential;

import java.util.SplittableRandom;

/** Seeded draws for simulations. */
final class Chance {

  private Chance() {}

  /** A binomial number by inversion, for {@code trials * rate} up to a few hundred. */
  static int binomial(SplittableRandom random, int trials, double rate) {
    double left = random.nextDouble();
    double mass = Math.exp(trials * Math.log1p(-rate));
    double odds = rate / (1 - rate);
    int events = 0;
    while (left >= mass && events < trials) {
      left -= mass;
      mass *= odds * (trials - events) / (events + 1);
      events++;
    }
    return events;
  }
}

package dev.belay.benchmarks.comparison;

import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Refuses a contender that does not give the candidate ten percent of the keys, or moves a key. */
final class SplitCheck {

  // The share of a right contender has a standard deviation of sqrt(.1 * .9 / 400 000) = .000474.
  // 9.8 and 10.2 % are 4.2 of them away: it is refused once in 40 000 times. The keys are
  // distinct: two of 26^16 texts are the same once in 5 * 10^11 times.
  private static final int KEYS = 400_000;
  private static final double LEAST = 9.8;
  private static final double MOST = 10.2;

  private SplitCheck() {}

  static void require(Object contender, KeyKind kind, Predicate<String> candidate) {
    SplittableRandom random = new SplittableRandom(2);
    int hits = 0;
    for (int i = 0; i < KEYS; i++) {
      String key = kind.draw(random);
      boolean hit = candidate.test(key);
      if (hit != candidate.test(key)) {
        throw new IllegalStateException(
            contender + " must keep a key where it is, but moved '" + key + "'");
      }
      hits += hit ? 1 : 0;
    }
    double percent = 100.0 * hits / KEYS;
    if (!(percent >= LEAST && percent <= MOST)) {
      throw new IllegalStateException(contender + " must give the candidate " + LEAST + " to "
          + MOST + " % of " + KEYS + " keys, but gave " + percent);
    }
  }
}

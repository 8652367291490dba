package dev.belay.benchmarks;

import java.util.SplittableRandom;

/** The keys of requests. */
final class Keys {

  private Keys() {}

  /** Letters at random, of the 26 that begin with one. */
  static String text(SplittableRandom random, int length, char first) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (first + random.nextInt(26)));
    }
    return text.toString();
  }
}

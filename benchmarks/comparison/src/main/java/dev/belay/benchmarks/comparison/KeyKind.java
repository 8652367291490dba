package dev.belay.benchmarks.comparison;

import java.util.SplittableRandom;

/** What keys look like. */
public enum KeyKind {
  /** 16 letters. */
  ASCII_16(16, 'a'),
  /** As long as a UUID. */
  ASCII_36(36, 'a'),
  /** Long. */
  ASCII_200(200, 'a'),
  /** 16 letters of two bytes each. */
  UMLAUTS_16(16, '\u00e0');

  /** How many keys are used in turn: more than a branch predictor can learn. A power of two. */
  static final int MANY = 4_096;

  private final int length;
  private final char first;

  KeyKind(int length, char first) {
    this.length = length;
    this.first = first;
  }

  /** The keys that are measured, always the same. */
  String[] keys() {
    SplittableRandom random = new SplittableRandom(1);
    String[] keys = new String[MANY];
    for (int i = 0; i < MANY; i++) {
      keys[i] = draw(random);
    }
    return keys;
  }

  /** One key. */
  String draw(SplittableRandom random) {
    StringBuilder key = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      key.append((char) (first + random.nextInt(26)));
    }
    return key.toString();
  }
}

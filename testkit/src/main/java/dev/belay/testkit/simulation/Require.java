package dev.belay.testkit.simulation;

import java.time.Duration;

/** Refuses what cannot be simulated. */
final class Require {

  private static final Duration YEAR = Duration.ofDays(365);

  private Require() {}

  static Duration atLeastZero(String name, Duration value) {
    if (value.isNegative() || value.compareTo(YEAR) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least zero and at most " + YEAR + ", but was " + value);
    }
    return value;
  }

  static Duration aboveZero(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(YEAR) > 0) {
      throw new IllegalArgumentException(
          name + " must be above zero and at most " + YEAR + ", but was " + value);
    }
    return value;
  }
}

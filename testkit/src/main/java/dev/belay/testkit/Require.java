package dev.belay.testkit;

import java.time.Duration;

/** Refuses scripts that cannot be. */
final class Require {

  /** The longest that one call may be scripted to take. */
  static final Duration DAY = Duration.ofDays(1);

  /** The latest moment that a script may name. */
  static final Duration YEAR = Duration.ofDays(365);

  /** The most that anything may be multiplied by. */
  static final double LARGEST_FACTOR = 1_000_000;

  /** A rate that was not set. */
  static final double UNSET = -1;

  private static final double ROUNDING = 1e-9;

  private Require() {}

  static double closed(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be in [" + low + ", " + high + "], but was " + value);
    }
    return value;
  }

  static double open(String name, double value, double low, double high) {
    if (!(value > low && value < high)) {
      throw new IllegalArgumentException(
          name + " must be in (" + low + ", " + high + "), but was " + value);
    }
    return value;
  }

  static double factor(String name, double value) {
    return closed(name, value, 1, LARGEST_FACTOR);
  }

  /** A rate that was set must not be below the one that it raises. */
  static void raised(String name, double value, double base) {
    if (value != UNSET && value < base) {
      throw new IllegalArgumentException(
          name + " must be at least the failure rate " + base + " of the model, but was " + value);
    }
  }

  static long between(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + " must be in [" + low + ", " + high + "], but was " + value);
    }
    return value;
  }

  static Duration atLeastZero(String name, Duration value, Duration longest) {
    if (value.isNegative() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least zero and at most " + longest + ", but was " + value);
    }
    return value;
  }

  static Duration aboveZero(String name, Duration value, Duration longest) {
    if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be above zero and at most " + longest + ", but was " + value);
    }
    return value;
  }

  static double[] weights(String name, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(name + " must be at least one, but were none");
    }
    double sum = 0;
    for (double value : values) {
      sum += closed(name, value, 0, 1);
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException(
          name + " must be a list that sums to 1, but was a list that sums to " + sum);
    }
    return values.clone();
  }
}

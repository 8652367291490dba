package dev.belay.sequential;

/** Refuses counts that cannot be. */
final class Counts {

  private Counts() {}

  static void check(double trials, double events) {
    if (!(trials >= 0 && trials < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("trials must be at least 0 and finite, but was " + trials);
    }
    if (!(events >= 0 && events <= trials)) {
      throw new IllegalArgumentException(
          "events must be in [0, trials = " + trials + "], but was " + events);
    }
  }

  static void pairs(long pairs, long onlyArm, long onlyBase, long both) {
    if (pairs < 0) {
      throw new IllegalArgumentException("pairs must be at least 0, but was " + pairs);
    }
    if (onlyArm < 0 || onlyBase < 0 || both < 0 || both > pairs - onlyArm - onlyBase) {
      throw new IllegalArgumentException(
          "onlyArm, onlyBase and both must be at least 0 and together at most pairs = " + pairs
              + ", but were " + onlyArm + ", " + onlyBase + " and " + both);
    }
  }

  static double probability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in (0, 1), but was " + value);
    }
    return value;
  }

  static double inRange(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must be in [" + least + ", " + most + "], but was " + value);
    }
    return value;
  }

  static double atLeastZero(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, but was " + value);
    }
    return value;
  }

  static double aboveZero(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, but was " + value);
    }
    return value;
  }

  /** The sum of {@code length} counts, none of them negative. */
  static double total(String name, long[] counts, int length) {
    length(name, counts.length, length);
    double total = 0;
    for (int i = 0; i < length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException(
            name + " must be at least 0, but was " + counts[i] + " at index " + i);
      }
      total += counts[i];
    }
    return total;
  }

  static void length(String name, int length, int wanted) {
    if (length != wanted) {
      throw new IllegalArgumentException(
          name + " must have length " + wanted + ", but was " + length);
    }
  }
}

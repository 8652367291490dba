package dev.belay.health;

/** Refuses settings that are out of range. */
final class Range {

  private Range() {}

  static double closed(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be in [" + low + ", " + high + "], but was " + value);
    }
    return value;
  }

  static double above(String name, double value, double low, double high) {
    if (!(value > low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be in (" + low + ", " + high + "], but was " + value);
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

  /** A margin must be above its tolerance, or both answers could be wrong at once. */
  static void ordered(double tolerance, double margin) {
    if (margin <= tolerance) {
      throw new IllegalArgumentException(
          "margin must be above tolerance = " + tolerance + ", but was " + margin);
    }
  }
}

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

  static double probability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in (0, 1), but was " + value);
    }
    return value;
  }
}

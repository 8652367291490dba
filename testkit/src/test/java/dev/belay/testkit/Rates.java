package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Judges what happens by chance. Tests are seeded, so a test that passes once passes always. */
final class Rates {

  /** A right implementation would fail with less than one in a million other seeds. */
  private static final double DEVIATIONS = 5;

  private Rates() {}

  /** Asserts that events are as frequent as they should be, by the normal approximation of the binomial distribution. */
  static void assertRate(double expected, long events, long calls) {
    double deviation = Math.sqrt(calls * expected * (1 - expected));
    double off = Math.abs(events - calls * expected);
    assertTrue(
        off <= DEVIATIONS * deviation,
        () -> events + " of " + calls + " are not " + expected + ", by " + off / deviation
            + " deviations");
  }
}

package dev.belay.testkit;

import java.time.Duration;

/** A rise from 0 to 1 that begins at a moment and takes a while: steadily, or in equal steps. */
record Ramp(long fromNanos, long overNanos, int steps) {

  static final int STEADY = 0;

  static Ramp steady(Duration from, Duration over) {
    return new Ramp(
        Require.atLeastZero("from", from, Require.YEAR).toNanos(),
        Require.atLeastZero("over", over, Require.YEAR).toNanos(),
        STEADY);
  }

  Ramp inSteps(int count) {
    return new Ramp(fromNanos, overNanos, count);
  }

  /** How far it has risen, in [0, 1]. */
  double at(long elapsedNanos) {
    long since = elapsedNanos - fromNanos;
    if (since < 0) {
      return 0;
    }
    if (since >= overNanos) {
      return 1;
    }
    double part = (double) since / overNanos;
    return steps == STEADY ? part : Math.floor(part * steps) / steps;
  }
}

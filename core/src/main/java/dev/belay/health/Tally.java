package dev.belay.health;

import dev.belay.evidence.CallCounts;

/** The calls that a monitor has seen so far. */
final class Tally {

  private CallCounts counts = CallCounts.NONE;

  void add(CallCounts more) {
    counts = counts.plus(more);
  }

  CallCounts counts() {
    return counts;
  }

  double[] save() {
    return new double[] {counts.requests(), counts.failures()};
  }

  void restore(double[] saved) {
    counts = new CallCounts((long) saved[0], (long) saved[1]);
  }
}

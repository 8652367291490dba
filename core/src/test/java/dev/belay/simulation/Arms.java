package dev.belay.simulation;

/** The calls of both arms in an interval, sorted into buckets or classes. */
final class Arms {

  private final long[] calls;
  private final long[] stableCalls;

  Arms(long[] calls, long[] stableCalls) {
    this.calls = calls;
    this.stableCalls = stableCalls;
  }

  /** Calls of the candidate, not copied. */
  long[] calls() {
    return calls;
  }

  /** Calls of the stable version, not copied. */
  long[] stableCalls() {
    return stableCalls;
  }
}

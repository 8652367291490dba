package dev.belay.simulation;

/**
 * What both arms did in one closed interval: the same for every rule that looks at it.
 *
 * @param seconds length of the interval
 * @param calls calls of the candidate
 * @param failures failed calls of the candidate
 * @param stableCalls calls of the stable version
 * @param stableFailures failed calls of the stable version
 */
record Interval(int seconds, long calls, long failures, long stableCalls, long stableFailures) {

  static final Interval NOTHING = new Interval(0, 0, 0, 0, 0);

  Interval plus(Interval other) {
    return new Interval(
        seconds + other.seconds,
        calls + other.calls,
        failures + other.failures,
        stableCalls + other.stableCalls,
        stableFailures + other.stableFailures);
  }

  double failureRate() {
    return calls == 0 ? 0 : (double) failures / calls;
  }

  double stableFailureRate() {
    return stableCalls == 0 ? 0 : (double) stableFailures / stableCalls;
  }
}

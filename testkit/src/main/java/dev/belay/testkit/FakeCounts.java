package dev.belay.testkit;

/**
 * The calls of one version of a fake endpoint at one moment.
 *
 * @param calls that have begun
 * @param answers calls that were answered
 * @param failures calls that failed, for whatever reason
 */
public record FakeCounts(long calls, long answers, long failures) {

  /**
   * Counts the calls that have begun and not ended.
   *
   * @return calls
   */
  public long inFlight() {
    return calls - answers - failures;
  }
}

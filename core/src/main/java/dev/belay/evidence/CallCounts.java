package dev.belay.evidence;

/**
 * How many calls were completed, and how many of them failed.
 *
 * @param requests completed calls, at least 0
 * @param failures failed calls, in [0, requests]
 */
public record CallCounts(long requests, long failures) {

  /** No calls. */
  public static final CallCounts NONE = new CallCounts(0, 0);

  /**
   * Checks the counts.
   *
   * @param requests completed calls, at least 0
   * @param failures failed calls, in [0, requests]
   * @throws IllegalArgumentException if a count is outside its range
   */
  public CallCounts {
    if (requests < 0) {
      throw new IllegalArgumentException("requests must be at least 0, but was " + requests);
    }
    if (failures < 0 || failures > requests) {
      throw new IllegalArgumentException(
          "failures must be in [0, requests = " + requests + "], but was " + failures);
    }
  }

  /**
   * Adds two counts.
   *
   * @param other other calls
   * @return the calls of both
   */
  public CallCounts plus(CallCounts other) {
    return new CallCounts(requests + other.requests, failures + other.failures);
  }

  /**
   * Takes the growth since an earlier reading of the same counters.
   *
   * @param earlier the earlier reading
   * @return the calls in between
   * @throws IllegalArgumentException if the other reading is not an earlier one
   */
  public CallCounts minus(CallCounts earlier) {
    return new CallCounts(requests - earlier.requests, failures - earlier.failures);
  }

  /**
   * Returns the part of the calls that failed.
   *
   * @return failures by requests, NaN without requests
   */
  public double failureRate() {
    return (double) failures / requests;
  }

  /** Returns the counts as people read them, for example {@code 12 of 480 failed (2.50 %)}. */
  @Override
  public String toString() {
    return requests == 0
        ? "no calls"
        : String.format(
            java.util.Locale.ROOT,
            "%,d of %,d failed (%.2f %%)",
            failures,
            requests,
            100 * failureRate());
  }
}

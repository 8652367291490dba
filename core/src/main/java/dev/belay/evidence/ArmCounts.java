package dev.belay.evidence;

/**
 * The calls of one version, apart by how they were assigned to it.
 *
 * <p>The difference matters to a comparison. A random assignment makes both versions see the same mix of requests. A
 * sticky one gives each user's requests to one version, so the difference between the versions contains a difference
 * between the users that more requests do not average out.
 *
 * @param random calls that were assigned at random, each by itself
 * @param sticky calls that were assigned by a key
 */
public record ArmCounts(CallCounts random, CallCounts sticky) {

  /** No calls. */
  public static final ArmCounts NONE = new ArmCounts(CallCounts.NONE, CallCounts.NONE);

  /**
   * Returns all calls.
   *
   * @return the random and the sticky ones together
   */
  public CallCounts all() {
    return random.plus(sticky);
  }

  /**
   * Adds two counts.
   *
   * @param other other calls
   * @return the calls of both
   */
  public ArmCounts plus(ArmCounts other) {
    return new ArmCounts(random.plus(other.random), sticky.plus(other.sticky));
  }

  /**
   * Takes the growth since an earlier reading of the same counters.
   *
   * @param earlier the earlier reading
   * @return the calls in between
   * @throws IllegalArgumentException if the other reading is not an earlier one
   */
  public ArmCounts minus(ArmCounts earlier) {
    return new ArmCounts(random.minus(earlier.random), sticky.minus(earlier.sticky));
  }
}

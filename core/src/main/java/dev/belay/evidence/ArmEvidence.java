package dev.belay.evidence;

/**
 * What one version did in an interval.
 *
 * @param random calls that were assigned at random, each by itself
 * @param sticky calls that were assigned by a key
 * @param buckets the sticky calls by the bucket of their key
 * @param inFlight calls that were running at the end of the interval, at least 0
 */
public record ArmEvidence(
    CallEvidence random, CallEvidence sticky, BucketCounts buckets, long inFlight) {

  /** Nothing. */
  public static final ArmEvidence NONE = of(ArmCounts.NONE);

  /**
   * Makes evidence of which only the counts are known.
   *
   * @param counts calls and failures
   * @return the evidence
   */
  public static ArmEvidence of(ArmCounts counts) {
    return new ArmEvidence(
        CallEvidence.of(counts.random()), CallEvidence.of(counts.sticky()), BucketCounts.NONE, 0);
  }

  /**
   * Makes evidence of calls that were all assigned at random.
   *
   * @param random the calls
   * @return the evidence
   */
  public static ArmEvidence random(CallEvidence random) {
    return new ArmEvidence(random, CallEvidence.NONE, BucketCounts.NONE, 0);
  }

  /**
   * Returns calls and failures.
   *
   * @return the counts
   */
  public ArmCounts counts() {
    return new ArmCounts(random.counts(), sticky.counts());
  }

  /**
   * Adds what followed.
   *
   * @param next the next interval
   * @return both, with the calls in flight at the end of the next
   */
  public ArmEvidence plus(ArmEvidence next) {
    return new ArmEvidence(
        random.plus(next.random),
        sticky.plus(next.sticky),
        buckets.plus(next.buckets),
        next.inFlight);
  }
}

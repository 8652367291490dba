package dev.belay.evidence;

/**
 * What the calls of one version came to, of those that were assigned in one way.
 *
 * @param counts calls and failures
 * @param latencies how long they took
 * @param scores quality scores that became known, possibly of calls long ago
 * @param predictions what was predicted
 */
public record CallEvidence(
    CallCounts counts, LatencyHistogram latencies, ScoreSums scores, PredictionCounts predictions) {

  /** No calls. */
  public static final CallEvidence NONE = of(CallCounts.NONE);

  /**
   * Makes evidence of which only the counts are known.
   *
   * @param counts calls and failures
   * @return the evidence
   */
  public static CallEvidence of(CallCounts counts) {
    return new CallEvidence(counts, LatencyHistogram.NONE, ScoreSums.NONE, PredictionCounts.NONE);
  }

  /**
   * Adds two.
   *
   * @param other other calls
   * @return the evidence of both
   */
  public CallEvidence plus(CallEvidence other) {
    return new CallEvidence(
        counts.plus(other.counts),
        latencies.plus(other.latencies),
        scores.plus(other.scores),
        predictions.plus(other.predictions));
  }
}

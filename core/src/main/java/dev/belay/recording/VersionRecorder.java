package dev.belay.recording;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyHistogram;

/**
 * What the calls of one version came to, apart from how many there were: latencies, scores and predictions, over all stages.
 * Thread-safe; recording allocates nothing and never waits.
 */
public final class VersionRecorder {

  private final LatencyRecorder latencies = new LatencyRecorder();
  private final ScoreRecorder scores = new ScoreRecorder();
  private final PredictionRecorder predictions = new PredictionRecorder();

  /** A recorder with nothing in it. */
  public VersionRecorder() {}

  void completed(long elapsedNanos) {
    latencies.record(elapsedNanos);
  }

  void scored(double score) {
    scores.record(score);
  }

  void predicted(int index) {
    predictions.record(index);
  }

  void predicted(double score) {
    predictions.record(score);
  }

  /**
   * Reads the growth since the last call. One reader at a time.
   *
   * @param counts how many calls have completed since
   * @return the evidence of these calls
   */
  public CallEvidence take(CallCounts counts) {
    return new CallEvidence(
        counts,
        counts.requests() == 0 ? LatencyHistogram.NONE : latencies.take(),
        scores.take(),
        predictions.take());
  }

  /**
   * Reads all latencies since this recorder was made.
   *
   * @return a copy
   */
  public LatencyHistogram latencies() {
    return latencies.histogram();
  }
}

package dev.belay.recording;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one version came to, apart from how many there were: latencies, scores and predictions, over all stages.
 * Thread-safe; recording never waits, and allocates nothing but the counters of scores or predictions, with the first one.
 */
public final class VersionRecorder {

  private final LatencyRecorder latencies = new LatencyRecorder();
  private final FirstUse<ScoreRecorder> scores = new FirstUse<>(ScoreRecorder::new);
  private final FirstUse<PredictionRecorder> predictions = new FirstUse<>(PredictionRecorder::new);

  /** A recorder with nothing in it. */
  public VersionRecorder() {}

  /** Counts the latency of a call, and the call in other counters. */
  void completed(long elapsedNanos, Stripes calls, int outcome) {
    latencies.record(elapsedNanos, calls, outcome);
  }

  void scored(double score) {
    scores.get().record(score);
  }

  void predicted(int index) {
    predictions.get().record(index);
  }

  void predicted(double score) {
    predictions.get().record(score);
  }

  /**
   * Reads the growth since the last call. One reader at a time.
   *
   * @param counts how many calls have completed since
   * @return the evidence of these calls
   */
  public CallEvidence take(CallCounts counts) {
    @Nullable ScoreRecorder scored = scores.ifUsed();
    @Nullable PredictionRecorder predicted = predictions.ifUsed();
    return new CallEvidence(
        counts,
        counts.requests() == 0 ? LatencyHistogram.NONE : latencies.take(),
        scored == null ? ScoreSums.NONE : scored.take(),
        predicted == null ? PredictionCounts.NONE : predicted.take());
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

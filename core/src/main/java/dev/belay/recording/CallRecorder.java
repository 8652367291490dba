package dev.belay.recording;

import dev.belay.evidence.CallCounts;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of one route: one version in one stage. Thread-safe; recording allocates nothing and never waits. */
public final class CallRecorder {

  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;

  private final Stripes calls = new Stripes(2);
  private final @Nullable VersionRecorder version;

  /**
   * A recorder with nothing in it.
   *
   * @param version where latencies, scores and predictions go, null for nowhere
   */
  public CallRecorder(@Nullable VersionRecorder version) {
    this.version = version;
  }

  /**
   * Counts a success.
   *
   * @param elapsedNanos how long the call took, at least 0
   */
  public void succeeded(long elapsedNanos) {
    count(SUCCEEDED, elapsedNanos);
  }

  /**
   * Counts a failure.
   *
   * @param elapsedNanos how long the call took, at least 0
   */
  public void failed(long elapsedNanos) {
    count(FAILED, elapsedNanos);
  }

  private void count(int outcome, long elapsedNanos) {
    if (version == null) {
      calls.increment(outcome);
    } else {
      version.completed(elapsedNanos, calls, outcome);
    }
  }

  /**
   * Adds a quality score.
   *
   * @param score in [0, 1]; anything else is counted as rejected
   */
  public void scored(double score) {
    if (version != null) {
      version.scored(score);
    }
  }

  /**
   * Counts a predicted class.
   *
   * @param index in [0, {@link dev.belay.evidence.PredictionCounts#CLASSES}); anything else is counted as rejected
   */
  public void predicted(int index) {
    if (version != null) {
      version.predicted(index);
    }
  }

  /**
   * Counts a predicted score by its bin.
   *
   * @param score in [0, 1]; anything else is counted as rejected
   */
  public void predicted(double score) {
    if (version != null) {
      version.predicted(score);
    }
  }

  /**
   * Reads what has been counted since this recorder was made.
   *
   * @return the counts, failures never above requests
   */
  public CallCounts counts() {
    long failed = calls.sum(FAILED);
    return new CallCounts(failed + calls.sum(SUCCEEDED), failed);
  }
}

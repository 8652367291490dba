package dev.belay.recording;

import dev.belay.evidence.CallCounts;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of one route: one version in one stage. Thread-safe; recording allocates nothing and never waits. */
public final class CallRecorder {

  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;

  private final Stripes calls = new Stripes(2);
  private final @Nullable LatencyRecorder latencies;

  /**
   * A recorder with nothing in it.
   *
   * @param latencies where latencies go as well, null for nowhere
   */
  public CallRecorder(@Nullable LatencyRecorder latencies) {
    this.latencies = latencies;
  }

  /**
   * Counts a success.
   *
   * @param elapsedNanos how long the call took, at least 0
   */
  public void succeeded(long elapsedNanos) {
    calls.increment(SUCCEEDED);
    if (latencies != null) {
      latencies.record(elapsedNanos);
    }
  }

  /**
   * Counts a failure.
   *
   * @param elapsedNanos how long the call took, at least 0
   */
  public void failed(long elapsedNanos) {
    calls.increment(FAILED);
    if (latencies != null) {
      latencies.record(elapsedNanos);
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

package dev.belay.testkit;

import org.jspecify.annotations.Nullable;

/**
 * What one call comes to, decided when it begins.
 *
 * @param latencyNanos how long it takes
 * @param failure how it fails, null if it is answered
 * @param cause why it fails, in words
 * @param score the score of the answer, meaningless if it fails
 * @param predictedClass the class of the answer, meaningless if it fails
 */
record Outcome(
    long latencyNanos,
    @Nullable FailureKind failure,
    String cause,
    double score,
    int predictedClass) {

  static Outcome failed(long latencyNanos, FailureKind kind, String cause) {
    return new Outcome(latencyNanos, kind, cause, 0, 0);
  }

  static Outcome answered(long latencyNanos, double score, int predictedClass) {
    return new Outcome(latencyNanos, null, "", score, predictedClass);
  }

  /** Whether half of an answer is there as soon as the call begins, and the rest never comes. */
  boolean stalls() {
    return failure != null && failure.form() == FailureKind.Form.STALLED_BODY;
  }
}

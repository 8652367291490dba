package dev.belay.testkit;

import java.time.Duration;
import java.util.List;

/** Which scores a fake model answers with, and how they drift. Immutable. */
public final class FakeScores {

  private static final Ramp NEVER = new Ramp(Long.MAX_VALUE, 0, Ramp.STEADY);

  private final Shape shape;
  private final double shift;
  private final Ramp drift;

  private FakeScores(Shape shape, double shift, Ramp drift) {
    this.shape = shape;
    this.shift = shift;
    this.drift = drift;
  }

  /** A score out of two uniform values. */
  @FunctionalInterface
  private interface Shape {
    double score(double uniform, double angle);
  }

  /**
   * Every answer has the same score.
   *
   * @param score in [0, 1]
   * @return the scores
   * @throws IllegalArgumentException if the score is out of range
   */
  public static FakeScores constant(double score) {
    Require.closed("score", score, 0, 1);
    return of((uniform, angle) -> score);
  }

  /**
   * Scores are normally distributed, and what falls outside [0, 1] becomes 0 or 1.
   *
   * @param mean in [0, 1]
   * @param deviation the standard deviation, in [0, 1]
   * @return the scores
   * @throws IllegalArgumentException if a value is out of range
   */
  public static FakeScores normal(double mean, double deviation) {
    Require.closed("mean", mean, 0, 1);
    Require.closed("deviation", deviation, 0, 1);
    return of((uniform, angle) -> mean + deviation * Draws.normal(uniform, angle));
  }

  /**
   * Each answer has one of the scores of a list, all equally likely.
   *
   * @param samples at least one, each in [0, 1]
   * @return the scores
   * @throws IllegalArgumentException if the list is empty or a sample is out of range
   */
  public static FakeScores ofSamples(List<Double> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples must be at least one, but were none");
    }
    double[] scores = samples.stream()
        .mapToDouble(sample -> Require.closed("samples", sample, 0, 1))
        .toArray();
    return of((uniform, angle) -> scores[Draws.index(uniform, scores.length)]);
  }

  private static FakeScores of(Shape shape) {
    return new FakeScores(shape, 0, NEVER);
  }

  /**
   * The same scores, drifting: from a moment on they move steadily by up to a shift, and then stay there. What leaves [0, 1]
   * becomes 0 or 1. A drift that was set before is replaced.
   *
   * @param by how far in the end, in [-1, 1]
   * @param from when it begins, after the endpoint was made; at least zero, at most 365 days
   * @param over how long it takes, at least zero, which is a jump, and at most 365 days
   * @return the drifting scores
   * @throws IllegalArgumentException if a value is out of range
   */
  public FakeScores drifting(double by, Duration from, Duration over) {
    return new FakeScores(shape, Require.closed("by", by, -1, 1), Ramp.steady(from, over));
  }

  double score(Draws draws, long elapsedNanos) {
    double score = shape.score(draws.score(), draws.scoreAngle()) + shift * drift.at(elapsedNanos);
    return Math.max(0, Math.min(1, score));
  }
}

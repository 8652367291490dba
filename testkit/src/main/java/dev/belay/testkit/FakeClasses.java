package dev.belay.testkit;

import java.time.Duration;

/** Which classes a fake model predicts, and how they drift. Immutable. */
public final class FakeClasses {

  /** As many as Belay counts apart. */
  private static final int MOST = 64;

  private final double[] before;
  private final double[] after;
  private final Ramp drift;

  private FakeClasses(double[] before, double[] after, Ramp drift) {
    this.before = before;
    this.after = after;
    this.drift = drift;
  }

  /**
   * Predicts each class with a probability of its own.
   *
   * @param weights the probabilities of the classes 0, 1, 2 and so on: 1 to 64, each in [0, 1], which sum to 1
   * @return the classes
   * @throws IllegalArgumentException if there are too few or too many, one is out of range, or they do not sum to 1
   */
  public static FakeClasses weights(double... weights) {
    double[] checked = checked(weights);
    return new FakeClasses(checked, checked, Ramp.steady(Duration.ZERO, Duration.ZERO));
  }

  /**
   * The same classes, drifting: from a moment on the weights move steadily to others, and then stay there. A drift that was set
   * before is replaced.
   *
   * @param from when it begins, after the endpoint was made; at least zero, at most 365 days
   * @param over how long it takes, at least zero, which is a jump, and at most 365 days
   * @param weights the probabilities in the end, as many as in the beginning, each in [0, 1], which sum to 1
   * @return the drifting classes
   * @throws IllegalArgumentException if a value is out of range, or there are not as many weights as before
   */
  public FakeClasses drifting(Duration from, Duration over, double... weights) {
    double[] checked = checked(weights);
    if (checked.length != before.length) {
      throw new IllegalArgumentException("weights must be " + before.length
          + ", as many as in the beginning, but were " + checked.length);
    }
    return new FakeClasses(before, checked, Ramp.steady(from, over));
  }

  private static double[] checked(double... weights) {
    Require.between("number of weights", weights.length, 1, MOST);
    return Require.weights("weights", weights);
  }

  int predicted(Draws draws, long elapsedNanos) {
    double part = drift.at(elapsedNanos);
    double[] now = new double[before.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = before[i] + part * (after[i] - before[i]);
    }
    return Draws.weighted(draws.predictedClass(), now);
  }
}

package dev.belay.advisor;

/** How much a failure that many callers see would hurt. From the strictest to the laxest. */
public enum Tolerance {
  /** It must not happen: at most 1 failure per step, at most 1 % to begin with, at most 5 % without a proof. */
  NONE(1, 100, 500, 10, 60),
  /** It would hurt: at most 5 failures per step, at most 5 % to begin with, at most 20 % without a proof. */
  LITTLE(5, 500, 2_000, 50, 30),
  /** It can be lived with: at most 20 failures per step, at most 10 % to begin with, at most 50 % without a proof. */
  SOME(20, 1_000, 5_000, 200, 10);

  private final double failuresPerStep;
  private final int largestFirstShare;
  private final int largestShare;
  private final int spareFailures;
  private final int stageSeconds;

  Tolerance(
      double failuresPerStep,
      int largestFirstShare,
      int largestShare,
      int spareFailures,
      int stageSeconds) {
    this.failuresPerStep = failuresPerStep;
    this.largestFirstShare = largestFirstShare;
    this.largestShare = largestShare;
    this.spareFailures = spareFailures;
    this.stageSeconds = stageSeconds;
  }

  /** What a step may cost before it is noticed, in failures. */
  double failuresPerStep() {
    return failuresPerStep;
  }

  /** What the candidate begins with at most, in basis points. */
  int largestFirstShare() {
    return largestFirstShare;
  }

  /** What a candidate that is not proven takes at most, in basis points. */
  int largestShare() {
    return largestShare;
  }

  /** How many failures the candidate may have beyond those that a healthy one has. */
  int spareFailures() {
    return spareFailures;
  }

  /** How long a share is held at least. */
  int stageSeconds() {
    return stageSeconds;
  }
}

package dev.belay.canary;

import dev.belay.BasisPoints;
import java.time.Duration;

/**
 * One stage of a canary: a share, and what must be met before the next stage.
 *
 * @param share the candidate's share in basis points, above 0 and below the whole
 * @param minDuration how long the stage lasts at least, from when the share is in force
 * @param minRequests how many requests routed to the candidate in this stage must have completed
 * @param needsApproval whether a named person must approve before the next stage
 */
public record CanaryStage(
    int share, Duration minDuration, long minRequests, boolean needsApproval) {

  /**
   * Checks the stage.
   *
   * @param share the candidate's share in basis points
   * @param minDuration how long the stage lasts at least
   * @param minRequests how many requests must have completed
   * @param needsApproval whether a named person must approve
   * @throws IllegalArgumentException if a value is out of range
   */
  public CanaryStage {
    if (share <= 0 || share >= BasisPoints.WHOLE) {
      throw new IllegalArgumentException(
          "share of a canary stage must be in (0, " + BasisPoints.WHOLE + ") basis points, but was "
              + share + (share == BasisPoints.WHOLE ? "; partial exposure comes first" : ""));
    }
    if (minDuration.isNegative()) {
      throw new IllegalArgumentException(
          "minDuration must be at least zero, but was " + minDuration);
    }
    if (minRequests < 0) {
      throw new IllegalArgumentException("minRequests must be at least 0, but was " + minRequests);
    }
  }

  /**
   * A stage with a percentage of the traffic, that asks for nothing yet.
   *
   * @param percent a percentage in (0, 100), a multiple of 0.01
   * @return the stage
   * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
   */
  public static CanaryStage percent(double percent) {
    return basisPoints(BasisPoints.ofPercent(percent));
  }

  /**
   * A stage with a number of basis points of the traffic, that asks for nothing yet.
   *
   * @param basisPoints a share in (0, {@value BasisPoints#WHOLE})
   * @return the stage
   * @throws IllegalArgumentException if the share is out of range
   */
  public static CanaryStage basisPoints(int basisPoints) {
    return new CanaryStage(basisPoints, Duration.ZERO, 0, false);
  }

  /**
   * Sets how long the stage lasts at least.
   *
   * @param duration at least zero
   * @return a changed copy
   * @throws IllegalArgumentException if the duration is negative
   */
  public CanaryStage lasting(Duration duration) {
    return new CanaryStage(share, duration, minRequests, needsApproval);
  }

  /**
   * Sets how many requests routed to the candidate in this stage must have completed.
   *
   * @param requests at least 0
   * @return a changed copy
   * @throws IllegalArgumentException if the number is negative
   */
  public CanaryStage withRequests(long requests) {
    return new CanaryStage(share, minDuration, requests, needsApproval);
  }

  /**
   * Asks for the approval of a named person.
   *
   * @return a changed copy
   */
  public CanaryStage withApproval() {
    return new CanaryStage(share, minDuration, minRequests, true);
  }
}

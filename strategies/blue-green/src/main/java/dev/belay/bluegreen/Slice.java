package dev.belay.bluegreen;

import dev.belay.BasisPoints;
import java.time.Duration;

/**
 * The one partial exposure before a cutover: a share, and what must be met before everything follows.
 *
 * @param share the candidate's share in basis points, in (0, {@value #LARGEST_SHARE}]
 * @param minDuration how long the slice lasts at least, from when the share is in force
 * @param minRequests how many requests routed to the candidate in the slice must have completed
 * @param needsApproval whether a named person must approve before the cutover
 */
public record Slice(int share, Duration minDuration, long minRequests, boolean needsApproval) {

  /** Half of the traffic, in basis points. */
  public static final int LARGEST_SHARE = BasisPoints.WHOLE / 2;

  /**
   * Checks the slice.
   *
   * @param share the candidate's share in basis points
   * @param minDuration how long the slice lasts at least
   * @param minRequests how many requests must have completed
   * @param needsApproval whether a named person must approve
   * @throws IllegalArgumentException if a value is out of range
   */
  public Slice {
    if (share <= 0 || share > LARGEST_SHARE) {
      throw new IllegalArgumentException("share of a slice must be in (0, " + LARGEST_SHARE
          + "] basis points, but was " + share
          + (share == BasisPoints.WHOLE ? "; a cutover of everything needs no slice" : ""));
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
   * A slice with a percentage of the traffic, that asks for nothing yet.
   *
   * @param percent a percentage in (0, 50], a multiple of 0.01
   * @return the slice
   * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
   */
  public static Slice percent(double percent) {
    return basisPoints(BasisPoints.ofPercent(percent));
  }

  /**
   * A slice with a number of basis points of the traffic, that asks for nothing yet.
   *
   * @param basisPoints a share in (0, {@value #LARGEST_SHARE}]
   * @return the slice
   * @throws IllegalArgumentException if the share is out of range
   */
  public static Slice basisPoints(int basisPoints) {
    return new Slice(basisPoints, Duration.ZERO, 0, false);
  }

  /**
   * Sets how long the slice lasts at least.
   *
   * @param duration at least zero
   * @return a changed copy
   * @throws IllegalArgumentException if the duration is negative
   */
  public Slice lasting(Duration duration) {
    return new Slice(share, duration, minRequests, needsApproval);
  }

  /**
   * Sets how many requests routed to the candidate in the slice must have completed.
   *
   * @param requests at least 0
   * @return a changed copy
   * @throws IllegalArgumentException if the number is negative
   */
  public Slice withRequests(long requests) {
    return new Slice(share, minDuration, requests, needsApproval);
  }

  /**
   * Asks for the approval of a named person.
   *
   * @return a changed copy
   */
  public Slice withApproval() {
    return new Slice(share, minDuration, minRequests, true);
  }
}

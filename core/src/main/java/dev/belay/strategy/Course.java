package dev.belay.strategy;

import dev.belay.BasisPoints;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a strategy is going to do, as far as that can be told before it begins: for the check of a plan, and for whoever wants
 * to read it. Immutable.
 *
 * @param legs the shares that a candidate takes before the cutover, in order; none for a cutover of everything at once
 * @param paced whether legs may be left out when the evidence allows more
 * @param cutover the share after the cutover, in basis points, in [1, {@value BasisPoints#WHOLE}]; less than the whole keeps a
 *     part on stable to compare with
 * @param bake how long the way back is kept after the cutover, at least zero
 */
public record Course(List<Leg> legs, boolean paced, int cutover, Duration bake) {

  /**
   * Checks the course.
   *
   * @param legs the shares before the cutover, in order
   * @param paced whether legs may be left out
   * @param cutover the share after the cutover, in basis points
   * @param bake how long the way back is kept after the cutover
   * @throws IllegalArgumentException if the cutover is out of range or the bake is negative
   */
  public Course {
    legs = List.copyOf(legs);
    BasisPoints.require("cutover", cutover);
    if (cutover == 0) {
      throw new IllegalArgumentException("cutover must be above 0 basis points, but was 0");
    }
    if (bake.isNegative()) {
      throw new IllegalArgumentException("bake must be at least zero, but was " + bake);
    }
  }

  /**
   * One exposure before the cutover.
   *
   * @param share the candidate's share in basis points, in (0, {@value BasisPoints#WHOLE}]; the {@linkplain dev.belay.PlanCheck
   *     check of a plan} says why it may not be the whole
   * @param atLeast how long it lasts at least, not negative
   * @param requests how many requests to the candidate it takes at least, not negative
   * @param approval whether it waits for a named person
   */
  public record Leg(int share, Duration atLeast, long requests, boolean approval) {

    /**
     * Checks the numbers.
     *
     * @param share the candidate's share in basis points
     * @param atLeast how long it lasts at least
     * @param requests how many requests to the candidate it takes at least
     * @param approval whether it waits for a named person
     * @throws IllegalArgumentException if a number is out of range
     */
    public Leg {
      if (share <= 0 || share > BasisPoints.WHOLE) {
        throw new IllegalArgumentException("share of a leg must be in (0, " + BasisPoints.WHOLE
            + "] basis points, but was " + share);
      }
      if (atLeast.isNegative()) {
        throw new IllegalArgumentException("atLeast must be at least zero, but was " + atLeast);
      }
      if (requests < 0) {
        throw new IllegalArgumentException("requests must be at least 0, but was " + requests);
      }
    }
  }

  /**
   * Lists every share that may be asked for.
   *
   * @return shares above 0 in basis points, the whole among them
   */
  public Set<Integer> shares() {
    Set<Integer> shares = new TreeSet<>();
    legs.forEach(leg -> shares.add(leg.share()));
    shares.add(cutover);
    shares.add(BasisPoints.WHOLE);
    return shares;
  }

  /**
   * Tells how long the course takes at least, whatever the evidence.
   *
   * @return the bake, and what the legs last if none may be left out
   */
  public Duration least() {
    Duration least = bake;
    if (!paced) {
      for (Leg leg : legs) {
        least = least.plus(leg.atLeast());
      }
    }
    return least;
  }

  /**
   * Returns the part that stays on stable after the cutover.
   *
   * @return basis points, 0 for none
   */
  public int holdBack() {
    return BasisPoints.WHOLE - cutover;
  }
}

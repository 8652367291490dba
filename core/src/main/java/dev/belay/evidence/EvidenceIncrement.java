package dev.belay.evidence;

import java.time.Instant;

/**
 * What was seen between two evaluations, with the split unchanged in between.
 *
 * <p>Every completed call is in exactly one increment of its rollout: the one in which it completed.
 *
 * @param attempt the attempt of the rollout that this belongs to, at least 1
 * @param share the candidate's share while it was gathered, in basis points
 * @param from when the interval began, inclusive
 * @param to when it ended, exclusive; not before {@code from}
 * @param stable calls of the stable version
 * @param candidate calls of the candidate
 */
public record EvidenceIncrement(
    int attempt, int share, Instant from, Instant to, ArmCounts stable, ArmCounts candidate) {

  /**
   * Checks the interval.
   *
   * @param attempt the attempt of the rollout that this belongs to, at least 1
   * @param share the candidate's share while it was gathered, in basis points
   * @param from when the interval began, inclusive
   * @param to when it ended, exclusive; not before {@code from}
   * @param stable calls of the stable version
   * @param candidate calls of the candidate
   * @throws IllegalArgumentException if the interval ends before it begins
   */
  public EvidenceIncrement {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "to must not be before from = " + from + ", but was " + to);
    }
  }

  /**
   * Tells whether nothing happened.
   *
   * @return true if no call completed
   */
  public boolean isEmpty() {
    return stable.all().requests() == 0 && candidate.all().requests() == 0;
  }
}

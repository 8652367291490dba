package dev.belay.evidence;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was seen between two evaluations, with the split unchanged in between.
 *
 * <p>Every completed call is in exactly one increment of its rollout: the one in which it completed.
 *
 * @param attempt the attempt of the rollout that this belongs to, at least 1
 * @param share the candidate's share while it was gathered, in basis points
 * @param from when the interval began, inclusive
 * @param to when it ended, exclusive; not before {@code from}
 * @param stable what the stable version did
 * @param candidate what the candidate did
 * @param assigned how random calls fell on the versions, for each share at which some were assigned
 */
public record EvidenceIncrement(
    int attempt,
    int share,
    Instant from,
    Instant to,
    ArmEvidence stable,
    ArmEvidence candidate,
    List<Assigned> assigned) {

  /**
   * Checks the interval.
   *
   * @param attempt the attempt of the rollout that this belongs to, at least 1
   * @param share the candidate's share while it was gathered, in basis points
   * @param from when the interval began, inclusive
   * @param to when it ended, exclusive; not before {@code from}
   * @param stable what the stable version did
   * @param candidate what the candidate did
   * @param assigned how random calls fell on the versions
   * @throws IllegalArgumentException if the interval ends before it begins
   */
  public EvidenceIncrement {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "to must not be before from = " + from + ", but was " + to);
    }
    assigned = List.copyOf(assigned);
  }

  /**
   * Makes an increment whose calls were all assigned at the share of the interval.
   *
   * @param attempt the attempt of the rollout that this belongs to, at least 1
   * @param share the candidate's share while it was gathered, in basis points
   * @param from when the interval began, inclusive
   * @param to when it ended, exclusive; not before {@code from}
   * @param stable what the stable version did
   * @param candidate what the candidate did
   * @return the increment
   * @throws IllegalArgumentException if the interval ends before it begins
   */
  public static EvidenceIncrement of(
      int attempt, int share, Instant from, Instant to, ArmEvidence stable, ArmEvidence candidate) {
    Assigned assigned = new Assigned(
        share, stable.random().counts().requests(), candidate.random().counts().requests());
    return new EvidenceIncrement(attempt, share, from, to, stable, candidate, List.of(assigned));
  }

  /**
   * Joins this interval with the one that followed.
   *
   * @param next the next interval of the same attempt, at the same share
   * @return one interval
   * @throws IllegalArgumentException if the share was another one
   */
  public EvidenceIncrement plus(EvidenceIncrement next) {
    if (next.share != share) {
      throw new IllegalArgumentException(
          "next must have the share " + share + ", but had " + next.share);
    }
    return new EvidenceIncrement(
        attempt,
        share,
        from,
        next.to,
        stable.plus(next.stable),
        candidate.plus(next.candidate),
        Stream.concat(assigned.stream(), next.assigned.stream()).toList());
  }

  /**
   * Tells whether nothing happened.
   *
   * @return true if no call completed
   */
  public boolean isEmpty() {
    return stable.counts().all().requests() == 0 && candidate.counts().all().requests() == 0;
  }
}

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
 * @param draw how often sticky keys had been drawn anew before, at least 0; the bucket counts of both versions are those of
 *     calls that were assigned in this draw, calls of earlier draws that complete late are in no bucket
 * @param steady whether the clock or a change of the share ended the interval; false if a failure of the candidate did
 * @param shadow pairs that became complete, of calls that stable answered and the candidate answered in its shadow
 */
public record EvidenceIncrement(
    int attempt,
    int share,
    Instant from,
    Instant to,
    ArmEvidence stable,
    ArmEvidence candidate,
    List<Assigned> assigned,
    int draw,
    boolean steady,
    PairCounts shadow) {

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
   * @param draw how often sticky keys had been drawn anew before, at least 0
   * @param steady whether the clock or a change of the share ended the interval
   * @param shadow pairs that became complete
   * @throws IllegalArgumentException if the interval ends before it begins or the draw is below 0
   */
  public EvidenceIncrement {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "to must not be before from = " + from + ", but was " + to);
    }
    if (draw < 0) {
      throw new IllegalArgumentException("draw must be at least 0, but was " + draw);
    }
    assigned = List.copyOf(assigned);
  }

  /**
   * Makes an increment without pairs.
   *
   * @param attempt the attempt of the rollout that this belongs to, at least 1
   * @param share the candidate's share while it was gathered, in basis points
   * @param from when the interval began, inclusive
   * @param to when it ended, exclusive; not before {@code from}
   * @param stable what the stable version did
   * @param candidate what the candidate did
   * @param assigned how random calls fell on the versions
   * @param draw how often sticky keys had been drawn anew before, at least 0
   * @param steady whether the clock or a change of the share ended the interval
   * @throws IllegalArgumentException if the interval ends before it begins or the draw is below 0
   */
  public EvidenceIncrement(
      int attempt,
      int share,
      Instant from,
      Instant to,
      ArmEvidence stable,
      ArmEvidence candidate,
      List<Assigned> assigned,
      int draw,
      boolean steady) {
    this(attempt, share, from, to, stable, candidate, assigned, draw, steady, PairCounts.NONE);
  }

  /**
   * Makes an increment of a rollout that never draws sticky keys anew.
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
  public EvidenceIncrement(
      int attempt,
      int share,
      Instant from,
      Instant to,
      ArmEvidence stable,
      ArmEvidence candidate,
      List<Assigned> assigned) {
    this(attempt, share, from, to, stable, candidate, assigned, 0, true);
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
   * Says in which draw of the sticky keys the interval was.
   *
   * @param number how often they had been drawn anew before, at least 0
   * @return the same interval in that draw
   * @throws IllegalArgumentException if the number is below 0
   */
  public EvidenceIncrement inDraw(int number) {
    return new EvidenceIncrement(
        attempt, share, from, to, stable, candidate, assigned, number, steady, shadow);
  }

  /**
   * Says that a failure of the candidate ended the interval, before its time.
   *
   * @return the same interval, not steady
   */
  public EvidenceIncrement cutShort() {
    return new EvidenceIncrement(
        attempt, share, from, to, stable, candidate, assigned, draw, false, shadow);
  }

  /**
   * Says which pairs became complete in the interval.
   *
   * @param pairs the pairs
   * @return the same interval with these pairs, in place of those that it had
   */
  public EvidenceIncrement withShadow(PairCounts pairs) {
    return new EvidenceIncrement(
        attempt, share, from, to, stable, candidate, assigned, draw, steady, pairs);
  }

  /**
   * Tells whether another interval can be joined with this one.
   *
   * @param next the next interval of the same attempt
   * @return true if it has the same share and the same draw of the sticky keys
   */
  public boolean joins(EvidenceIncrement next) {
    return next.share == share && next.draw == draw;
  }

  /**
   * Joins this interval with the one that followed.
   *
   * @param next the next interval of the same attempt, at the same share and of the same draw
   * @return one interval
   * @throws IllegalArgumentException if the share or the draw was another one
   */
  public EvidenceIncrement plus(EvidenceIncrement next) {
    if (!joins(next)) {
      throw new IllegalArgumentException("next must have the share " + share + " and the draw "
          + draw + ", but had " + next.share + " and " + next.draw);
    }
    return new EvidenceIncrement(
        attempt,
        share,
        from,
        next.to,
        stable.plus(next.stable),
        candidate.plus(next.candidate),
        Stream.concat(assigned.stream(), next.assigned.stream()).toList(),
        draw,
        next.steady,
        shadow.plus(next.shadow));
  }

  /**
   * Tells whether nothing happened.
   *
   * @return true if no call and no pair completed
   */
  public boolean isEmpty() {
    return stable.counts().all().requests() == 0
        && candidate.counts().all().requests() == 0
        && shadow.pairs() == 0;
  }
}

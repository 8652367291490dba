package dev.belay.engine;

import dev.belay.BasisPoints;
import dev.belay.evidence.Assigned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the calls that a target elsewhere has assigned fell on the versions, as far as it is certain at which share. They are counted
 * when they are reported, so a call counts only
 *
 * <ul>
 *   <li>if it was reported later after the confirmation of the split than any call lasts: then it was assigned at that share;
 *   <li>if no other split was wanted before it was reported;
 *   <li>if the split was looked at again, later, and found in force: then nobody else had changed it, unless for some seconds.
 * </ul>
 *
 * <p>At a share of nothing or the whole none counts, because one call that lasted too long would be a proof of a fault.
 */
final class ReportedSplit {

  private final Duration longestCall;
  private int share;
  private @Nullable Instant certainFrom;
  private long stable;
  private long candidate;
  private long unseenStable;
  private long unseenCandidate;
  private long askedStable;
  private long askedCandidate;
  private long seenStable;
  private long seenCandidate;

  ReportedSplit(Duration longestCall) {
    this.longestCall = longestCall;
  }

  /** A split is in force for certain, and every call is assigned by itself. */
  void confirmed(int shareNow, Instant now) {
    share = shareNow;
    boolean partly = shareNow > 0 && shareNow < BasisPoints.WHOLE;
    certainFrom = partly ? now.plus(longestCall) : null;
  }

  /** From here on another split may be in force, and may have been since the last look. */
  void uncertain() {
    certainFrom = null;
    unseenStable = 0;
    unseenCandidate = 0;
    askedStable = 0;
    askedCandidate = 0;
  }

  /** The target is asked now; what comes from here on needs another look. */
  void looked() {
    askedStable = unseenStable;
    askedCandidate = unseenCandidate;
  }

  /** The look has found the split in force. */
  void foundInForce() {
    seenStable += askedStable;
    seenCandidate += askedCandidate;
    unseenStable -= askedStable;
    unseenCandidate -= askedCandidate;
    askedStable = 0;
    askedCandidate = 0;
  }

  /** Takes what was reported up to now in this stage; the interval began at this moment. */
  void read(Instant from, long stableNow, long candidateNow) {
    if (certainFrom != null && !from.isBefore(certainFrom)) {
      unseenStable += stableNow - stable;
      unseenCandidate += candidateNow - candidate;
    }
    stable = stableNow;
    candidate = candidateNow;
  }

  /** A new stage has counters of its own. */
  void newStage() {
    uncertain();
    stable = 0;
    candidate = 0;
  }

  /** Hands out what has become certain since the last time. */
  Optional<Assigned> take() {
    if (seenStable + seenCandidate == 0) {
      return Optional.empty();
    }
    Assigned certain = new Assigned(share, seenStable, seenCandidate);
    seenStable = 0;
    seenCandidate = 0;
    return Optional.of(certain);
  }
}

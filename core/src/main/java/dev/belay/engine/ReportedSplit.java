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

  /** All of this stage. */
  private Calls read = Calls.NONE;

  /** Those that need a look. */
  private Calls unseen = Calls.NONE;

  /** Those that the look under way is for. */
  private Calls asked = Calls.NONE;

  /** Those that are certain, and not handed out yet. */
  private Calls certain = Calls.NONE;

  /** Calls of either version. */
  private record Calls(long stable, long candidate) {

    private static final Calls NONE = new Calls(0, 0);

    Calls plus(Calls more) {
      return new Calls(stable + more.stable, candidate + more.candidate);
    }

    Calls minus(Calls fewer) {
      return new Calls(stable - fewer.stable, candidate - fewer.candidate);
    }
  }

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
    unseen = Calls.NONE;
    asked = Calls.NONE;
  }

  /** The target is asked now; what comes from here on needs another look. */
  void looked() {
    asked = unseen;
  }

  /** The look has found the split in force. */
  void foundInForce() {
    certain = certain.plus(asked);
    unseen = unseen.minus(asked);
    asked = Calls.NONE;
  }

  /** Takes what was reported up to now in this stage; the interval began at this moment. */
  void read(Instant from, long stableNow, long candidateNow) {
    Calls now = new Calls(stableNow, candidateNow);
    if (certainFrom != null && !from.isBefore(certainFrom)) {
      unseen = unseen.plus(now.minus(read));
    }
    read = now;
  }

  /** A new stage has counters of its own. */
  void newStage() {
    uncertain();
    read = Calls.NONE;
  }

  /** Hands out what has become certain since the last time. */
  Optional<Assigned> take() {
    if (certain.equals(Calls.NONE)) {
      return Optional.empty();
    }
    Assigned assigned = new Assigned(share, certain.stable(), certain.candidate());
    certain = Calls.NONE;
    return Optional.of(assigned);
  }
}

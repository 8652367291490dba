package dev.belay.health;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.sequential.RateBounds;
import dev.belay.sequential.RatioConfidence;

/**
 * The bounds that people see and that steps are paced by: of the ratio of the failure rates, and of the failures that the
 * candidate adds.
 *
 * <p>Bounds are dear to compute and move slowly, so intervals of the same share are joined until they hold an eighth more
 * calls of the candidate than all before, and pairs of the shadow likewise. What has not been joined yet makes no bound wrong,
 * only a little older.
 *
 * <p>A call of stable that is one of a pair is among stable's own calls already, so pairs add to the candidate's calls and to
 * the ratio only.
 */
final class HarmBound {

  private static final double LEVEL = .05;
  private static final int PART = 8;

  private final RatioConfidence ratio = new RatioConfidence();
  private final Tally candidate = new Tally();
  private final Tally stable = new Tally();
  private final Tally sticky = new Tally();
  private int share;
  private CallCounts candidateJoined = CallCounts.NONE;
  private CallCounts stableJoined = CallCounts.NONE;
  private CallCounts stickyJoined = CallCounts.NONE;
  private PairCounts pairs = PairCounts.NONE;
  private PairCounts pairsJoined = PairCounts.NONE;
  private double lower;
  private double upper = Double.POSITIVE_INFINITY;
  private double harm = 1;
  private double ownRate = 1;

  void add(
      int shareNow,
      CallCounts candidateMore,
      CallCounts stableMore,
      CallCounts candidateStickyMore) {
    if (shareNow != share) {
      close();
      share = shareNow;
    }
    candidateJoined = candidateJoined.plus(candidateMore);
    stableJoined = stableJoined.plus(stableMore);
    addSticky(candidateStickyMore);
    if (grown(candidateJoined, candidate) && stableJoined.requests() > 0) {
      close();
    }
  }

  private void addSticky(CallCounts more) {
    if (more.requests() == 0) {
      return;
    }
    stickyJoined = stickyJoined.plus(more);
    if (grown(stickyJoined, sticky)) {
      sticky.add(stickyJoined);
      stickyJoined = CallCounts.NONE;
      compute();
    }
  }

  void addPairs(PairCounts more) {
    pairsJoined = pairsJoined.plus(more);
    if (pairsJoined.pairs() == 0 || pairsJoined.pairs() < pairs.pairs() / PART) {
      return;
    }
    ratio.updatePairs(
        pairsJoined.pairs(),
        pairsJoined.onlyCandidateFailed(),
        pairsJoined.onlyStableFailed(),
        pairsJoined.bothFailed());
    pairs = pairs.plus(pairsJoined);
    pairsJoined = PairCounts.NONE;
    closeLive();
    compute();
  }

  private static boolean grown(CallCounts joined, Tally before) {
    return joined.requests() > 0 && joined.requests() >= before.counts().requests() / PART;
  }

  private void close() {
    if (candidateJoined.requests() + stableJoined.requests() > 0) {
      closeLive();
      compute();
    }
  }

  private void closeLive() {
    ratio.update(
        candidateJoined.requests(),
        candidateJoined.failures(),
        stableJoined.requests(),
        stableJoined.failures());
    candidate.add(candidateJoined);
    stable.add(stableJoined);
    candidateJoined = CallCounts.NONE;
    stableJoined = CallCounts.NONE;
  }

  private void compute() {
    lower = ratio.lower(LEVEL);
    upper = ratio.upper(LEVEL);
    CallCounts random = candidate.counts().plus(pairs.candidate());
    CallCounts own = random.plus(sticky.counts());
    ownRate = RateBounds.upper(own.requests(), own.failures(), LEVEL / 2);
    harm = sticky.counts().requests() == 0
        ? ownRate
        : RateBounds.upper(random.requests(), random.failures(), LEVEL / 2);
    if (upper < Double.POSITIVE_INFINITY) {
      double stableRate =
          RateBounds.upper(stable.counts().requests(), stable.counts().failures(), LEVEL / 2);
      harm = Math.min(harm, Math.max(0, stableRate * (upper - 1)));
    }
  }

  double ratioLower() {
    return lower;
  }

  double ratioUpper() {
    return upper;
  }

  /** Failures that the candidate adds per request: at most its own rate, and at most the excess over stable's. */
  double harm() {
    return harm;
  }

  /** The failure rate of all its calls, the sticky ones and those in the shadow included, at most. */
  double ownRate() {
    return ownRate;
  }

  void addStates(States states) {
    states
        .add(ratio::save, ratio::restore)
        .add(candidate::save, candidate::restore)
        .add(stable::save, stable::restore)
        .add(sticky::save, sticky::restore)
        .add(this::save, this::restore);
  }

  private double[] save() {
    return new double[] {
      share,
      candidateJoined.requests(),
      candidateJoined.failures(),
      stableJoined.requests(),
      stableJoined.failures(),
      stickyJoined.requests(),
      stickyJoined.failures(),
      pairs.pairs(),
      pairs.onlyCandidateFailed(),
      pairs.onlyStableFailed(),
      pairs.bothFailed(),
      pairsJoined.pairs(),
      pairsJoined.onlyCandidateFailed(),
      pairsJoined.onlyStableFailed(),
      pairsJoined.bothFailed()
    };
  }

  /** The last part to be restored: the bounds follow from the others. */
  private void restore(double[] saved) {
    share = (int) saved[0];
    candidateJoined = new CallCounts((long) saved[1], (long) saved[2]);
    stableJoined = new CallCounts((long) saved[3], (long) saved[4]);
    stickyJoined = new CallCounts((long) saved[5], (long) saved[6]);
    pairs = pairs(saved, 7);
    pairsJoined = pairs(saved, 11);
    compute();
  }

  private static PairCounts pairs(double[] saved, int at) {
    return new PairCounts(
        (long) saved[at], (long) saved[at + 1], (long) saved[at + 2], (long) saved[at + 3], 0, 0);
  }
}

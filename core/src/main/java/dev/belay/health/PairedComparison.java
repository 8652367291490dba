package dev.belay.health;

import dev.belay.evidence.PairCounts;
import dev.belay.sequential.LinearNullTest;
import dev.belay.sequential.RequiredTrials;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the failures of both versions on the same requests, which stable answered and the candidate answered in its shadow.
 *
 * <p>Pairs come in complete sets: all that began in a period have ended before any of them is counted. So slow failures are not
 * missing, no time to settle is needed, and it does not matter what ended an interval.
 */
final class PairedComparison {

  /**
   * The part of the wealth that is bet at most. What stays is a floor: a healthy shadow takes 1 nat at most from the evidence
   * against a candidate that goes bad later, when it serves live calls.
   */
  private static final double MOST_BET = 1 - 1 / Math.E;

  private static final long FEWEST_FOR_ESTIMATE = 50;

  private final LinearNullTest rollback;
  private final LinearNullTest promotion;
  private final double ratio;
  private final double allowance;
  private PairCounts pairs = PairCounts.NONE;
  private double bet;

  PairedComparison(
      double rollbackRatio,
      double rollbackAllowance,
      double promotionRatio,
      double promotionAllowance) {
    rollback = LinearNullTest.above(rollbackRatio, rollbackAllowance);
    promotion = LinearNullTest.below(promotionRatio, promotionAllowance);
    ratio = promotionRatio;
    allowance = promotionAllowance;
    promotion.start(1);
  }

  /** Bets a part of the wealth against the candidate from the next pairs on, while there is some that may be bet. */
  void start(double weight) {
    double more = Math.min(weight, MOST_BET - bet);
    if (more > 0) {
      rollback.start(more);
      bet += more;
    }
  }

  void add(PairCounts more) {
    if (more.pairs() == 0) {
      return;
    }
    pairs = pairs.plus(failuresOf(more));
    rollback.updatePairs(
        more.pairs(), more.onlyCandidateFailed(), more.onlyStableFailed(), more.bothFailed());
    promotion.updatePairs(
        more.pairs(), more.onlyCandidateFailed(), more.onlyStableFailed(), more.bothFailed());
  }

  private static PairCounts failuresOf(PairCounts more) {
    return new PairCounts(
        more.pairs(), more.onlyCandidateFailed(), more.onlyStableFailed(), more.bothFailed(), 0, 0);
  }

  /** All pairs so far, without what was compared of their answers. */
  PairCounts pairs() {
    return pairs;
  }

  double logAgainst() {
    return pairs.pairs() == 0 ? 0 : rollback.logEvidence();
  }

  double logTowards() {
    return pairs.pairs() == 0 ? 0 : promotion.logEvidence();
  }

  /**
   * Pairs still needed at most by a candidate that fails as often as stable does, as separate calls at a half would be; NaN if
   * there is no telling.
   */
  double missing(double towards, double threshold, double falsePromotion) {
    if (pairs.pairs() < FEWEST_FOR_ESTIMATE) {
      return Double.NaN;
    }
    double rate = pairs.stable().failureRate();
    double total =
        RequiredTrials.below(rate, rate, .5, ratio, allowance, falsePromotion).mean();
    double left = 1 - towards / threshold;
    return Math.max(total - pairs.pairs(), total * Math.min(1, left) / 2);
  }

  /** For a sentence. */
  static String text(PairCounts pairs) {
    return String.format(
        Locale.ROOT,
        "in the shadow: candidate %s, stable %s, %,d pairs, %,d of them failed on both",
        pairs.candidate(),
        pairs.stable(),
        pairs.pairs(),
        pairs.bothFailed());
  }

  static void numbers(PairCounts pairs, Map<String, Double> numbers) {
    numbers.put("shadowPairs", (double) pairs.pairs());
    numbers.put("shadowOnlyCandidateFailed", (double) pairs.onlyCandidateFailed());
    numbers.put("shadowOnlyStableFailed", (double) pairs.onlyStableFailed());
    numbers.put("shadowBothFailed", (double) pairs.bothFailed());
  }

  void addStates(States states) {
    states
        .add(rollback::save, rollback::restore)
        .add(promotion::save, promotion::restore)
        .add(this::save, this::restore);
  }

  private double[] save() {
    return new double[] {
      pairs.pairs(), pairs.onlyCandidateFailed(), pairs.onlyStableFailed(), pairs.bothFailed(), bet
    };
  }

  private void restore(double[] saved) {
    pairs =
        new PairCounts((long) saved[0], (long) saved[1], (long) saved[2], (long) saved[3], 0, 0);
    bet = saved[4];
  }
}

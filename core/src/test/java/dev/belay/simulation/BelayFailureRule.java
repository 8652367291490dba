package dev.belay.simulation;

import dev.belay.sequential.AdaptiveRatioTest;
import dev.belay.sequential.LinearNullTest;

/**
 * Belay's rule for failures, on the tests that its signal uses: half of the rollback test's wealth is bet at the start, the
 * rest every ten minutes of the horizon; promotion waits while the evidence against the candidate is within a factor of five
 * of its threshold.
 */
final class BelayFailureRule implements Rule<Interval> {

  static final double TOLERANCE = .2;
  static final double MARGIN = .5;
  static final double ALLOWANCE = .001;

  private static final double WARNING_FACTOR = 5;
  private static final int RESTART_SECONDS = 600;

  private final AdaptiveRatioTest rollback = AdaptiveRatioTest.above(1 + TOLERANCE);
  private final LinearNullTest promotion = LinearNullTest.below(1 + MARGIN, ALLOWANCE);
  private final double rollbackThreshold;
  private final double promotionThreshold;
  private final int restarts;
  private long elapsed;
  private int started;

  /**
   * A rule that has seen nothing.
   *
   * @param falseRollback the promise for rollbacks, 0 for a rule that only promotes
   * @param falsePromotion the promise for promotions, 0 for a rule that only rolls back
   * @param horizonSeconds how long the rollout may take
   */
  BelayFailureRule(double falseRollback, double falsePromotion, long horizonSeconds) {
    rollbackThreshold = Math.log(1 / falseRollback);
    promotionThreshold = Math.log(1 / falsePromotion);
    restarts = (int) Math.max(1, horizonSeconds / RESTART_SECONDS);
    rollback.start(.5);
    promotion.start(1);
  }

  @Override
  public Verdict look(Interval interval) {
    int due = (int) Math.min(restarts, elapsed / RESTART_SECONDS);
    if (due > started) {
      rollback.start(.5 * (due - started) / restarts);
      started = due;
    }
    elapsed += interval.seconds();
    double against = 0;
    if (rollbackThreshold < Double.POSITIVE_INFINITY) {
      rollback.update(
          interval.calls(), interval.failures(), interval.stableCalls(), interval.stableFailures());
      against = rollback.logEvidence();
      if (against >= rollbackThreshold) {
        return Verdict.ROLL_BACK;
      }
    }
    if (promotionThreshold == Double.POSITIVE_INFINITY) {
      return Verdict.UNDECIDED;
    }
    promotion.update(
        interval.calls(), interval.failures(), interval.stableCalls(), interval.stableFailures());
    return promotion.logEvidence() >= promotionThreshold
            && against < rollbackThreshold - Math.log(WARNING_FACTOR)
        ? Verdict.PROMOTE
        : Verdict.UNDECIDED;
  }
}

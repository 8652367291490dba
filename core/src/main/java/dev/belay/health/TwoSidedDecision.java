package dev.belay.health;

/**
 * Turns the evidence of a rollback and a promotion test into a verdict, and remembers it.
 *
 * <p>Rollback is looked at first. A crossing is kept: the promise is about the evidence <em>ever</em> reaching its
 * threshold. A candidate is not called healthy while the evidence against it is within a factor of five of its threshold.
 */
final class TwoSidedDecision {

  private static final double WARNING_FACTOR = 5;

  private final double rollbackThreshold;
  private final double promotionThreshold;
  private boolean condemned;
  private boolean passed;

  TwoSidedDecision(SignalContext context) {
    rollbackThreshold = Math.log(1 / context.falseRollback());
    promotionThreshold = Math.log(1 / context.falsePromotion());
  }

  Verdict decide(double rollbackEvidence, double promotionEvidence) {
    condemned |= rollbackEvidence >= rollbackThreshold;
    passed |= promotionEvidence >= promotionThreshold;
    if (condemned) {
      return Verdict.UNHEALTHY;
    }
    boolean warned = rollbackEvidence >= rollbackThreshold - Math.log(WARNING_FACTOR);
    return passed && !warned ? Verdict.HEALTHY : Verdict.INSUFFICIENT;
  }

  double rollbackThreshold() {
    return rollbackThreshold;
  }

  double promotionThreshold() {
    return promotionThreshold;
  }

  double[] save() {
    return new double[] {condemned ? 1 : 0, passed ? 1 : 0};
  }

  void restore(double[] saved) {
    condemned = saved[0] != 0;
    passed = saved[1] != 0;
  }
}

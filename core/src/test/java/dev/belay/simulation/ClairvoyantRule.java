package dev.belay.simulation;

/**
 * A. Wald's sequential probability-ratio test by someone who knows both failure rates, and wants to know only whether the
 * candidate fails as often as it does or as often as tolerated. Nobody can run it: it is the yardstick.
 */
final class ClairvoyantRule implements Rule<Interval> {

  private final double failed;
  private final double succeeded;
  private final double threshold;
  private double evidence;

  /**
   * A test that has seen nothing.
   *
   * @param rate the candidate's failure rate
   * @param tolerated the largest failure rate that is tolerated
   * @param falseRollback error probability
   */
  ClairvoyantRule(double rate, double tolerated, double falseRollback) {
    failed = Math.log(rate / tolerated);
    succeeded = rate < 1 ? Math.log1p(-rate) - Math.log1p(-tolerated) : Double.NEGATIVE_INFINITY;
    threshold = Math.log(1 / falseRollback);
  }

  @Override
  public Verdict look(Interval interval) {
    long successes = interval.calls() - interval.failures();
    evidence += interval.failures() * failed + (successes == 0 ? 0 : successes * succeeded);
    return evidence >= threshold ? Verdict.ROLL_BACK : Verdict.UNDECIDED;
  }
}

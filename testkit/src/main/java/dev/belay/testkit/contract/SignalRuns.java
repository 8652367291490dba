package dev.belay.testkit.contract;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.testkit.FakeEvidence;
import java.util.function.Predicate;

/** Many rollouts, each with a seed of its own, and how often a signal errs in them. */
final class SignalRuns {

  /** As long as rollouts are, in which a signal is looked at after each increment. */
  private static final int INTERVALS = 40;

  private static final int PATIENCE = 300;
  private static final int CONDEMNATIONS = 20;
  private static final double DEVIATIONS = 4;

  private final SignalTrial trial;

  SignalRuns(SignalTrial trial) {
    this.trial = trial;
  }

  void requireFewFalseAlarms(FakeEvidence.Builder alike, int runs) {
    double promised = trial.context().falseRollback();
    double threshold = Math.log(1 / promised);
    requireFew(
        "a candidate that is like stable must be condemned",
        count(
            alike,
            runs,
            assessment -> assessment.verdict() == Verdict.UNHEALTHY
                || assessment.rollbackEvidence() >= threshold),
        runs,
        promised);
  }

  void requireFewFalsePasses(FakeEvidence.Builder bad, int runs) {
    double promised = trial.context().falsePromotion();
    double threshold = Math.log(1 / promised);
    requireFew(
        "a bad candidate must be passed",
        count(
            bad,
            runs,
            assessment -> assessment.verdict() == Verdict.HEALTHY
                || assessment.promotionEvidence() >= threshold),
        runs,
        promised);
  }

  private static void requireFew(String rule, int found, int runs, double promised) {
    double deviation = Math.sqrt(runs * promised * (1 - promised));
    int most = (int) Math.floor(runs * promised + DEVIATIONS * deviation);
    if (found > most) {
      throw new AssertionError(rule + " in at most " + promised + " of all rollouts, so in at most "
          + most + " of " + runs + ", but was in " + found);
    }
  }

  /** In how many rollouts an assessment is ever such a one. */
  private int count(FakeEvidence.Builder builder, int runs, Predicate<Assessment> ever) {
    int found = 0;
    for (int run = 1; run <= runs; run++) {
      if (ever(builder, run, INTERVALS, ever)) {
        found++;
      }
    }
    return found;
  }

  /** Whether an assessment is ever such a one, until the candidate is condemned, which ends a rollout. */
  private boolean ever(
      FakeEvidence.Builder builder, long seed, int intervals, Predicate<Assessment> wanted) {
    FakeEvidence evidence = trial.source(builder, seed);
    SignalMonitor monitor = trial.open();
    int interval = 0;
    while (interval < intervals) {
      EvidenceIncrement increment = evidence.next();
      Assessment assessment = SignalTrial.assess(monitor, increment);
      if (wanted.test(assessment)) {
        return true;
      }
      if (assessment.verdict() == Verdict.UNHEALTHY) {
        return false;
      }
      interval += increment.steady() ? 1 : 0;
    }
    return false;
  }

  void requireCondemnation(FakeEvidence.Builder bad) {
    for (int run = 1; run <= CONDEMNATIONS; run++) {
      if (!ever(bad, run, PATIENCE, assessment -> assessment.verdict() == Verdict.UNHEALTHY)) {
        throw new AssertionError("a bad candidate must be condemned within " + PATIENCE
            + " intervals, but was not with seed " + run);
      }
    }
  }
}

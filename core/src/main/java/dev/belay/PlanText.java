package dev.belay;

import dev.belay.health.HealthSignal;
import dev.belay.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans and policies in words, with every setting that a decision depends on, and always in the same words. */
final class PlanText {

  private static final int LONGEST_DESCRIPTION = 1_000;

  private PlanText() {}

  static String of(RolloutPlan plan) {
    return "to " + plan.candidate() + " by " + plan.strategy().name() + " "
        + plan.strategy().course()
        + plan.salt().map(salt -> ", salt " + salt).orElse("")
        + (plan.retry() ? ", retry" : "")
        + ", policy " + of(plan.policy());
  }

  static String of(RolloutPolicy policy) {
    return "{signals " + descriptions(policy.signals())
        + ", observed " + descriptions(policy.observed())
        + ", falseRollback " + policy.falseRollback()
        + ", falsePromotion " + policy.falsePromotion()
        + ", blastRadius " + of(policy.blastRadius())
        + ", shield " + policy.shield()
        + ", callDeadline " + orNone(policy.callDeadline())
        + ", deadline " + policy.deadline()
        + ", whenUndecided " + policy.whenUndecided()
        + ", whenTargetChanged " + policy.whenTargetChanged()
        + ", rollBackWhenUnavailableFor " + orNone(policy.rollBackWhenUnavailableFor())
        + ", evaluationInterval " + policy.evaluationInterval()
        + ", signalTimeout " + policy.signalTimeout()
        + ", longestCall " + policy.longestCall()
        + ", minimumRequests " + policy.minimumRequests()
        + ", expectedTraffic " + orNone(policy.expectedTraffic())
        + ", reassignEvery " + orNone(policy.reassignEvery())
        + ", calibrateFor " + policy.calibrateFor()
        + ", shadow " + orNone(policy.shadow().map(PlanText::of))
        + ", readyWithin " + policy.readyWithin()
        + ", retireWithin " + policy.retireWithin()
        + "}";
  }

  private static String of(BlastRadius radius) {
    return "{maxFailures " + radius.maxFailures()
        + ", maxConsecutiveFailures " + radius.maxConsecutiveFailures()
        + ", maxRequests " + radius.maxRequests()
        + ", maxShare " + radius.maxShare()
        + ", failuresPerStep " + radius.failuresPerStep()
        + "}";
  }

  private static String of(ShadowCalls shadow) {
    return "{sample " + shadow.sample()
        + ", atLeast " + shadow.atLeast()
        + ", deadline " + shadow.deadline()
        + ", maxConcurrent " + shadow.maxConcurrent()
        + ", compared " + shadow.comparison().isPresent()
        + "}";
  }

  private static String descriptions(List<HealthSignal> signals) {
    return signals.stream()
        .map(signal -> Printable.shortened(signal.description(), LONGEST_DESCRIPTION))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String orNone(Optional<?> value) {
    return value.isPresent() ? value.get().toString() : "none";
  }
}

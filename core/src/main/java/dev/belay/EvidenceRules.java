package dev.belay;

import static dev.belay.PlanCheck.Trap.NO_EVIDENCE;

import dev.belay.health.HealthSignal;
import java.util.Locale;

/** Whether every deciding signal can learn enough before the candidate takes everything. */
final class EvidenceRules {

  /** Less than this is too little to compare an unproven candidate with, in basis points. */
  private static final int LEAST_HOLD_BACK = 100;

  private EvidenceRules() {}

  static void apply(PlanUnderCheck plan) {
    boolean traffic = plan.firstShare().isPresent();
    boolean shadow = plan.hasShadow();
    if (!traffic && !shadow) {
      plan.error(
          NO_EVIDENCE,
          "the candidate takes everything at once, without a slice of the traffic, a hold-back or shadow calls: nothing could be"
              + " learned of it before, and with the whole traffic on it nothing is left to compare it with. Let a slice go"
              + " first, keep a hold-back on stable, or call the candidate in the shadow.");
      return;
    }
    int holdBack = plan.course().holdBack();
    if (plan.course().legs().isEmpty() && !shadow && holdBack < LEAST_HOLD_BACK) {
      plan.error(
          NO_EVIDENCE,
          String.format(
              Locale.ROOT,
              "the candidate takes all but %s at once, unproven, and so little on stable is no comparison: it is as good as a cutover"
                  + " of everything. Let a slice go first, keep at least %s on stable, or call the candidate in the shadow.",
              BasisPoints.toPercent(holdBack),
              BasisPoints.toPercent(LEAST_HOLD_BACK)));
    }
    for (HealthSignal signal : plan.sequential()) {
      if (!traffic && !signal.learnsFromShadow()) {
        plan.error(
            NO_EVIDENCE,
            String.format(
                Locale.ROOT,
                "only shadow calls come before the cutover, but signal '%s' does not learn from them: it could never show the"
                    + " candidate to be good. Let a slice go first, keep a hold-back on stable, or only observe the signal.",
                signal.name()));
      } else if (!signal.learnsFromTraffic() && signal.learnsFromShadow()) {
        onlyInTheShadow(plan, signal);
      }
    }
  }

  private static void onlyInTheShadow(PlanUnderCheck plan, HealthSignal signal) {
    if (!plan.hasShadow()) {
      plan.error(
          NO_EVIDENCE,
          String.format(
              Locale.ROOT,
              "signal '%s' learns from shadow calls alone, but the policy makes none: it could never show the candidate to be good."
                  + " Set shadow calls, or only observe the signal.",
              signal.name()));
    } else if (plan.policy().shadow().flatMap(ShadowCalls::comparison).isEmpty()) {
      plan.error(
          NO_EVIDENCE,
          String.format(
              Locale.ROOT,
              "signal '%s' compares the answers of shadow calls, but the policy does not say how: it could never show the candidate"
                  + " to be good. Set what the shadow calls compare, or only observe the signal.",
              signal.name()));
    }
  }
}

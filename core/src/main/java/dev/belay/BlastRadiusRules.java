package dev.belay;

import static dev.belay.PlanCheck.Trap.BLAST_RADIUS;

import dev.belay.text.Estimates;
import java.util.Locale;

/** Whether the blast radius lets the rollout begin, and lets a healthy candidate reach the proof. */
final class BlastRadiusRules {

  private BlastRadiusRules() {}

  static void apply(PlanUnderCheck plan) {
    if (!plan.provableInTheShadow()) {
      plan.firstShare().ifPresent(share -> theFirstShareFits(plan, share));
    }
    BlastRadius radius = plan.blastRadius();
    if (radius.maxRequests() < plan.policy().minimumRequests() && !plan.provableInTheShadow()) {
      plan.error(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "the proof needs at least %,d requests to the candidate, but the blast radius ends the rollout at %,d without one."
                  + " Raise maxRequests or lower minimumRequests.",
              plan.policy().minimumRequests(),
              radius.maxRequests()));
    }
  }

  private static void theFirstShareFits(PlanUnderCheck plan, int share) {
    BlastRadius radius = plan.blastRadius();
    if (share > radius.maxShare()) {
      plan.error(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "the candidate is to begin with %s, but the blast radius allows an unproven one at most %s, and it cannot be proven"
                  + " without traffic: the rollout would never begin. Begin with less or raise maxSharePercent.",
              BasisPoints.toPercent(share),
              BasisPoints.toPercent(radius.maxShare())));
      return;
    }
    double perSecond = plan.policy().expectedRequestsPerSecond();
    int largest = perSecond > 0 ? radius.largestShare(perSecond, 1, plan.reaction()) : share;
    // A few shadow calls bound the harm, by how much is not known beforehand.
    if (share > largest && !plan.hasShadow()) {
      plan.error(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "%s of %s requests/s could cost %s failures in the %s seconds until a retreat is in force, but the blast radius allows %s in a"
                  + " step: the rollout would never begin. %s raise failuresPerStep.",
              BasisPoints.toPercent(share),
              Estimates.number(perSecond),
              Estimates.number(radius.stepCost(perSecond, share, 1, plan.reaction())),
              Estimates.number(plan.reaction().toNanos() / 1e9),
              Estimates.number(radius.failuresPerStep()),
              largest == 0
                  ? "No share is small enough;"
                  : "Begin with at most " + BasisPoints.toPercent(largest) + " or"));
    }
  }
}

package dev.belay;

import static dev.belay.PlanCheck.Trap.UNDECIDABLE;

import dev.belay.strategy.Course;
import dev.belay.text.Estimates;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Whether the rollout can come to its end before its deadline, whatever the evidence says. */
final class TimeRules {

  private final PlanUnderCheck plan;
  private final double deadline;
  private final double perSecond;

  private TimeRules(PlanUnderCheck plan) {
    this.plan = plan;
    this.deadline = seconds(plan.policy().deadline());
    this.perSecond = plan.policy().expectedRequestsPerSecond();
  }

  static void apply(PlanUnderCheck plan) {
    new TimeRules(plan).check();
  }

  private void check() {
    double before = seconds(plan.policy().calibrateFor());
    if (perSecond > 0 && plan.hasShadow()) {
      ShadowCalls shadow = plan.policy().shadow().orElseThrow();
      double pairs = shadow.atLeast() / (perSecond * shadow.sample() / BasisPoints.WHOLE);
      if (pairs > deadline) {
        plan.error(
            UNDECIDABLE,
            String.format(
                Locale.ROOT,
                "%,d shadow calls take %s at %s requests/s of which %s are sampled, which is more than the deadline of %s. Sample"
                    + " more, ask for fewer, or set a later deadline.",
                shadow.atLeast(),
                Estimates.time(pairs),
                Estimates.number(perSecond),
                BasisPoints.toPercent(shadow.sample()),
                Estimates.time(deadline)));
        return;
      }
      before = Math.max(before, pairs);
    }
    legs(before);
  }

  private void legs(double before) {
    List<Course.Leg> legs = plan.course().legs();
    double fastest = legs.stream().mapToDouble(this::least).min().orElse(0);
    double least = 0;
    for (int i = 0; i < legs.size(); i++) {
      double requests = requestsTake(legs.get(i));
      if (requests > deadline && (!plan.course().paced() || fastest > deadline)) {
        plan.error(
            UNDECIDABLE,
            String.format(
                Locale.ROOT,
                "stage %d with %s can never gather enough evidence: its %,d requests take %s at %s requests/s, which is more than"
                    + " the deadline of %s. Give it a larger share, ask for fewer, or set a later deadline.",
                i,
                BasisPoints.toPercent(legs.get(i).share()),
                legs.get(i).requests(),
                Estimates.time(requests),
                Estimates.number(perSecond),
                Estimates.time(deadline)));
        return;
      }
      least += least(legs.get(i));
    }
    double all =
        before + (plan.course().paced() ? 0 : least) + seconds(plan.course().bake());
    if (all >= deadline) {
      plan.error(
          UNDECIDABLE,
          String.format(
              Locale.ROOT,
              "deadline must be above %s, which everything before the cutover and the bake take at least%s, but was %s: the rollout"
                  + " would always be cut off. Set a later deadline or shorten the stages.",
              Estimates.time(all),
              perSecond > 0 ? " at " + Estimates.number(perSecond) + " requests/s" : "",
              Estimates.time(deadline)));
    }
  }

  /** How long a leg lasts at least; one that may be left out when the evidence allows more, too. */
  private double least(Course.Leg leg) {
    return Math.max(seconds(leg.atLeast()), requestsTake(leg));
  }

  private double requestsTake(Course.Leg leg) {
    return perSecond > 0 && leg.share() > 0
        ? leg.requests() / (perSecond * leg.share() / BasisPoints.WHOLE)
        : 0;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}

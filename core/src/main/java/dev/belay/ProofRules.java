package dev.belay;

import static dev.belay.PlanCheck.Trap.BLAST_RADIUS;
import static dev.belay.PlanCheck.Trap.UNDECIDABLE;

import dev.belay.Forecast.Need;
import dev.belay.strategy.Course;
import dev.belay.text.Estimates;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Whether a candidate as good as stable will be proven in time, as far as failure rates can tell. */
final class ProofRules {

  /** With more, a comparison gains nothing: stable is then as noisy as the candidate. */
  private static final int HALF = BasisPoints.WHOLE / 2;

  private final PlanUnderCheck plan;
  private final ExpectedTraffic traffic;
  private final double failureRate;

  private ProofRules(PlanUnderCheck plan, ExpectedTraffic traffic, double failureRate) {
    this.plan = plan;
    this.traffic = traffic;
    this.failureRate = failureRate;
  }

  static void apply(PlanUnderCheck plan) {
    plan.policy()
        .expectedTraffic()
        .filter(traffic -> traffic.failureRate().isPresent())
        .ifPresent(
            traffic -> new ProofRules(plan, traffic, traffic.failureRate().getAsDouble()).check());
  }

  /** A signal of the user's own may fail to forecast, which is no reason not to start. */
  private void check() {
    try {
      OptionalInt share = shareOfTheProof();
      if (share.isPresent()) {
        inTraffic(share.getAsInt());
      } else if (plan.course().legs().isEmpty() && plan.provableInTheShadow()) {
        inTheShadow();
      }
    } catch (RuntimeException failure) {
      plan.warning(
          UNDECIDABLE,
          String.format(
              Locale.ROOT,
              "nothing can be told beforehand: a signal cannot forecast, %s",
              failure));
    }
  }

  /**
   * The share at which the proof will be waited for: the largest that an unproven candidate may have, up to a half. A rollout
   * that is not decided in time there is not at the smaller shares before it.
   */
  private OptionalInt shareOfTheProof() {
    int most = plan.blastRadius().maxShare();
    List<Course.Leg> legs = plan.course().legs();
    if (legs.isEmpty()) {
      OptionalInt first = plan.firstShare();
      return first.isPresent() && first.getAsInt() <= most ? first : OptionalInt.empty();
    }
    OptionalInt toAHalf =
        shares(legs).filter(share -> share <= Math.min(HALF, most)).max();
    return toAHalf.isPresent()
        ? toAHalf
        : shares(legs).filter(share -> share <= most).min();
  }

  private static IntStream shares(List<Course.Leg> legs) {
    return legs.stream()
        .mapToInt(Course.Leg::share)
        .filter(share -> share > 0 && share < BasisPoints.WHOLE);
  }

  private void inTraffic(int share) {
    Forecast forecast = Forecast.of(plan.policy(), traffic, share, plan.reaction());
    plan.forecast(forecast);
    forecast.obstacles().forEach(this::obstacle);
    if (!forecast.decidable()) {
      return;
    }
    Need need = forecast.promotion();
    if (!forecast.fitsDeadline()) {
      late(need, "candidate requests", "with a share of " + BasisPoints.toPercent(share));
    }
    aHealthyCandidateLeavesTheBlastRadiusAlone(need.requests());
  }

  private void inTheShadow() {
    ShadowCalls shadow = plan.policy().shadow().orElseThrow();
    Forecaster forecaster = new Forecaster(plan.policy(), traffic, HALF, plan.reaction());
    forecaster.unprovable().forEach(this::obstacle);
    if (forecaster.unprovable().isEmpty()) {
      double pairs = traffic.requestsPerSecond() * shadow.sample() / BasisPoints.WHOLE;
      Need need = forecaster.promotion(pairs);
      if (need.p95Seconds() > deadline()) {
        late(
            need,
            "shadow calls",
            "while " + BasisPoints.toPercent(shadow.sample()) + " of the requests are sampled");
      }
      // A failure in the shadow spends nothing; the bake does.
      aHealthyCandidateLeavesTheBlastRadiusAlone(0);
    }
  }

  private void obstacle(String why) {
    plan.error(
        UNDECIDABLE,
        String.format(
            Locale.ROOT,
            "the rollout can never be decided, because %s. Change the signal, or the blast radius.",
            why));
  }

  private void late(Need need, String unit, String where) {
    plan.warning(
        UNDECIDABLE,
        String.format(
            Locale.ROOT,
            "the proof of a candidate as good as stable needs about %s %s, %s on average and %s in 95 of 100 rollouts, %s of %s"
                + " requests/s, but the deadline is %s: most of what ends then was only not proven. Set a later deadline, more"
                + " exposure or a wider margin.",
            Estimates.count(need.requests()),
            unit,
            Estimates.time(need.seconds()),
            Estimates.time(need.p95Seconds()),
            where,
            Estimates.number(traffic.requestsPerSecond()),
            Estimates.time(deadline())));
  }

  private double deadline() {
    return plan.policy().deadline().toNanos() / 1e9;
  }

  /** Over the whole attempt, the bake included: that is what the cap counts. */
  private void aHealthyCandidateLeavesTheBlastRadiusAlone(double requestsOfTheProof) {
    BlastRadius radius = plan.blastRadius();
    Course course = plan.course();
    double requests = Math.max(requestsOfTheProof, course.paced() ? 0 : duringTheLegs())
        + during(course.cutover(), course.bake().toNanos() / 1e9);
    double failures = requests * failureRate;
    if (failures > radius.maxFailures()) {
      plan.error(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "the blast radius allows %,d failures, but a candidate as good as stable has about %s until the bake is over, of %s"
                  + " requests: it would be rolled back for them. Raise maxFailures or shorten the bake.",
              radius.maxFailures(),
              Estimates.count(failures),
              Estimates.count(requests)));
    } else if (failures + 3 * Math.sqrt(failures) > radius.maxFailures()) {
      plan.warning(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "the blast radius allows %,d failures, and a candidate as good as stable has about %s until the bake is over: it may be"
                  + " rolled back for bad luck. Raise maxFailures or shorten the bake.",
              radius.maxFailures(),
              Estimates.count(failures)));
    }
    double trip = radius.falseTripProbability(failureRate, (long) Math.min(requests, 1e18));
    if (trip > plan.policy().falseRollback()) {
      plan.warning(
          BLAST_RADIUS,
          String.format(
              Locale.ROOT,
              "%d failures in a row mean a dead candidate, but one as good as stable has them by chance in up to %s of rollouts."
                  + " Raise maxConsecutiveFailures.",
              radius.maxConsecutiveFailures(),
              Estimates.percent(trip)));
    }
  }

  private double duringTheLegs() {
    return plan.course().legs().stream()
        .mapToDouble(
            leg -> Math.max(leg.requests(), during(leg.share(), leg.atLeast().toNanos() / 1e9)))
        .sum();
  }

  private double during(int share, double seconds) {
    return traffic.requestsPerSecond() * share / BasisPoints.WHOLE * seconds;
  }
}

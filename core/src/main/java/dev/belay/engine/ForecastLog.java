package dev.belay.engine;

import dev.belay.BasisPoints;
import dev.belay.ExpectedTraffic;
import dev.belay.Forecast;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;

/** Tells at the start of a rollout what it will need, if the policy says what traffic to expect. */
final class ForecastLog {

  /** With more, a comparison gains nothing: stable is then as noisy as the candidate. */
  private static final int HALF = BasisPoints.WHOLE / 2;

  private ForecastLog() {}

  /**
   * Logs the forecast, as a warning if the rollout cannot be decided or its deadline is too short. Never throws: a forecast
   * is no reason not to start.
   */
  static void write(Logger log, String endpoint, RolloutPlan plan, Duration reaction) {
    RolloutPolicy policy = plan.policy();
    OptionalInt share = shareOfTheProof(plan);
    if (!(policy.expectedRequestsPerSecond() > 0)
        || policy.expectedFailureRate().isEmpty()
        || share.isEmpty()) {
      return;
    }
    ExpectedTraffic traffic = new ExpectedTraffic(
        policy.expectedRequestsPerSecond(), policy.expectedFailureRate().getAsDouble());
    try {
      Forecast forecast = Forecast.of(policy, traffic, share.getAsInt(), reaction);
      if (forecast.decidable() && forecast.fitsDeadline()) {
        log.info("{}: {}", endpoint, forecast.toText());
      } else {
        log.warn("{}: {}", endpoint, forecast.toText());
      }
    } catch (RuntimeException failure) {
      log.warn("{}: a signal cannot forecast", endpoint, failure);
    }
  }

  /**
   * The share at which the proof will be waited for: the largest that an unproven candidate may have, up to a half. A rollout
   * that is not decided in time there is not at the smaller shares before it.
   */
  private static OptionalInt shareOfTheProof(RolloutPlan plan) {
    int most = Math.min(HALF, plan.policy().blastRadius().maxShare());
    return plan.strategy().shares().stream()
        .mapToInt(share -> share)
        .filter(share -> share > 0 && share <= most)
        .max();
  }
}

package dev.belay;

import dev.belay.Forecast.Need;
import dev.belay.Forecast.Rollback;
import dev.belay.health.HealthSignal;
import dev.belay.health.Scenario;
import dev.belay.health.SignalForecast;
import dev.belay.sequential.RequiredTrials;
import dev.belay.text.Estimates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts the forecasts of a policy's signals together. */
final class Forecaster {

  private static final double[] RATIOS = {2, 5, 10};

  private final RolloutPolicy policy;
  private final BlastRadius blastRadius;
  private final ExpectedTraffic traffic;
  private final int share;
  private final Duration reaction;
  private final double stableRate;
  private final List<HealthSignal> sequential;

  Forecaster(RolloutPolicy policy, ExpectedTraffic traffic, int share, Duration reaction) {
    if (share < 1 || share >= BasisPoints.WHOLE) {
      throw new IllegalArgumentException("share must be in [1, " + (BasisPoints.WHOLE - 1)
          + "] basis points, so that both versions have traffic, but was " + share);
    }
    if (reaction.isNegative() || reaction.isZero()) {
      throw new IllegalArgumentException("reaction must be above zero, but was " + reaction);
    }
    this.policy = policy;
    this.blastRadius = policy.blastRadius();
    this.traffic = traffic;
    this.share = share;
    this.reaction = reaction;
    this.stableRate = traffic
        .failureRate()
        .orElseThrow(() -> new IllegalArgumentException(
            "failureRate of the traffic must be set for a forecast, but was not"));
    this.sequential = policy.signals().stream().filter(HealthSignal::sequential).toList();
  }

  Forecast forecast() {
    Map<String, SignalForecast> asGood = signals(stableRate);
    Need promotion = promotion(asGood);
    return new Forecast(
        traffic,
        share,
        promotion,
        asGood.isEmpty() ? List.of() : rollbacks(),
        blastRadius.largestShare(traffic.requestsPerSecond(), 1, reaction),
        policy.deadline(),
        policy.signals().stream()
            .map(HealthSignal::name)
            .filter(name -> !asGood.containsKey(name))
            .toList(),
        obstacles(asGood, promotion));
  }

  private Map<String, SignalForecast> signals(double candidateRate) {
    Scenario scenario = new Scenario(
        stableRate,
        candidateRate,
        part(),
        policy.falseRollback() / sequential.size(),
        policy.falsePromotion());
    Map<String, SignalForecast> forecasts = new LinkedHashMap<>();
    for (HealthSignal signal : sequential) {
      signal.forecast(scenario).ifPresent(forecast -> forecasts.put(signal.name(), forecast));
    }
    return forecasts;
  }

  private double part() {
    return (double) share / BasisPoints.WHOLE;
  }

  /** The slowest signal, and the calls of both versions that a proof needs at least. */
  private Need promotion(Map<String, SignalForecast> forecasts) {
    double requests = policy.minimumRequests() * Math.max(1, part() / (1 - part()));
    double p95 = requests;
    for (SignalForecast forecast : forecasts.values()) {
      requests = Math.max(requests, forecast.promotion().mean());
      p95 = Math.max(p95, forecast.promotion().p95());
    }
    return need(requests, p95);
  }

  private List<Rollback> rollbacks() {
    List<Rollback> rollbacks = new ArrayList<>();
    for (double ratio : RATIOS) {
      if (stableRate > 0 && ratio * stableRate <= 1) {
        rollbacks.add(rollback(ratio));
      }
    }
    return rollbacks;
  }

  /** The fastest signal. */
  private Rollback rollback(double ratio) {
    double requests = Double.POSITIVE_INFINITY;
    double p95 = Double.POSITIVE_INFINITY;
    for (SignalForecast forecast : signals(ratio * stableRate).values()) {
      RequiredTrials trials = forecast.rollback();
      requests = Math.min(requests, trials.mean());
      p95 = Math.min(p95, trials.p95());
    }
    double harm = (ratio - 1) * stableRate;
    return new Rollback(
        ratio,
        need(requests, p95),
        requests * harm,
        blastRadius.largestShare(traffic.requestsPerSecond(), harm, reaction));
  }

  private Need need(double requests, double p95) {
    return need(requests, p95, traffic.requestsPerSecond() * part());
  }

  private static Need need(double requests, double p95, double perSecond) {
    return new Need(requests, p95, requests / perSecond, p95 / perSecond);
  }

  /** What the proof takes of calls that come at another pace, such as those in the shadow. */
  Need promotion(double perSecond) {
    Need promotion = promotion(signals(stableRate));
    return need(promotion.requests(), promotion.p95Requests(), perSecond);
  }

  /** What no number of calls can show. */
  List<String> unprovable() {
    return unprovable(signals(stableRate));
  }

  private static List<String> unprovable(Map<String, SignalForecast> asGood) {
    List<String> obstacles = new ArrayList<>();
    asGood.forEach((name, forecast) -> {
      if (forecast.promotion().mean() == Double.POSITIVE_INFINITY) {
        obstacles.add(
            "no number of requests can show that " + forecast.claim() + " (" + name + ")");
      }
    });
    return obstacles;
  }

  private List<String> obstacles(Map<String, SignalForecast> asGood, Need promotion) {
    List<String> obstacles = unprovable(asGood);
    if (share > blastRadius.maxShare()) {
      obstacles.add("the blast radius allows an unproven candidate a share of "
          + BasisPoints.toPercent(blastRadius.maxShare()));
    }
    if (promotion.finite()) {
      if (promotion.requests() > blastRadius.maxRequests()) {
        obstacles.add("the blast radius allows an unproven candidate "
            + String.format(Locale.ROOT, "%,d", blastRadius.maxRequests()) + " requests");
      }
      double failures = promotion.requests() * stableRate;
      if (failures > blastRadius.maxFailures()) {
        obstacles.add("the blast radius allows "
            + String.format(Locale.ROOT, "%,d", blastRadius.maxFailures())
            + " failures, and even a candidate as good as stable has about "
            + Estimates.count(failures) + " by then");
      }
    }
    return obstacles;
  }
}

package dev.belay;

import java.time.Duration;
import java.util.List;

/**
 * How many requests and how much time a rollout will need at a described traffic, before it is started.
 *
 * <pre>{@code
 * RolloutPolicy policy = RolloutPolicy.builder().build();
 * Forecast forecast = Forecast.of(policy, ExpectedTraffic.perSecond(20).failing(.01), BasisPoints.ofPercent(1));
 * System.out.println(forecast.toText());
 * }</pre>
 *
 * <p>It is for steady traffic that is assigned at random, for one share from the first request to the last, and for a
 * candidate that is equally good or bad all the time. Under that, simulated means are 0.73 to 1.02 of the forecast, and
 * simulated 95th percentiles never above it; see {@link dev.belay.sequential.RequiredTrials} for the formulas. It promises
 * nothing about sticky calls, which take more. A waiting for approval, for the durations of stages and for the bake comes on
 * top.
 *
 * <p>Promotion needs every deciding signal and is as slow as the slowest, rollback needs one and is as fast as the fastest.
 * Signals on something other than failures cannot be forecast from a failure rate; they are named in
 * {@link #notForecast}, and with them promotion can only take longer.
 *
 * <p>Immutable and thread-safe.
 *
 * @param traffic the traffic that it is for
 * @param share the candidate's share, in basis points, in [1, 9 999]
 * @param promotion what the proof takes of a candidate that fails as often as stable does
 * @param rollbacks what a rollback takes of candidates that fail 2, 5 and 10 times as often as stable, as far as that is
 *     possible; none if stable never fails or no signal can be forecast
 * @param largestFirstShare the largest share, in basis points, that the blast radius allows while nothing is known about the
 *     candidate; 0 if it allows none
 * @param deadline how long the policy lets a rollout last
 * @param notForecast the names of deciding signals that cannot be forecast
 * @param obstacles why the rollout cannot be decided with this policy, as sentences without a stop; none if it can
 */
public record Forecast(
    ExpectedTraffic traffic,
    int share,
    Need promotion,
    List<Rollback> rollbacks,
    int largestFirstShare,
    Duration deadline,
    List<String> notForecast,
    List<String> obstacles) {

  /**
   * Copies the lists.
   *
   * @param traffic the traffic that it is for
   * @param share the candidate's share, in basis points, in [1, 9 999]
   * @param promotion what the proof takes of a candidate that fails as often as stable does
   * @param rollbacks what a rollback takes of candidates that fail 2, 5 and 10 times as often as stable, as far as that is
   *     possible; none if stable never fails or no signal can be forecast
   * @param largestFirstShare the largest share, in basis points, that the blast radius allows while nothing is known about the
   *     candidate; 0 if it allows none
   * @param deadline how long the policy lets a rollout last
   * @param notForecast the names of deciding signals that cannot be forecast
   * @param obstacles why the rollout cannot be decided with this policy, as sentences without a stop; none if it can
   */
  public Forecast {
    rollbacks = List.copyOf(rollbacks);
    notForecast = List.copyOf(notForecast);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * What an answer takes.
   *
   * @param requests candidate requests on average, positive infinity if there will be no answer
   * @param p95Requests candidate requests that suffice in 95 of 100 rollouts, positive infinity if there will be no answer
   * @param seconds the time of {@code requests}, in seconds
   * @param p95Seconds the time of {@code p95Requests}, in seconds
   */
  public record Need(double requests, double p95Requests, double seconds, double p95Seconds) {

    /**
     * Tells whether there will be an answer at all.
     *
     * @return true if the requests are finite
     */
    public boolean finite() {
      return requests < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * What it takes to roll a bad candidate back.
   *
   * @param ratio how many times as often as stable it fails, above 1
   * @param need requests and time until it is found
   * @param extraFailures failures until then that stable would not have had, on average, before the shield answers them;
   *     those of the reaction time come on top and are what {@link BlastRadius#failuresPerStep} bounds
   * @param largestShare the largest share, in basis points, that the blast radius allows once the evidence shows that the
   *     candidate fails at most so often; 0 if it allows none
   */
  public record Rollback(double ratio, Need need, double extraFailures, int largestShare) {}

  /**
   * Forecasts a rollout on this process's router.
   *
   * @param policy when to advance and when to retreat
   * @param traffic the traffic, with a failure rate
   * @param share the candidate's share, in basis points, in [1, 9 999]; see {@link BasisPoints#ofPercent}
   * @return the forecast
   * @throws IllegalArgumentException if the traffic has no failure rate, or the share is out of range
   */
  public static Forecast of(RolloutPolicy policy, ExpectedTraffic traffic, int share) {
    return of(policy, traffic, share, BlastRadius.REACTION);
  }

  /**
   * Forecasts a rollout on another target.
   *
   * @param policy when to advance and when to retreat
   * @param traffic the traffic, with a failure rate
   * @param share the candidate's share, in basis points, in [1, 9 999]; see {@link BasisPoints#ofPercent}
   * @param reaction how long it takes until a retreat is in force, for example {@link BlastRadius#REACTION} and the target's
   *     {@link dev.belay.target.TrafficTarget.Capabilities#retreatTime}; above zero
   * @return the forecast
   * @throws IllegalArgumentException if the traffic has no failure rate, or the share or the reaction is out of range
   */
  public static Forecast of(
      RolloutPolicy policy, ExpectedTraffic traffic, int share, Duration reaction) {
    return new Forecaster(policy, traffic, share, reaction).forecast();
  }

  /**
   * Tells whether the rollout of a candidate as good as stable can be decided with this policy.
   *
   * @return true if there are no {@link #obstacles}
   */
  public boolean decidable() {
    return obstacles.isEmpty();
  }

  /**
   * Tells whether the proof of a candidate as good as stable comes before the deadline, in 95 of 100 rollouts.
   *
   * @return true if it does; false also if it never comes
   */
  public boolean fitsDeadline() {
    return promotion.p95Seconds() <= deadline.toNanos() / 1e9;
  }

  /**
   * Writes the forecast as a person reads it.
   *
   * @return a few sentences in one line
   */
  public String toText() {
    return ForecastText.of(this);
  }
}

package dev.belay.health;

import dev.belay.ModelVersion;
import java.time.Duration;

/**
 * What a signal needs to know about the rollout that it is opened for.
 *
 * @param stable the version that serves
 * @param candidate the version that is rolled out
 * @param falseRollback the probability with which this signal, by itself, may condemn a candidate that is within its
 *     tolerance: the policy's promise times the signal's weight
 * @param falsePromotion the probability with which this signal may pass a candidate that is outside its margin
 * @param horizon how long the rollout may last
 * @param longestCall how long a call may last, so that slow failures are not missed in favour of the candidate
 * @param reassigned whether sticky keys are drawn anew every so often; if not, the same users stay on the candidate
 */
public record SignalContext(
    ModelVersion stable,
    ModelVersion candidate,
    double falseRollback,
    double falsePromotion,
    Duration horizon,
    Duration longestCall,
    boolean reassigned) {

  /**
   * The context of a rollout that never draws sticky keys anew.
   *
   * @param stable the version that serves
   * @param candidate the version that is rolled out
   * @param falseRollback the probability with which this signal may condemn a candidate that is within its tolerance
   * @param falsePromotion the probability with which this signal may pass a candidate that is outside its margin
   * @param horizon how long the rollout may last
   * @param longestCall how long a call may last
   */
  public SignalContext(
      ModelVersion stable,
      ModelVersion candidate,
      double falseRollback,
      double falsePromotion,
      Duration horizon,
      Duration longestCall) {
    this(stable, candidate, falseRollback, falsePromotion, horizon, longestCall, false);
  }
}

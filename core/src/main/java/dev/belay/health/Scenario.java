package dev.belay.health;

/**
 * What a signal is asked to {@linkplain HealthSignal#forecast forecast}: steady traffic, with a candidate that fails equally
 * often from its first request on. Immutable.
 *
 * @param stableFailureRate the part of calls that fail on the stable version, in [0, 1]
 * @param candidateFailureRate the part of calls that fail on the candidate, in [0, 1]
 * @param share the part of all requests that the candidate takes, in (0, 1)
 * @param falseRollback see {@link SignalContext#falseRollback}, in (0, 1)
 * @param falsePromotion see {@link SignalContext#falsePromotion}, in (0, 1)
 */
public record Scenario(
    double stableFailureRate,
    double candidateFailureRate,
    double share,
    double falseRollback,
    double falsePromotion) {

  /**
   * Checks the numbers.
   *
   * @param stableFailureRate the part of calls that fail on the stable version, in [0, 1]
   * @param candidateFailureRate the part of calls that fail on the candidate, in [0, 1]
   * @param share the part of all requests that the candidate takes, in (0, 1)
   * @param falseRollback see {@link SignalContext#falseRollback}, in (0, 1)
   * @param falsePromotion see {@link SignalContext#falsePromotion}, in (0, 1)
   * @throws IllegalArgumentException if a number is out of range
   */
  public Scenario {
    Range.closed("stableFailureRate", stableFailureRate, 0, 1);
    Range.closed("candidateFailureRate", candidateFailureRate, 0, 1);
    Range.open("share", share, 0, 1);
    Range.open("falseRollback", falseRollback, 0, 1);
    Range.open("falsePromotion", falsePromotion, 0, 1);
  }
}

package dev.belay.health;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.PairCounts;
import java.time.Instant;
import java.util.List;

/**
 * Everything that one evaluation found: each signal's assessment, and what they come to together.
 *
 * <p>The candidate is condemned when any deciding signal is unhealthy, or when the weighted mean of their rollback evidence
 * reaches {@code 1 / falseRollback}: that mean is an e-process under any dependence between the signals, so the policy's
 * promise holds for all of them together. It is healthy when every deciding signal is: a candidate that is bad for one
 * signal passes that one with a probability of at most {@code falsePromotion}, so no correction is needed.
 *
 * @param at when it was made
 * @param attempt the attempt that the evidence belongs to
 * @param verdict what the deciding signals come to together
 * @param signals each signal's part
 * @param rollbackEvidence natural logarithm of the combined evidence against the candidate
 * @param rollbackThreshold natural logarithm of {@code 1 / falseRollback}
 * @param promotionEvidence natural logarithm of the least evidence for the candidate over the deciding signals that gather
 *     evidence about calls
 * @param promotionThreshold natural logarithm of {@code 1 / falsePromotion}
 * @param harm upper bound of the failures that the candidate adds, per request to it, in [0, 1]
 * @param requestsPerSecond traffic of the endpoint, at its recent rate
 * @param stable all calls of the stable version in this attempt
 * @param candidate all calls of the candidate in this attempt
 * @param candidateInStage calls of the candidate that were routed in the current stage
 * @param shadow all pairs of this attempt: calls that stable answered and the candidate answered in its shadow
 */
public record Evaluation(
    Instant at,
    int attempt,
    Verdict verdict,
    List<SignalResult> signals,
    double rollbackEvidence,
    double rollbackThreshold,
    double promotionEvidence,
    double promotionThreshold,
    double harm,
    double requestsPerSecond,
    ArmCounts stable,
    ArmCounts candidate,
    ArmCounts candidateInStage,
    PairCounts shadow) {

  /**
   * Copies the list.
   *
   * @param at when it was made
   * @param attempt the attempt that the evidence belongs to
   * @param verdict what the deciding signals come to together
   * @param signals each signal's part
   * @param rollbackEvidence natural logarithm of the combined evidence against the candidate
   * @param rollbackThreshold natural logarithm of {@code 1 / falseRollback}
   * @param promotionEvidence natural logarithm of the least evidence for the candidate
   * @param promotionThreshold natural logarithm of {@code 1 / falsePromotion}
   * @param harm upper bound of the failures that the candidate adds, per request to it
   * @param requestsPerSecond traffic of the endpoint
   * @param stable all calls of the stable version in this attempt
   * @param candidate all calls of the candidate in this attempt
   * @param candidateInStage calls of the candidate that were routed in the current stage
   * @param shadow all pairs of this attempt
   */
  public Evaluation {
    signals = List.copyOf(signals);
  }

  /**
   * Makes an evaluation without pairs.
   *
   * @param at when it was made
   * @param attempt the attempt that the evidence belongs to
   * @param verdict what the deciding signals come to together
   * @param signals each signal's part
   * @param rollbackEvidence natural logarithm of the combined evidence against the candidate
   * @param rollbackThreshold natural logarithm of {@code 1 / falseRollback}
   * @param promotionEvidence natural logarithm of the least evidence for the candidate
   * @param promotionThreshold natural logarithm of {@code 1 / falsePromotion}
   * @param harm upper bound of the failures that the candidate adds, per request to it
   * @param requestsPerSecond traffic of the endpoint
   * @param stable all calls of the stable version in this attempt
   * @param candidate all calls of the candidate in this attempt
   * @param candidateInStage calls of the candidate that were routed in the current stage
   */
  public Evaluation(
      Instant at,
      int attempt,
      Verdict verdict,
      List<SignalResult> signals,
      double rollbackEvidence,
      double rollbackThreshold,
      double promotionEvidence,
      double promotionThreshold,
      double harm,
      double requestsPerSecond,
      ArmCounts stable,
      ArmCounts candidate,
      ArmCounts candidateInStage) {
    this(
        at,
        attempt,
        verdict,
        signals,
        rollbackEvidence,
        rollbackThreshold,
        promotionEvidence,
        promotionThreshold,
        harm,
        requestsPerSecond,
        stable,
        candidate,
        candidateInStage,
        PairCounts.NONE);
  }

  /**
   * One signal's part in an evaluation.
   *
   * @param signal the signal's name
   * @param deciding false if it is only observed
   * @param weight its part of the rollback promise, in [0, 1]; 0 if it is observed or a fixed rule
   * @param attribution its part of the combined rollback evidence, in [0, 1]
   * @param assessment what it said
   */
  public record SignalResult(
      String signal, boolean deciding, double weight, double attribution, Assessment assessment) {}
}

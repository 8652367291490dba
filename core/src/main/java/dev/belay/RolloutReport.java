package dev.belay;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout did and why, so far or as a whole: every decision with its numbers, and the damage.
 *
 * @param rollout the rollout's id
 * @param endpoint the endpoint's name
 * @param strategy the strategy's name
 * @param stable the version that served when it began
 * @param candidate the version that was rolled out
 * @param attempt how many times this candidate had been started, with this one
 * @param phase how far it came
 * @param startedAt when it began
 * @param endedAt when it ended, empty while it runs
 * @param decisions every decision in order
 * @param stableCalls calls of the stable version during the rollout
 * @param candidateCalls calls of the candidate during the rollout
 * @param stableLatency latencies of the stable version during the rollout
 * @param candidateLatency latencies of the candidate during the rollout
 * @param failuresAnswered failures of the candidate that were answered from stable, and that no caller saw
 * @param previewCalls calls of the candidate that were asked for by its name; they have no part in the comparison
 * @param shadow requests that stable answered and the candidate was asked as well, before it took any traffic
 * @param shadowDropped sampled requests that the candidate was not asked, because too many such calls were running
 * @param firstFailureToRetreat time from the candidate's first failure until all traffic was back on stable, empty if it did
 *     not fail or was not sent back
 */
public record RolloutReport(
    String rollout,
    String endpoint,
    String strategy,
    ModelVersion stable,
    ModelVersion candidate,
    int attempt,
    Phase phase,
    Instant startedAt,
    Optional<Instant> endedAt,
    List<RolloutDecision> decisions,
    ArmCounts stableCalls,
    ArmCounts candidateCalls,
    LatencyHistogram stableLatency,
    LatencyHistogram candidateLatency,
    long failuresAnswered,
    CallCounts previewCalls,
    PairCounts shadow,
    long shadowDropped,
    Optional<Duration> firstFailureToRetreat) {

  /**
   * Copies the decisions.
   *
   * @param rollout the rollout's id
   * @param endpoint the endpoint's name
   * @param strategy the strategy's name
   * @param stable the version that served when it began
   * @param candidate the version that was rolled out
   * @param attempt how many times this candidate had been started
   * @param phase how far it came
   * @param startedAt when it began
   * @param endedAt when it ended
   * @param decisions every decision in order
   * @param stableCalls calls of the stable version
   * @param candidateCalls calls of the candidate
   * @param stableLatency latencies of the stable version
   * @param candidateLatency latencies of the candidate
   * @param failuresAnswered failures of the candidate that were answered from stable
   * @param previewCalls calls of the candidate that were asked for by its name
   * @param shadow requests that the candidate was asked as well
   * @param shadowDropped sampled requests that the candidate was not asked
   * @param firstFailureToRetreat time from the candidate's first failure until the retreat
   */
  public RolloutReport {
    decisions = List.copyOf(decisions);
  }

  /**
   * Returns the failures of the candidate that reached a caller.
   *
   * @return failures that were not answered from stable
   */
  public long failuresSeenByCallers() {
    return Math.max(0, candidateCalls.all().failures() - failuresAnswered);
  }

  /**
   * Writes the report for a person: the outcome, the damage, and each step with its reason and numbers.
   *
   * @return several lines
   */
  public String toText() {
    return ReportText.of(this);
  }
}

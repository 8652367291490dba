package dev.belay;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: %s -> %s by %s, attempt %d: %s",
        endpoint,
        stable,
        candidate,
        strategy,
        attempt,
        phase);
    line(
        text,
        "  from %s to %s",
        startedAt,
        endedAt.map(Instant::toString).orElse("now, it is still running"));
    line(text, "  stable:    %s, %s", stableCalls.all(), latency(stableLatency));
    line(text, "  candidate: %s, %s", candidateCalls.all(), latency(candidateLatency));
    line(
        text,
        "  candidate failures answered from stable: %,d, seen by callers: %,d",
        failuresAnswered,
        failuresSeenByCallers());
    firstFailureToRetreat.ifPresent(
        time -> line(text, "  first failure to retreat: %.3f s", time.toNanos() / 1e9));
    for (RolloutDecision decision : decisions) {
      if (decision.isStep()) {
        appendStep(text, decision);
      }
    }
    return text.toString();
  }

  private void appendStep(StringBuilder text, RolloutDecision decision) {
    double seconds = Duration.between(startedAt, decision.at()).toNanos() / 1e9;
    line(
        text,
        "  %8.1f s  %-11s %8s  %s",
        seconds,
        decision.to().phase(),
        BasisPoints.toPercent(decision.to().split().basisPoints(candidate)),
        decision.reason());
    decision.evaluation().ifPresent(evaluation -> appendNumbers(text, evaluation));
  }

  private static void appendNumbers(StringBuilder text, Evaluation evaluation) {
    line(
        text,
        "              %s; evidence against it %.2f of %.2f, for it %.2f of %.2f (natural logs); harm at most %.4f;"
            + " %.0f requests/s",
        evaluation.verdict(),
        evaluation.rollbackEvidence(),
        evaluation.rollbackThreshold(),
        evaluation.promotionEvidence(),
        evaluation.promotionThreshold(),
        evaluation.harm(),
        evaluation.requestsPerSecond());
    for (SignalResult result : evaluation.signals()) {
      line(
          text,
          "              %s%s: %s",
          result.signal(),
          result.deciding() ? "" : " (observed)",
          result.assessment().reason());
    }
  }

  private static String latency(LatencyHistogram latency) {
    return latency.total() == 0
        ? "no latencies"
        : String.format(
            Locale.ROOT,
            "p50 %.2f ms, p99 %.2f ms",
            latency.quantileNanos(.5) / 1e6,
            latency.quantileNanos(.99) / 1e6);
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}

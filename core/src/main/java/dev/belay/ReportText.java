package dev.belay;

import dev.belay.evidence.LatencyHistogram;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Formatter;
import java.util.Locale;

/** A report as a person reads it. */
final class ReportText {

  private final RolloutReport report;
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);

  private ReportText(RolloutReport report) {
    this.report = report;
  }

  static String of(RolloutReport report) {
    ReportText writer = new ReportText(report);
    writer.summary();
    report.decisions().stream().filter(RolloutDecision::isStep).forEach(writer::step);
    return writer.text.toString();
  }

  private void summary() {
    out.format(
        "%s: %s -> %s by %s, attempt %d: %s\n",
        report.endpoint(),
        report.stable(),
        report.candidate(),
        report.strategy(),
        report.attempt(),
        report.phase());
    out.format(
        "  from %s to %s\n",
        report.startedAt(),
        report.endedAt().map(Instant::toString).orElse("now, it is still running"));
    out.format(
        "  stable:    %s, %s\n", report.stableCalls().all(), latency(report.stableLatency()));
    out.format(
        "  candidate: %s, %s\n", report.candidateCalls().all(), latency(report.candidateLatency()));
    out.format(
        "  candidate failures answered from stable: %,d, seen by callers: %,d\n",
        report.failuresAnswered(), report.failuresSeenByCallers());
    if (report.shadow().pairs() + report.shadowDropped() > 0) {
      out.format("  in the shadow: %s; %,d dropped\n", report.shadow(), report.shadowDropped());
    }
    if (report.previewCalls().requests() > 0) {
      out.format("  asked for by name: %s\n", report.previewCalls());
    }
    report
        .firstFailureToRetreat()
        .ifPresent(
            time -> out.format("  first failure to retreat: %.3f s\n", time.toNanos() / 1e9));
  }

  private void step(RolloutDecision decision) {
    int share = decision.to().split().basisPoints(report.candidate());
    out.format(
        "  %8.1f s  %-11s %8s  %s\n",
        Duration.between(report.startedAt(), decision.at()).toNanos() / 1e9,
        decision.to().phase(),
        BasisPoints.toPercent(share),
        decision.reason());
    decision.evaluation().ifPresent(this::numbers);
  }

  private void numbers(Evaluation evaluation) {
    out.format(
        "              %s; evidence against it %.2f of %.2f, for it %.2f of %.2f (natural logs);"
            + " at most %.4f failures added per request; %.0f requests/s\n",
        evaluation.verdict(),
        rounded(evaluation.rollbackEvidence()),
        evaluation.rollbackThreshold(),
        rounded(evaluation.promotionEvidence()),
        evaluation.promotionThreshold(),
        evaluation.harm(),
        evaluation.requestsPerSecond());
    for (SignalResult result : evaluation.signals()) {
      out.format(
          "              %s%s: %s\n",
          result.signal(),
          result.deciding() ? "" : " (observed)",
          result.assessment().reason());
    }
  }

  /** To what is shown, so that a little below zero does not read as minus nothing. */
  private static double rounded(double evidence) {
    return Math.abs(evidence) < .005 ? 0 : evidence;
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
}

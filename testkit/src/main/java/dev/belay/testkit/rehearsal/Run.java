package dev.belay.testkit.rehearsal;

import dev.belay.RolloutReport;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.testkit.simulation.SimulationResult;
import dev.belay.testkit.simulation.TimelinePoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What is kept of one simulation.
 *
 * @param seed what decided all chance
 * @param phase how far it came
 * @param ended whether it ended before the bound
 * @param seconds how long it took, in virtual time
 * @param retreatSeconds how long it took until all traffic was back on stable, NaN if it never was
 * @param candidateRequests calls of the candidate
 * @param candidateFailures those of them that failed
 * @param failuresSeen those of them that callers saw
 * @param why why it retreated, or what it waited for; empty if it was promoted
 * @param timeline some moments of it; empty unless it was asked for
 */
record Run(
    long seed,
    Phase phase,
    boolean ended,
    double seconds,
    double retreatSeconds,
    long candidateRequests,
    long candidateFailures,
    long failuresSeen,
    String why,
    List<TimelinePoint> timeline) {

  static Run of(SimulationResult result) {
    RolloutReport report = result.report();
    List<JournalRecord> retreats = result.journal().stream()
        .filter(record -> record.state().phase() == Phase.RETREATING)
        .limit(1)
        .toList();
    return new Run(
        result.seed(),
        result.phase(),
        result.ended(),
        seconds(result.elapsed()),
        retreats.isEmpty()
            ? Double.NaN
            : seconds(Duration.between(report.startedAt(), retreats.get(0).at())),
        report.candidateCalls().all().requests(),
        report.candidateCalls().all().failures(),
        report.failuresSeenByCallers(),
        result.ended()
            ? retreats.stream().map(Run::why).findFirst().orElse("")
            : withoutNumbers(result.waitedFor()),
        result.timeline());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Why it retreated, in words that many runs have in common. */
  private static String why(JournalRecord retreat) {
    return retreat.input() instanceof Input.Assessed assessed
            && assessed.evaluation().verdict() == Verdict.UNHEALTHY
        ? "unhealthy: " + loudest(assessed.evaluation())
        : withoutNumbers(retreat.reason());
  }

  /** The signal that said most against the candidate. */
  private static String loudest(Evaluation evaluation) {
    return evaluation.signals().stream()
        .filter(SignalResult::deciding)
        .max(Comparator.comparing(
                (SignalResult result) -> result.assessment().verdict() == Verdict.UNHEALTHY)
            .thenComparingDouble(SignalResult::attribution))
        .map(SignalResult::signal)
        .orElse("no signal");
  }

  private static String withoutNumbers(String reason) {
    return reason.replaceAll("PT[0-9HMS.]+|[0-9][0-9,.]*", "#");
  }
}

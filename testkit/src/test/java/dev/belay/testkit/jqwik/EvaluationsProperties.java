package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

class EvaluationsProperties {

  @Provide
  Arbitrary<Evaluation> evaluations() {
    return BelayArbitraries.evaluations();
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyVerdictIsWhatItsSignalsComeTo(@ForAll("evaluations") Evaluation evaluation) {
    List<Verdict> deciding = evaluation.signals().stream()
        .filter(SignalResult::deciding)
        .map(result -> result.assessment().verdict())
        .toList();
    boolean condemned = evaluation.rollbackEvidence() >= evaluation.rollbackThreshold();
    switch (evaluation.verdict()) {
      case HEALTHY -> {
        assertEquals(List.of(Verdict.HEALTHY), deciding.stream().distinct().toList());
        assertTrue(evaluation.signals().stream()
            .filter(result -> result.weight() > 0)
            .allMatch(result ->
                result.assessment().promotionEvidence() >= evaluation.promotionThreshold()));
        assertFalse(condemned);
      }
      case UNHEALTHY -> assertTrue(deciding.contains(Verdict.UNHEALTHY) || condemned);
      case INSUFFICIENT -> {
        assertTrue(deciding.contains(Verdict.INSUFFICIENT));
        assertFalse(deciding.contains(Verdict.UNAVAILABLE));
        assertFalse(condemned);
      }
      case UNAVAILABLE -> {
        assertTrue(deciding.contains(Verdict.UNAVAILABLE));
        assertFalse(condemned);
      }
    }
    Statistics.label("verdict").collect(evaluation.verdict());
    Statistics.label("verdict").coverage(verdicts -> {
      for (Verdict verdict : Verdict.values()) {
        verdicts.check(verdict).percentage(share -> share > 15);
      }
    });
    boolean together =
        evaluation.verdict() == Verdict.UNHEALTHY && !deciding.contains(Verdict.UNHEALTHY);
    Statistics.label("together").collect(together);
    Statistics.label("together")
        .coverage(found -> found.check(true).percentage(share -> share > 1));
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void numbersAreInTheirRanges(@ForAll("evaluations") Evaluation evaluation) {
    assertFalse(Double.isNaN(evaluation.rollbackEvidence()));
    assertFalse(Double.isNaN(evaluation.promotionEvidence()));
    assertTrue(evaluation.harm() >= 0 && evaluation.harm() <= 1);
    assertTrue(
        evaluation.requestsPerSecond() >= 0 && Double.isFinite(evaluation.requestsPerSecond()));
    double weights = 0;
    for (SignalResult result : evaluation.signals()) {
      weights += result.weight();
      assertTrue(result.attribution() >= 0 && result.attribution() <= 1, result::toString);
      assertTrue(result.assessment().missingRequests().orElse(0) >= 0);
    }
    assertEquals(1, weights, 1e-9);
    Statistics.label("against").collect(size(evaluation.rollbackEvidence()));
    Statistics.label("for")
        .collect(size(evaluation.signals().get(0).assessment().promotionEvidence()));
    for (String evidence : List.of("against", "for")) {
      Statistics.label(evidence).coverage(sizes -> {
        for (String size : List.of("endless", "some", "none", "less than none")) {
          sizes.check(size).percentage(share -> share > 1);
        }
      });
    }
    Statistics.label("against")
        .coverage(sizes -> sizes.check("below all").percentage(share -> share > 1));
  }

  private static String size(double evidence) {
    if (Double.isInfinite(evidence)) {
      return evidence > 0 ? "endless" : "below all";
    }
    return evidence > 0 ? "some" : evidence == 0 ? "none" : "less than none";
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void countsFitTogether(@ForAll("evaluations") Evaluation evaluation) {
    requirePart(evaluation.candidateInStage().random(), evaluation.candidate().random());
    requirePart(evaluation.candidateInStage().sticky(), evaluation.candidate().sticky());
    Statistics.label("candidate").collect(evaluation.candidate().equals(ArmCounts.NONE));
    Statistics.label("stage").collect(evaluation.candidateInStage().equals(ArmCounts.NONE));
    Statistics.label("stable").collect(evaluation.stable().equals(ArmCounts.NONE));
    Statistics.label("pairs").collect(evaluation.shadow().equals(PairCounts.NONE));
    for (String calls : List.of("candidate", "stage", "stable", "pairs")) {
      Statistics.label(calls).coverage(none -> {
        none.check(true).percentage(share -> share > 1);
        none.check(false).percentage(share -> share > 10);
      });
    }
  }

  /** Also of those that did not fail. */
  private static void requirePart(CallCounts part, CallCounts whole) {
    assertTrue(part.failures() <= whole.failures());
    assertTrue(part.requests() - part.failures() <= whole.requests() - whole.failures());
  }

  @Example
  void theyShrinkToKnowingNothing() {
    Evaluation any = Smallest.of(BelayArbitraries.evaluations(), evaluation -> true);
    assertEquals(Verdict.INSUFFICIENT, any.verdict());
    assertEquals(List.of("failure rate", "sample ratio"), names(any));
    assertEquals(ArmCounts.NONE, any.stable());
    assertEquals(ArmCounts.NONE, any.candidate());
    assertEquals(PairCounts.NONE, any.shadow());
    assertEquals(1, any.attempt());
    assertEquals(0, any.requestsPerSecond());

    Evaluation failed = Smallest.of(
        BelayArbitraries.evaluations(),
        evaluation -> evaluation.verdict() == Verdict.UNHEALTHY
            && evaluation.candidate().all().failures() > 0);
    assertEquals(List.of("failure rate", "sample ratio"), names(failed));
    assertEquals(new CallCounts(1, 1), failed.candidate().all());
    assertEquals(ArmCounts.NONE, failed.stable());
  }

  private static List<String> names(Evaluation evaluation) {
    return evaluation.signals().stream().map(SignalResult::signal).toList();
  }
}

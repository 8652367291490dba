package dev.belay.testkit;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Assessment.Explanation;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evaluations of rollouts, for records. */
final class SampleEvaluations {

  private static final double[] ODD_NUMBERS = {
    0,
    -0.0,
    .1,
    1 / 3.0,
    -1e-300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    9_007_199_254_740_991.0,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final ArmCounts STABLE =
      new ArmCounts(new CallCounts(9_512, 101), new CallCounts(488, 0));
  private static final ArmCounts CANDIDATE =
      new ArmCounts(new CallCounts(505, 7), new CallCounts(23, 1));
  private static final ArmCounts MOST = new ArmCounts(
      new CallCounts(Long.MAX_VALUE, Long.MAX_VALUE), new CallCounts(Long.MAX_VALUE, 0));

  private SampleEvaluations() {}

  /** What a service's own signals come to. */
  static Evaluation of(Verdict verdict, Instant at) {
    Assessment failures = Assessment.builder(verdict)
        .evidence(-.2231435513142097, 2.302585092994046)
        .harm(.0123)
        .missingRequests(1_234.5)
        .explained(() -> new Explanation(
            "candidate: 7 of 505 failed (1.39 %), stable: 101 of 9,512 failed (1.06 %)",
            numbers("candidateRequests", 505, "candidateFailures", 7, "ratioUpper", 2.47)));
    Assessment queue = Assessment.builder(Verdict.HEALTHY)
        .harm(0)
        .number("reading", 12)
        .reason("queue is 12.00, within its limit of 100.0")
        .build();
    return new Evaluation(
        at,
        1,
        verdict,
        List.of(
            new SignalResult("failure rate", true, 1, 1, failures),
            new SignalResult("queue", true, 0, 0, queue),
            new SignalResult("labels", false, 0, 0, Assessment.unavailable("timed out"))),
        -.2231435513142097,
        4.605170185988092,
        2.302585092994046,
        2.995732273553991,
        .0123,
        203.4,
        STABLE,
        CANDIDATE,
        CANDIDATE,
        new PairCounts(1_000, 3, 1, 2, 990, 985));
  }

  /** What is known when nothing is asked. */
  static Evaluation withoutSignals() {
    return new Evaluation(
        SampleStates.START,
        1,
        Verdict.HEALTHY,
        List.of(),
        Double.NEGATIVE_INFINITY,
        4.605170185988092,
        Double.POSITIVE_INFINITY,
        2.995732273553991,
        1,
        0,
        ArmCounts.NONE,
        ArmCounts.NONE,
        ArmCounts.NONE);
  }

  /** A signal with a text for its name, its reason and the name of a number. */
  static Evaluation saying(String text) {
    return ofSignals(List.of(new SignalResult(
        text,
        true,
        1,
        1,
        Assessment.builder(Verdict.INSUFFICIENT).reason(text).number(text, 1).build())));
  }

  /** Each number that is out of the ordinary, wherever it may stand. */
  static List<Evaluation> withOddNumbers() {
    List<Evaluation> evaluations = new ArrayList<>();
    for (double number : ODD_NUMBERS) {
      double part = Math.min(1, Math.max(0, number));
      Assessment assessment = Assessment.builder(Verdict.INSUFFICIENT)
          .evidence(number, number)
          .harm(part)
          .missingRequests(number)
          .number("odd", number)
          .number("none", Double.NaN)
          .build();
      evaluations.add(new Evaluation(
          SampleStates.START,
          Integer.MAX_VALUE,
          Verdict.INSUFFICIENT,
          List.of(new SignalResult("odd", true, part, part, assessment)),
          number,
          number,
          number,
          number,
          part,
          number,
          MOST,
          MOST,
          MOST,
          new PairCounts(Long.MAX_VALUE, Long.MAX_VALUE - 1, 0, 0, 1, 1)));
    }
    return evaluations;
  }

  /** As many signals, with as many numbers, as anybody will have. */
  static Evaluation ofManySignals() {
    List<SignalResult> signals = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Assessment.Builder assessment = Assessment.builder(Verdict.INSUFFICIENT)
          .reason("signal " + i + ", " + "on and on ".repeat(50));
      for (int j = 0; j < 130; j++) {
        assessment.number("candidate class " + j, i + j / 7.0);
      }
      signals.add(new SignalResult("signal " + i, true, .05, .05, assessment.build()));
    }
    return ofSignals(signals);
  }

  private static Evaluation ofSignals(List<SignalResult> signals) {
    return new Evaluation(
        SampleStates.START,
        1,
        Verdict.INSUFFICIENT,
        signals,
        0,
        4.605170185988092,
        0,
        2.995732273553991,
        1,
        20,
        STABLE,
        CANDIDATE,
        ArmCounts.NONE);
  }

  private static Map<String, Double> numbers(Object... pairs) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      numbers.put((String) pairs[i], ((Number) pairs[i + 1]).doubleValue());
    }
    return numbers;
  }
}

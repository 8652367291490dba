package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Judge.Opinion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {

  private static final Judge JUDGE = new Judge(.01, .05);

  /** What is expected, and the opinions behind it. */
  record Vector(double combined, List<Opinion> opinions) {}

  static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream stream =
            Objects.requireNonNull(JudgeTest.class.getResourceAsStream("combined-evidence.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line : reader.lines().filter(text -> !text.startsWith("#")).toList()) {
        List<String> words = List.of(line.split(" "));
        double number = Double.parseDouble(words.get(1));
        if (words.get(0).equals("case")) {
          vectors.add(new Vector(number, new ArrayList<>()));
        } else {
          List<Opinion> opinions = vectors.get(vectors.size() - 1).opinions();
          double evidence = Double.parseDouble(words.get(2));
          opinions.add(
              weighed("signal " + opinions.size(), number, Verdict.INSUFFICIENT, evidence, 0));
        }
      }
    }
    return vectors;
  }

  private static Opinion weighed(
      String name, double weight, Verdict verdict, double rollback, double promotion) {
    return new Opinion(
        name,
        true,
        weight,
        Assessment.builder(verdict).evidence(rollback, promotion).build());
  }

  private static Opinion observed(Verdict verdict, double rollback) {
    return new Opinion(
        "observed",
        false,
        0,
        Assessment.builder(verdict).evidence(rollback, 0).harm(0).build());
  }

  private static Opinion fixed(Verdict verdict) {
    return new Opinion("fixed", true, 0, Assessment.builder(verdict).build());
  }

  private static Evaluation judge(Opinion... opinions) {
    return judge(List.of(opinions));
  }

  private static Evaluation judge(List<Opinion> opinions) {
    return JUDGE.judge(
        Instant.EPOCH,
        1,
        opinions,
        new Judge.Traffic(1, ArmCounts.NONE, ArmCounts.NONE, ArmCounts.NONE));
  }

  private static double attributions(Evaluation evaluation) {
    return evaluation.signals().stream()
        .mapToDouble(Evaluation.SignalResult::attribution)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Vector vector) {
    Evaluation evaluation = judge(vector.opinions());
    double tolerance = 1e-9 * Math.max(1, Math.abs(vector.combined()));
    assertEquals(vector.combined(), evaluation.rollbackEvidence(), tolerance);
    assertEquals(1, attributions(evaluation), 1e-9);
  }

  @Test
  void attributesTheEvidenceByWhatEachSignalAddsToIt() {
    Evaluation evaluation = judge(
        weighed("a", .25, Verdict.INSUFFICIENT, Math.log(6), 0),
        weighed("b", .75, Verdict.INSUFFICIENT, Math.log(2), 0));
    assertEquals(.5, evaluation.signals().get(0).attribution(), 1e-12);
    assertEquals(.5, evaluation.signals().get(1).attribution(), 1e-12);
  }

  @Test
  void attributesEqualEvidenceByWeight() {
    Evaluation evaluation = judge(
        weighed("a", .2, Verdict.INSUFFICIENT, 0, 0), weighed("b", .8, Verdict.INSUFFICIENT, 0, 0));
    assertEquals(.2, evaluation.signals().get(0).attribution(), 1e-12);
    assertEquals(.8, evaluation.signals().get(1).attribution(), 1e-12);
  }

  @Test
  void attributesEvidenceBeyondAllNumbersToWhoeverHasIt() {
    double endless = Double.POSITIVE_INFINITY;
    Evaluation evaluation = judge(
        weighed("a", .2, Verdict.UNHEALTHY, endless, 0),
        weighed("b", .3, Verdict.UNHEALTHY, endless, 0),
        weighed("c", .5, Verdict.INSUFFICIENT, 0, 0));
    assertEquals(endless, evaluation.rollbackEvidence());
    assertEquals(.4, evaluation.signals().get(0).attribution(), 1e-12);
    assertEquals(.6, evaluation.signals().get(1).attribution(), 1e-12);
    assertEquals(0, evaluation.signals().get(2).attribution());
  }

  @Test
  void condemnsOnTheWeightedMeanEvenIfNoSignalDoes() {
    Opinion a = weighed("a", .5, Verdict.INSUFFICIENT, Math.log(101), 0);
    Opinion b = weighed("b", .5, Verdict.INSUFFICIENT, Math.log(99), 0);
    assertEquals(Verdict.UNHEALTHY, judge(a, b).verdict());
    Opinion less = weighed("b", .5, Verdict.INSUFFICIENT, Math.log(98), 0);
    assertEquals(Verdict.INSUFFICIENT, judge(a, less).verdict());
  }

  @Test
  void condemnsWhenAnyDecidingSignalDoes() {
    Opinion healthy = weighed("a", 1, Verdict.HEALTHY, -5, 5);
    assertEquals(Verdict.UNHEALTHY, judge(healthy, fixed(Verdict.UNHEALTHY)).verdict());
    assertEquals(
        Verdict.UNHEALTHY,
        judge(fixed(Verdict.UNAVAILABLE), fixed(Verdict.UNHEALTHY), healthy).verdict());
  }

  @Test
  void isHealthyOnlyWhenEveryDecidingSignalIs() {
    Opinion healthy = weighed("a", .5, Verdict.HEALTHY, 0, 5);
    assertEquals(Verdict.HEALTHY, judge(healthy, fixed(Verdict.HEALTHY)).verdict());
    assertEquals(
        Verdict.INSUFFICIENT,
        judge(healthy, weighed("b", .5, Verdict.INSUFFICIENT, 0, 0)).verdict());
    assertEquals(Verdict.UNAVAILABLE, judge(healthy, fixed(Verdict.UNAVAILABLE)).verdict());
    assertEquals(
        Verdict.UNAVAILABLE,
        judge(fixed(Verdict.INSUFFICIENT), fixed(Verdict.UNAVAILABLE), healthy).verdict());
  }

  @Test
  void letsNoObservedSignalDecide() {
    Opinion healthy = weighed("a", 1, Verdict.HEALTHY, 0, 5);
    Evaluation evaluation =
        judge(healthy, observed(Verdict.UNHEALTHY, 1_000), observed(Verdict.UNAVAILABLE, 0));
    assertEquals(Verdict.HEALTHY, evaluation.verdict());
    assertEquals(0, evaluation.rollbackEvidence(), 1e-12);
    assertEquals(1, evaluation.harm());
    assertEquals(3, evaluation.signals().size());
    assertEquals(Verdict.INSUFFICIENT, judge(observed(Verdict.HEALTHY, 0)).verdict());
  }

  @Test
  void takesAnUnavailableSignalForNoEvidenceEitherWay() {
    Opinion unread = new Opinion("a", true, .5, Assessment.unavailable("down"));
    Opinion other = weighed("b", .5, Verdict.INSUFFICIENT, Math.log(20), 3);
    Evaluation evaluation = judge(unread, other);
    assertEquals(Verdict.UNAVAILABLE, evaluation.verdict());
    assertEquals(Math.log(10), evaluation.rollbackEvidence(), 1e-12);
    assertEquals(0, evaluation.promotionEvidence());
    assertEquals(0, evaluation.signals().get(0).attribution());
  }

  @Test
  void reportsTheLeastPromotionEvidenceAndTheLeastHarm() {
    Opinion a = new Opinion(
        "a",
        true,
        .5,
        Assessment.builder(Verdict.HEALTHY).evidence(0, 7).harm(.3).build());
    Opinion b = new Opinion(
        "b",
        true,
        .5,
        Assessment.builder(Verdict.HEALTHY).evidence(0, 4).harm(.2).build());
    Evaluation evaluation = judge(a, b, fixed(Verdict.HEALTHY));
    assertEquals(4, evaluation.promotionEvidence());
    assertEquals(.2, evaluation.harm());
    assertEquals(Math.log(100), evaluation.rollbackThreshold(), 1e-12);
    assertEquals(Math.log(20), evaluation.promotionThreshold(), 1e-12);
  }

  @Test
  void passesTheCallsOn() {
    PairCounts shadow = new PairCounts(9, 1, 2, 3, 2, 1);
    ArmCounts stable = new ArmCounts(new CallCounts(4, 1), CallCounts.NONE);
    ArmCounts candidate = new ArmCounts(new CallCounts(3, 0), CallCounts.NONE);
    Evaluation evaluation = JUDGE.judge(
        Instant.EPOCH,
        1,
        List.of(),
        new Judge.Traffic(2, stable, candidate, ArmCounts.NONE, shadow));
    assertEquals(2, evaluation.requestsPerSecond());
    assertEquals(stable, evaluation.stable());
    assertEquals(candidate, evaluation.candidate());
    assertEquals(ArmCounts.NONE, evaluation.candidateInStage());
    assertEquals(shadow, evaluation.shadow());
  }
}

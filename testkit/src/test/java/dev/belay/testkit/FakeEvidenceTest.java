package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FakeEvidenceTest {

  private static FakeEvidence.Builder evidence() {
    return FakeEvidence.of(failing(.1), failing(.3));
  }

  private static FakeModel failing(double rate) {
    return FakeModel.builder().failureRate(rate).build();
  }

  private static List<EvidenceIncrement> draw(FakeEvidence evidence, int count) {
    List<EvidenceIncrement> increments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      increments.add(evidence.next());
    }
    return increments;
  }

  private static long requests(ArmEvidence arm) {
    return arm.counts().all().requests();
  }

  private static ArmEvidence all(List<EvidenceIncrement> increments, boolean ofCandidate) {
    return increments.stream()
        .map(each -> ofCandidate ? each.candidate() : each.stable())
        .reduce(ArmEvidence.NONE, ArmEvidence::plus);
  }

  @Test
  void isTheSameForTheSameSeed() {
    FakeEvidence.Builder builder = evidence().sticky(.5).pairs(10, .9).cutShort();
    String first = draw(builder.seeded(1), 20).toString();
    assertEquals(first, draw(builder.seeded(1), 20).toString());
    assertNotEquals(first, draw(builder.seeded(2), 20).toString());
  }

  @Test
  void doesWhatTheModelsDo() {
    List<EvidenceIncrement> increments =
        draw(evidence().requests(1_000).shares(1, 2_500).seeded(1), 40);
    ArmEvidence stable = all(increments, false);
    ArmEvidence candidate = all(increments, true);
    assertEquals(40_000, requests(stable) + requests(candidate));
    assertEquals(.25, requests(candidate) / 40_000.0, .02);
    assertEquals(.1, stable.counts().all().failureRate(), .01);
    assertEquals(.3, candidate.counts().all().failureRate(), .02);
    assertEquals(requests(candidate), candidate.random().latencies().total());
    long answers = requests(candidate) - candidate.counts().all().failures();
    assertEquals(answers, candidate.random().scores().count());
    assertEquals(answers, candidate.random().predictions().total());
    assertEquals(.5, candidate.random().scores().mean(), .02);
  }

  @Test
  void goesThroughTheSharesInWholeIntervals() {
    List<EvidenceIncrement> increments = draw(
        evidence().shares(2, 0, 500, 10_000).interval(Duration.ofSeconds(5)).seeded(1), 8);
    assertEquals(
        List.of(0, 0, 500, 500, 10_000, 10_000, 10_000, 10_000),
        increments.stream().map(EvidenceIncrement::share).toList());
    for (int i = 0; i < increments.size(); i++) {
      EvidenceIncrement increment = increments.get(i);
      assertTrue(increment.steady());
      assertEquals(Duration.ofSeconds(5), Duration.between(increment.from(), increment.to()));
      assertEquals(i == 0 ? increment.from() : increments.get(i - 1).to(), increment.from());
      assertEquals(increment.share() == 0, requests(increment.candidate()) == 0);
      assertEquals(increment.share() == 10_000, requests(increment.stable()) == 0);
      Assigned assigned = increment.assigned().get(0);
      assertEquals(requests(increment.stable()), assigned.stable());
      assertEquals(requests(increment.candidate()), assigned.candidate());
    }
  }

  @Test
  void putsKeysIntoTheBucketsOfTheirVersion() {
    EvidenceIncrement increment =
        evidence().requests(20_000).shares(1, 3_000).sticky(.5).seeded(1).next();
    assertEquals(.5, increment.stable().sticky().counts().requests() / 14_000.0, .05);
    for (ArmEvidence arm : List.of(increment.stable(), increment.candidate())) {
      assertEquals(
          arm.sticky().counts().requests(),
          Arrays.stream(arm.buckets().requests()).sum());
      assertEquals(
          arm.sticky().counts().failures(),
          Arrays.stream(arm.buckets().failures()).sum());
    }
    for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
      ArmEvidence other = bucket < 300 ? increment.stable() : increment.candidate();
      assertEquals(0, other.buckets().requests(bucket), "bucket " + bucket);
    }
    assertEquals(BucketCounts.NONE, evidence().seeded(1).next().stable().buckets());
  }

  @Test
  void drawsKeysAnewEverySoOften() {
    assertEquals(
        List.of(0, 0, 0, 1, 1, 1, 2),
        draw(evidence().redrawEvery(3).seeded(1), 7).stream()
            .map(EvidenceIncrement::draw)
            .toList());
  }

  @Test
  void hasPairsWhileTheCandidateHasNoShare() {
    List<EvidenceIncrement> increments =
        draw(evidence().shares(1, 0, 1_000).pairs(5_000, .8).seeded(1), 2);
    PairCounts pairs = increments.get(0).shadow();
    assertEquals(5_000, pairs.pairs());
    assertEquals(.1, pairs.stable().failureRate(), .02);
    assertEquals(.3, pairs.candidate().failureRate(), .02);
    assertEquals(
        pairs.pairs() - pairs.onlyCandidateFailed() - pairs.onlyStableFailed() - pairs.bothFailed(),
        pairs.compared());
    assertEquals(.8, (double) pairs.agreed() / pairs.compared(), .03);
    assertEquals(PairCounts.NONE, increments.get(1).shadow());
  }

  @Test
  void endsAnIncrementWithAFailureOfTheCandidate() {
    List<EvidenceIncrement> increments =
        draw(evidence().shares(1, 2_000).cutShort().seeded(1), 200);
    long steady = 0;
    for (EvidenceIncrement increment : increments) {
      assertTrue(increment.candidate().counts().all().failures() <= 1);
      if (increment.steady()) {
        steady++;
      } else {
        assertEquals(1, increment.candidate().counts().all().failures());
        assertTrue(increment.from().isBefore(increment.to()));
      }
    }
    assertTrue(steady > 10 && steady < 60, "whole intervals: " + steady);
    for (int i = 1; i < increments.size(); i++) {
      assertEquals(increments.get(i - 1).to(), increments.get(i).from());
    }
    long all = requests(all(increments, false)) + requests(all(increments, true));
    assertTrue(all >= steady * 100 && all < (steady + 1) * 100, "requests: " + all);
  }

  @Test
  void countsPredictedScoresByBinIfItIsToldTo() {
    FakeModel half = FakeModel.builder().scores(FakeScores.constant(.52)).build();
    EvidenceIncrement classes = FakeEvidence.of(half, half).seeded(1).next();
    EvidenceIncrement bins =
        FakeEvidence.of(half, half).predictingScores().seeded(1).next();
    assertEquals(
        requests(classes.stable()), classes.stable().random().predictions().count(1));
    assertEquals(requests(bins.stable()), bins.stable().random().predictions().count(10));
  }

  @Test
  void isNotChangedByItsBuilderLater() {
    FakeEvidence.Builder builder = evidence().requests(10);
    FakeEvidence evidence = builder.seeded(1);
    builder.requests(20);
    EvidenceIncrement increment = evidence.next();
    assertEquals(10, requests(increment.stable()) + requests(increment.candidate()));
    assertFalse(increment.isEmpty());
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused(
        "requests must be in [1, 1000000], but was 0", () -> evidence().requests(0));
    assertRefused("shares must be at least one, but were none", () -> evidence().shares(1));
    assertRefused("share must be in [0, 10000], but was -1", () -> evidence().shares(1, -1));
    assertRefused("sticky must be in [0.0, 1.0], but was 1.5", () -> evidence().sticky(1.5));
    assertRefused(
        "agreeing must be in [0.0, 1.0], but was 2.0", () -> evidence().pairs(1, 2));
    assertRefused(
        "redrawEvery must be in [0, 2147483647], but was -1", () -> evidence().redrawEvery(-1));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}

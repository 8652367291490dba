package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.RolloutDecision;
import dev.belay.RolloutReport;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "1");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "2");
  private static final LatencyHistogram NO_LATENCIES =
      LatencyHistogram.of(new long[LatencyBuckets.COUNT]);
  private static final LoadGenerator.Counts LOAD = new LoadGenerator.Counts(1_000, 0, 900, 10);

  @Test
  void isContentWithAPromotionAndARetreatOnEvidence() {
    Summary summary =
        summary(report(Phase.PROMOTED), retreat(Optional.of(evaluation(Verdict.UNHEALTHY))));

    assertTrue(summary.asItShouldBe());
    assertTrue(summary.toText().endsWith("Both rollouts ended as they should      yes"));
  }

  @Test
  void isContentWithARetreatThatTheBlastRadiusCaused() {
    assertTrue(summary(report(Phase.PROMOTED), retreat(Optional.empty())).asItShouldBe());
  }

  @Test
  void isNotContentWithARetreatForWantOfTime() {
    Summary summary =
        summary(report(Phase.PROMOTED), retreat(Optional.of(evaluation(Verdict.INSUFFICIENT))));

    assertFalse(summary.asItShouldBe());
    assertTrue(summary.toText().endsWith("Both rollouts ended as they should      NO"));
  }

  @Test
  void isNotContentWhenTheWrongVersionWins() {
    assertFalse(summary(report(Phase.ROLLED_BACK), retreat(Optional.empty())).asItShouldBe());
    assertFalse(summary(report(Phase.PROMOTED), report(Phase.PROMOTED)).asItShouldBe());
  }

  @Test
  void isNotContentWithABlueGreenThatGaveAUsersRequestToTheBadVersion() {
    RolloutReport exposed = retreat(Optional.of(evaluation(Verdict.UNHEALTHY)));
    assertTrue(of(Strategy.COMBINED, exposed).asItShouldBe());
    assertFalse(of(Strategy.BLUE_GREEN, exposed).asItShouldBe());

    RolloutReport unexposed =
        retreat(Optional.of(evaluation(Verdict.UNHEALTHY)), new CallCounts(0, 0));
    assertTrue(of(Strategy.BLUE_GREEN, unexposed).asItShouldBe());
  }

  @Test
  void tellsWhatCameOfTheShadow() {
    String text = of(Strategy.BLUE_GREEN, retreat(Optional.empty())).toText();

    assertTrue(
        text.contains("Calls in the shadow of stable, fraud:2  400, of which 12 failed; 300 of 388"
            + " compared agree; 7 dropped"),
        text);
    assertFalse(summary(report(Phase.PROMOTED), retreat(Optional.empty()))
        .toText()
        .contains("Calls in the shadow"));
  }

  private static Summary of(Strategy strategy, RolloutReport retreat) {
    return new Summary(strategy, report(Phase.PROMOTED), retreat, LOAD, LOAD, LOAD, LOAD);
  }

  private static Summary summary(RolloutReport promotion, RolloutReport retreat) {
    return new Summary(Strategy.CANARY, promotion, retreat, LOAD, LOAD, LOAD, LOAD);
  }

  private static RolloutReport retreat(Optional<Evaluation> cause) {
    return retreat(cause, new CallCounts(50, 3));
  }

  private static RolloutReport retreat(Optional<Evaluation> cause, CallCounts candidate) {
    RolloutState before = state(Phase.EXPOSING, 100);
    RolloutState after = state(Phase.RETREATING, 0);
    return report(
        Phase.ROLLED_BACK,
        candidate,
        new RolloutDecision(2, Instant.EPOCH, before, after, "a reason", cause));
  }

  private static RolloutReport report(Phase phase) {
    return report(phase, new CallCounts(50, 3));
  }

  private static RolloutReport report(
      Phase phase, CallCounts candidate, RolloutDecision... decisions) {
    return new RolloutReport(
        "fraud/2/1",
        "fraud",
        "canary",
        STABLE,
        CANDIDATE,
        1,
        phase,
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        List.of(decisions),
        ArmCounts.NONE,
        new ArmCounts(candidate, CallCounts.NONE),
        NO_LATENCIES,
        NO_LATENCIES,
        3,
        CallCounts.NONE,
        new PairCounts(400, 12, 0, 0, 388, 300),
        7,
        Optional.of(Duration.ofSeconds(1)));
  }

  private static RolloutState state(Phase phase, int share) {
    return new RolloutState(
        "fraud/2/1",
        1,
        phase,
        0,
        TrafficSplit.between(STABLE, CANDIDATE, share),
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        Set.of(),
        -1,
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Evaluation evaluation(Verdict verdict) {
    return new Evaluation(
        Instant.EPOCH,
        1,
        verdict,
        List.of(),
        5,
        4.6,
        0,
        3,
        .1,
        1_000,
        ArmCounts.NONE,
        ArmCounts.NONE,
        ArmCounts.NONE);
  }
}

package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusTest {

  private static final ModelVersion STABLE = ModelVersion.of("income", "1");
  private static final ModelVersion CANDIDATE = ModelVersion.of("income", "2");
  private static final LoadGenerator.Counts LOAD =
      new LoadGenerator.Counts(1_234_567, 0, 1_000_000, 5_000);

  @Test
  void showsStageShareRequestsRatesEvidenceAndTime() {
    List<String> block = status(Optional.of(evaluation())).block();

    assertEquals(
        List.of(
            "  income:1 -> income:2: EXPOSING, stage 3 of 6, share 5 %, time left 31 s",
            "  requests     1,234,567 from 5,000 users, 987/s; 0 seen failing by a user",
            "  stable       0 of 9,500 failed (0.00 %)",
            "  candidate    3 of 500 failed (0.60 %)",
            "  against it   [####################....................] 2.30 of 4.60: retreat",
            "  for it       [........................................] 0.00 of 3.00: proof",
            "  waiting for  time, blast radius"),
        block);
    assertTrue(block.stream().allMatch(line -> line.length() <= 79));
  }

  @Test
  void showsAllOfItInOneLine() {
    assertEquals(
        "  EXPOSING, stage 3 of 6, share 5 % | 1,234,567 requests, 987/s, 5,000 users, 0 seen failing"
            + " | failed: stable 0.00 % of 9,500, candidate 0.60 % of 500"
            + " | against [#####.....] for [..........] | time left 31 s",
        status(Optional.of(evaluation())).line());
  }

  @Test
  void showsWhatCallsInTheShadowCameTo() {
    Evaluation found = evaluation(new PairCounts(12_345, 678, 9, 10, 11_000, 10_900));
    List<String> block = status(Optional.of(found)).block();

    assertEquals(
        "  in shadow    12,345 pairs, 688 failed on income:2, 10,900 of 11,000 agree",
        block.get(4));
    assertTrue(block.stream().allMatch(line -> line.length() <= 79));
    assertTrue(status(Optional.of(found)).line().contains(" | in shadow: 12,345 pairs, "));
  }

  @Test
  void namesNoStageWhereThereIsButOne() {
    Status.Progress many = status(Optional.empty()).progress().orElseThrow();
    Status.Progress one =
        new Status.Progress(STABLE, CANDIDATE, many.state(), 1, many.timeLeft(), many.evaluation());

    assertEquals(
        "  income:1 -> income:2: EXPOSING, share 5 %, time left 31 s",
        new Status(LOAD, 987, STABLE, Optional.of(one)).block().get(0));
  }

  @Test
  void hasNothingToShowBeforeTheFirstEvaluation() {
    List<String> block = status(Optional.empty()).block();

    assertEquals("  candidate    no calls", block.get(3));
    assertEquals("  against it   " + Bar.of(0, 1, 40), block.get(4));
  }

  @Test
  void namesTheLiveVersionBetweenRollouts() {
    Status status = new Status(LOAD, 987, STABLE, Optional.empty());

    assertEquals("  income:1 serves everything", status.block().get(0));
    assertEquals(
        "  income:1 serves everything | 1,234,567 requests, 987/s, 5,000 users, 0 seen failing",
        status.line());
  }

  private static Status status(Optional<Evaluation> evaluation) {
    RolloutState state = new RolloutState(
        "income/2/1",
        1,
        Phase.EXPOSING,
        2,
        TrafficSplit.between(STABLE, CANDIDATE, 500),
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(40),
        Set.of(Hold.TIME, Hold.BLAST_RADIUS),
        -1,
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
    return new Status(
        LOAD,
        987,
        STABLE,
        Optional.of(new Status.Progress(
            STABLE, CANDIDATE, state, 6, Duration.ofMillis(31_900), evaluation)));
  }

  private static Evaluation evaluation() {
    return evaluation(PairCounts.NONE);
  }

  private static Evaluation evaluation(PairCounts pairs) {
    ArmCounts stable = new ArmCounts(new CallCounts(9_500, 0), CallCounts.NONE);
    ArmCounts candidate = new ArmCounts(new CallCounts(500, 3), CallCounts.NONE);
    return new Evaluation(
        Instant.EPOCH,
        1,
        Verdict.INSUFFICIENT,
        List.of(),
        2.3,
        4.6,
        -.5,
        3,
        .1,
        987,
        stable,
        candidate,
        candidate,
        pairs);
  }
}

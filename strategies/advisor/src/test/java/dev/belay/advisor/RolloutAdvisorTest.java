package dev.belay.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPolicy;
import dev.belay.advisor.Advice.Kind;
import dev.belay.advisor.Advice.Reason;
import dev.belay.strategy.Course;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutAdvisorTest {

  private static final ExpectedTraffic BUSY = ExpectedTraffic.perSecond(100).failing(.01);

  private static RolloutNeeds.Builder needs() {
    return RolloutNeeds.at(BUSY);
  }

  private static Advice advise(RolloutNeeds.Builder needs) {
    return RolloutAdvisor.advise(needs.build());
  }

  private static List<Integer> shares(Advice advice) {
    return advice.strategy().orElseThrow().course().legs().stream()
        .map(Course.Leg::share)
        .toList();
  }

  private static RolloutPolicy policy(Advice advice) {
    return advice.policy().orElseThrow();
  }

  private static void assertContradiction(
      DecisionStep step, String part, RolloutNeeds.Builder needs) {
    Advice advice = advise(needs);
    assertEquals(Kind.NONE, advice.kind(), advice::toText);
    assertEquals(Optional.empty(), advice.strategy());
    assertEquals(Optional.empty(), advice.policy());
    assertTrue(
        advice.reasons().stream()
            .anyMatch(reason -> reason.step() == step && reason.text().contains(part)),
        advice::toText);
  }

  @Test
  void recommendsACanaryWhereNothingSpeaksAgainstIt() {
    Advice advice = advise(needs());
    assertEquals(Kind.CANARY, advice.kind());
    assertEquals(List.of(500, 1_000, 2_000), shares(advice));
  }

  @Test
  void beginsWithLessTheLessABroadFailureIsTolerated() {
    assertEquals(List.of(100, 200, 500), shares(advise(needs().broadFailure(Tolerance.NONE))));
    assertEquals(
        List.of(1_000, 2_000, 5_000), shares(advise(needs().broadFailure(Tolerance.SOME))));
  }

  @Test
  void beginsWithLessTheMoreTrafficThereIs() {
    RolloutNeeds.Builder busier =
        RolloutNeeds.at(ExpectedTraffic.perSecond(10_000).failing(.01));
    assertEquals(50, shares(advise(busier)).get(0), "5 / (10,000 * 0.1) of the traffic");
    RolloutNeeds.Builder busiest =
        RolloutNeeds.at(ExpectedTraffic.perSecond(1_000_000).failing(.01));
    Advice advice = advise(busiest.broadFailure(Tolerance.NONE));
    assertEquals(1, shares(advice).get(0));
    assertEquals(
        10, policy(advice).blastRadius().failuresPerStep(), 1e-9, "what 0.01 % could cost");
  }

  @Test
  void leavesRoomForAHealthyCandidateAndForLittleMore() {
    for (Tolerance tolerance : Tolerance.values()) {
      BlastRadius radius = policy(advise(needs().broadFailure(tolerance))).blastRadius();
      double healthy = .01 * 100 * 2_400;
      assertTrue(radius.maxFailures() > healthy, radius::toString);
      assertTrue(radius.maxFailures() < 1.3 * healthy + tolerance.spareFailures());
    }
  }

  @Test
  void recommendsABlueGreenWithAProofFromTheShadowForACutoverAtOneInstant() {
    Advice advice = advise(needs().nearInstantCutover(true));
    assertEquals(Kind.BLUE_GREEN, advice.kind());
    assertEquals(List.of(), shares(advice));
    assertTrue(policy(advice).shadow().isPresent());
  }

  @Test
  void takesASliceFirstWhereNothingElseCanBeLearnedFrom() {
    Advice advice = advise(needs().nearInstantCutover(true).callsMayBeRepeated(false));
    assertEquals(Kind.BLUE_GREEN_AFTER_SLICE, advice.kind());
    assertEquals(List.of(500), shares(advice));
    assertEquals(Optional.empty(), policy(advice).shadow());
    assertFalse(policy(advice).shield());
  }

  @Test
  void keepsTheOldVersionLongerWhereTheReturnMustBeFast() {
    Advice advice = advise(needs().returnWithin(Duration.ofSeconds(5)));
    assertEquals(
        Duration.ofMinutes(30), advice.strategy().orElseThrow().course().bake());
    assertEquals(
        Duration.ofMinutes(10),
        advise(needs()).strategy().orElseThrow().course().bake());
  }

  @Test
  void givesTwiceTheTimeThatTheProofTakes() {
    Advice advice = advise(needs());
    double proof = advice.plan("8").check().forecast().orElseThrow().promotion().p95Seconds();
    double deadline = policy(advice).deadline().toSeconds();
    assertTrue(deadline >= 2 * proof && deadline < 2 * proof + 3_600, advice::toText);
  }

  @Test
  void saysWhichNeedsContradictEachOther() {
    assertContradiction(
        DecisionStep.EXPOSURE,
        "A near-instant cutover needs the new version at full size",
        needs().nearInstantCutover(true).twoFullCopiesFit(false));
    assertContradiction(
        DecisionStep.EXPOSURE,
        "Old and new must stand complete beside each other",
        needs().mustCoexist(true).twoFullCopiesFit(false));
    assertContradiction(
        DecisionStep.EXPOSURE,
        "Without partial exposure everything changes over at once",
        needs().partialExposure(PartialExposure.RULED_OUT).twoFullCopiesFit(false));
    assertContradiction(
        DecisionStep.BLAST_RADIUS,
        "A return within PT1S needs the old version at full size",
        needs().returnWithin(Duration.ofSeconds(1)).twoFullCopiesFit(false));
    assertContradiction(
        DecisionStep.EVIDENCE,
        "nothing can be learned of the new version",
        needs().partialExposure(PartialExposure.RULED_OUT).callsMayBeRepeated(false));
    assertContradiction(
        DecisionStep.BLAST_RADIUS,
        "the first to find one would be everyone",
        needs()
            .partialExposure(PartialExposure.RULED_OUT)
            .callsMayBeRepeated(false)
            .broadFailure(Tolerance.NONE));
  }

  @Test
  void saysWhenTheTrafficCannotProveAnything() {
    assertContradiction(
        DecisionStep.EVIDENCE,
        "a proof could take longer than a year",
        RolloutNeeds.at(ExpectedTraffic.perSecond(.0001).failing(.01)));
  }

  @Test
  void namesTheContradictionsToWhoeverWantsAPlan() {
    Advice advice = advise(needs().mustCoexist(true).twoFullCopiesFit(false));
    String message = String.valueOf(
        assertThrows(IllegalStateException.class, () -> advice.plan("8")).getMessage());
    assertTrue(
        message.startsWith("there is no plan, because the needs contradict each other: Old and"),
        message);
  }

  @Test
  void explainsItselfInTheOrderOfTheDecision() {
    List<String> lines =
        advise(needs().broadFailure(Tolerance.NONE)).toText().lines().toList();
    assertEquals("recommended: a canary", lines.get(0));
    assertTrue(
        lines.get(1).startsWith("  1 blast radius: No tolerance for a broad failure: "),
        lines.get(1));
    assertTrue(lines.get(2).startsWith("  2 exposure: "), lines.get(2));
    assertTrue(lines.get(5).startsWith("  5 separation: "), lines.get(5));
  }

  @Test
  void refusesNeedsThatCannotBe() {
    assertEquals(
        "failureRate of the traffic must be set, since proofs are planned by it, but was not",
        assertThrows(
                IllegalArgumentException.class, () -> RolloutNeeds.at(ExpectedTraffic.perSecond(1)))
            .getMessage());
    for (Duration value : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(25))) {
      assertEquals(
          "returnWithin must be above zero and at most PT24H, but was " + value,
          assertThrows(IllegalArgumentException.class, () -> needs().returnWithin(value))
              .getMessage());
    }
  }

  @Test
  void everyReasonBelongsToAStep() {
    assertEquals(
        List.of(1, 2, 3, 4, 5),
        advise(needs()).reasons().stream()
            .map(Reason::step)
            .map(DecisionStep::number)
            .toList());
  }
}

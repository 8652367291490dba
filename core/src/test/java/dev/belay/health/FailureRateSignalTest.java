package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FailureRateSignalTest {

  private final Feed feed = new Feed(FailureRate.againstStable().build());

  @Test
  void knowsNothingWithoutCalls() {
    Assessment assessment = feed.nothing();
    assertEquals(Verdict.INSUFFICIENT, assessment.verdict());
    assertEquals(0, assessment.rollbackEvidence(), 1e-15);
    assertEquals(0, assessment.promotionEvidence(), 1e-15);
    assertEquals(1, assessment.harm());
    assertEquals(OptionalDouble.empty(), assessment.missingRequests());
    assertTrue(
        assessment
            .reason()
            .startsWith("candidate: no calls, stable: no calls;"
                + " how much more or less often it fails is not known yet;"),
        assessment.reason());
  }

  @Test
  void condemnsACandidateThatAlwaysFails() {
    Assessment assessment = feed.random(10, 10, 190, 0);
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertTrue(assessment.rollbackEvidence() >= Math.log(100));
    assertTrue(
        assessment.reason().startsWith("candidate: 10 of 10 failed (100.00 %), stable: 0 of 190"),
        assessment.reason());
    assertEquals(OptionalDouble.empty(), assessment.missingRequests());
  }

  @Test
  void saysNothingAgainstACandidateThatFailsAsStableDoes() {
    assertEquals(Verdict.INSUFFICIENT, feed.random(500, 5, 9_500, 95).verdict());
    assertTrue(feed.nothing().rollbackEvidence() < 0);
  }

  /** The promise is about the evidence ever reaching its threshold. */
  @Test
  void keepsItsVerdictWhenTheCandidateRecovers() {
    feed.random(10, 10, 190, 0);
    Assessment later = feed.nothing();
    for (int i = 0; i < 50; i++) {
      later = feed.random(1_000, 0, 19_000, 190);
    }
    assertTrue(later.rollbackEvidence() < Math.log(100));
    assertEquals(Verdict.UNHEALTHY, later.verdict());
  }

  private static EvidenceIncrement millis(
      int from, int to, CallCounts candidate, CallCounts stable) {
    return EvidenceIncrement.of(
        1,
        1_000,
        Instant.EPOCH.plusMillis(from),
        Instant.EPOCH.plusMillis(to),
        ArmEvidence.of(new ArmCounts(stable, CallCounts.NONE)),
        ArmEvidence.of(new ArmCounts(candidate, CallCounts.NONE)));
  }

  /** Otherwise its failures would fall into intervals with few calls of stable, and weigh too little. */
  @Test
  void joinsIntervalsThatAFailureOfTheCandidateCutShortBeforeTheyCountInItsFavour() {
    SignalMonitor whole = FailureRate.againstStable().build().open(Feed.CONTEXT);
    SignalMonitor cut = FailureRate.againstStable().build().open(Feed.CONTEXT);
    for (int i = 0; i < 50; i++) {
      int at = 1_000 * i;
      whole.assess(millis(at, at + 1_000, new CallCounts(10, 1), new CallCounts(90, 9)));
      cut.assess(
          millis(at, at + 100, new CallCounts(1, 1), new CallCounts(9, 0)).cutShort());
      cut.assess(millis(at + 100, at + 1_000, new CallCounts(9, 0), new CallCounts(81, 9)));
    }
    EvidenceIncrement nothing = millis(50_000, 51_000, CallCounts.NONE, CallCounts.NONE);
    assertEquals(
        whole.assess(nothing).promotionEvidence(), cut.assess(nothing).promotionEvidence(), 1e-9);
  }

  /** A version that fails its sticky users does not pass on the others. */
  @Test
  void letsBothKindsOfCallsSpeakForTheCandidate() {
    for (int i = 0; i < 300; i++) {
      ArmEvidence good = ArmEvidence.of(new ArmCounts(new CallCounts(500, 2), CallCounts.NONE));
      ArmEvidence goodStable =
          ArmEvidence.of(new ArmCounts(new CallCounts(9_500, 95), CallCounts.NONE));
      Assessment assessment = feed.arms(
          good.plus(feed.stickyArm(500, 10, 0, 50)),
          goodStable.plus(feed.stickyArm(9_500, 95, 50, 1_000)));
      assertTrue(assessment.verdict() != Verdict.HEALTHY, assessment.reason());
    }
  }

  @Test
  void comparesStickyCallsBeyondTheNoiseOfTheirUsers() {
    Assessment assessment = feed.sticky(1_000, 100, 19_000, 190);
    for (int i = 0; i < 100 && assessment.verdict() == Verdict.INSUFFICIENT; i++) {
      assessment = feed.sticky(1_000, 100, 19_000, 190);
    }
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertEquals(0, assessment.numbers().get("candidateRequests"));
    assertTrue(assessment.reason().contains("could be chance"), assessment.reason());
  }

  @Test
  void saysNothingOfStickyCallsWhileItIsUnknownHowMuchUsersDiffer() {
    Assessment assessment = feed.sticky(1_000, 1_000, 19_000, 0);
    assertEquals(Verdict.INSUFFICIENT, assessment.verdict());
    assertEquals(0, assessment.rollbackEvidence(), 1e-15);
  }

  @Test
  void promotesAServiceOfWhichAllCallsAreSticky() {
    Assessment assessment = feed.sticky(1_000, 10, 19_000, 190);
    for (int i = 0; i < 200 && assessment.verdict() == Verdict.INSUFFICIENT; i++) {
      assessment = feed.sticky(1_000, 10, 19_000, 190);
    }
    assertEquals(Verdict.HEALTHY, assessment.verdict());
  }

  @Test
  void passesACandidateWithoutFailuresAfterAboutFiveByTheAllowance() {
    for (double allowance : new double[] {.001, .01}) {
      Feed quiet =
          new Feed(FailureRate.againstStable().promotionAllowance(allowance).build());
      int requests = 0;
      while (quiet.random(10, 0, 190, 0).verdict() != Verdict.HEALTHY) {
        requests += 10;
        assertTrue(requests < 10 / allowance, "no end after " + requests);
      }
      double rule = requests * allowance;
      assertTrue(rule > 4.4 && rule <= 5.2, requests + " requests at " + allowance);
    }
  }

  @Test
  void tellsAboutHowManyRequestsAreMissing() {
    double first = feed.random(100, 0, 1_900, 0).missingRequests().orElseThrow();
    assertEquals(5_087, first, 5);
    double later = feed.random(2_000, 0, 38_000, 0).missingRequests().orElseThrow();
    assertTrue(later < first && later > 0, first + " then " + later);
  }

  @Test
  void missesNoRequestsWhileOnlyAWarningHoldsItBack() {
    feed.random(100_000, 0, 1_900_000, 0);
    Assessment warned = feed.nothing();
    for (int i = 0; i < 100 && warned.verdict() == Verdict.HEALTHY; i++) {
      warned = feed.random(4, 1, 76, 5);
    }
    // More evidence for it than it needs, but none of it counts while there is almost enough
    // against it.
    assertEquals(Verdict.INSUFFICIENT, warned.verdict());
    assertTrue(warned.promotionEvidence() > Math.log(20));
    assertEquals(OptionalDouble.empty(), warned.missingRequests());
  }

  @Test
  void comparesTheFailuresOfTheSameTimeOnly() {
    // Stable fails as much in total, but not while the candidate did.
    feed.random(0, 0, 10_000, 5_000);
    assertEquals(Verdict.UNHEALTHY, feed.random(20, 20, 380, 0).verdict());
  }

  @Test
  void boundsTheHarmByWhatTheCandidateFailsAndByTheExcessOverStable() {
    double unknown = feed.random(20, 0, 380, 4).harm();
    double better = feed.random(400, 4, 7_600, 76).harm();
    double known = feed.random(40_000, 400, 760_000, 7_600).harm();
    assertTrue(unknown <= 1 && better < unknown && known < better);
    assertTrue(known < .01, "an equal rate of 1 % does no harm of " + known);
  }

  @Test
  void seesNoLessHarmInMoreFailures() {
    double before = 0;
    for (int failures = 0; failures <= 200; failures += 20) {
      Feed fresh = new Feed(FailureRate.againstStable().build());
      double harm = fresh.random(200, failures, 3_800, 38).harm();
      assertTrue(harm >= before, failures + " failures: " + harm + " after " + before);
      assertTrue(harm >= Math.min(1, failures / 200.0 - .01), failures + " failures: " + harm);
      before = harm;
    }
  }

  @Test
  void noticesACandidateThatGoesBadLate() {
    Feed late = new Feed(FailureRate.againstStable().build());
    for (int second = 0; second < 2 * 3_600; second++) {
      late.random(1, 0, 19, 0);
    }
    int requests = 0;
    Assessment assessment;
    do {
      assessment = late.random(1, 1, 19, 0);
      requests++;
    } while (assessment.verdict() != Verdict.UNHEALTHY && requests < 100);
    assertTrue(requests <= 12, requests + " requests, all failing");
  }

  @Test
  void givesTheNumbersThatItDecidedOn() {
    Assessment assessment = feed.random(100, 2, 1_900, 19);
    assertEquals(100, assessment.numbers().get("candidateRequests"));
    assertEquals(2, assessment.numbers().get("candidateFailures"));
    assertEquals(1_900, assessment.numbers().get("stableRequests"));
    assertEquals(19, assessment.numbers().get("stableFailures"));
    assertEquals(Math.log(1 / .01), assessment.numbers().get("rollbackThreshold"));
    assertEquals(Math.log(1 / .05), assessment.numbers().get("promotionThreshold"));
    assertEquals(.2, assessment.numbers().get("tolerance"));
    assertEquals(.5, assessment.numbers().get("margin"));
  }

  @Test
  void refusesAStateOfAnotherFormatOrLength() {
    SignalMonitor monitor = feed.monitor();
    MonitorState saved = monitor.save();
    assertThrows(
        IllegalArgumentException.class,
        () -> monitor.restore(new MonitorState("failure-rate/0", saved.values())));
    assertThrows(
        IllegalArgumentException.class,
        () -> monitor.restore(new MonitorState(saved.format(), List.of(1.0))));
  }
}

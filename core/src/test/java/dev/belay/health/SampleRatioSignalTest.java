package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRatioSignalTest {

  private static final SignalContext CONTEXT = new SignalContext(
      ModelVersion.of("fraud", "7"),
      ModelVersion.of("fraud", "8"),
      .01,
      .05,
      Duration.ofHours(24),
      Duration.ofSeconds(1));

  private final SignalMonitor monitor = HealthSignal.sampleRatio().open(CONTEXT);

  private Assessment assigned(
      int share, long inFlightStable, long inFlightCandidate, Assigned... assigned) {
    return monitor.assess(new EvidenceIncrement(
        1,
        share,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(1),
        new ArmEvidence(CallEvidence.NONE, CallEvidence.NONE, BucketCounts.NONE, inFlightStable),
        new ArmEvidence(CallEvidence.NONE, CallEvidence.NONE, BucketCounts.NONE, inFlightCandidate),
        List.of(assigned)));
  }

  @Test
  void isContentWithTheSplitThatWasAskedFor() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(
          Verdict.HEALTHY, assigned(500, 0, 0, new Assigned(500, 950, 50)).verdict());
    }
  }

  @Test
  void makesTheEvidenceUnavailableForGoodWhenTheSplitIsAnother() {
    Assessment assessment = assigned(500, 0, 0);
    for (int i = 0; i < 100 && assessment.verdict() == Verdict.HEALTHY; i++) {
      assessment = assigned(500, 0, 0, new Assigned(500, 900, 100));
    }
    assertEquals(Verdict.UNAVAILABLE, assessment.verdict());
    assertTrue(assessment.reason().contains("cannot be trusted"), assessment.reason());
    assertEquals(Verdict.UNAVAILABLE, assigned(500, 0, 0).verdict());
  }

  /** A candidate ten times slower than stable has its calls still in flight when stable's are long done. */
  @Test
  void takesSlowCallsForNoMismatch() {
    assertEquals(
        Verdict.HEALTHY, assigned(500, 100, 1_000, new Assigned(500, 18_900, 0)).verdict());
    for (int i = 0; i < 100; i++) {
      assertEquals(
          Verdict.HEALTHY,
          assigned(500, 100, 1_000, new Assigned(500, 19_000, 1_000)).verdict());
    }
  }

  /** Routed by hand, calls in flight are not known: the first to complete are those of the faster version. */
  @Test
  void takesNoVersionThatIsFasterThanTheOtherForAMismatch() {
    for (int i = 0; i < 60; i++) {
      assigned(100, 0, 0, new Assigned(100, 99, 1));
    }
    Assessment rise = assigned(5_000, 0, 0, new Assigned(5_000, 30, 0), new Assigned(100, 20, 1));
    assertEquals(Verdict.HEALTHY, rise.verdict(), rise.reason());
  }

  @Test
  void creditsLateCallsToTheShareAtWhichTheyWereAssigned() {
    assigned(500, 0, 0, new Assigned(500, 9_500, 400));
    for (int i = 0; i < 100; i++) {
      assertEquals(
          Verdict.HEALTHY,
          assigned(5_000, 0, 0, new Assigned(500, 95, 6), new Assigned(5_000, 500, 500))
              .verdict());
    }
  }

  @Test
  void goesOnWhereItWasSaved() {
    assigned(500, 0, 0, new Assigned(500, 900, 100));
    SignalMonitor restored = HealthSignal.sampleRatio().open(Feed.CONTEXT);
    restored.restore(monitor.save());
    assertEquals(monitor.save(), restored.save());
  }

  /** The calls in flight are known anew at once, whatever share the next ones that complete are of. */
  @Test
  void takesSlowCallsForNoMismatchAfterItWasRestored() {
    assigned(500, 100, 1_000, new Assigned(500, 18_900, 0));
    SignalMonitor restored = HealthSignal.sampleRatio().open(CONTEXT);
    restored.restore(monitor.save());
    Assessment assessment = restored.assess(new EvidenceIncrement(
        1,
        500,
        Instant.EPOCH.plusSeconds(1),
        Instant.EPOCH.plusSeconds(2),
        ArmEvidence.NONE,
        new ArmEvidence(CallEvidence.NONE, CallEvidence.NONE, BucketCounts.NONE, 1_000),
        List.of()));
    assertEquals(Verdict.HEALTHY, assessment.verdict(), assessment.reason());
  }

  @Test
  void isAFixedGuardAndNoEvidence() {
    assertEquals(false, HealthSignal.sampleRatio().sequential());
    Assessment nothing = assigned(0, 50, 0, new Assigned(0, 1_000, 0));
    assertEquals(Verdict.HEALTHY, nothing.verdict());
    assertEquals(0, nothing.rollbackEvidence());
  }
}

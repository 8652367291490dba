package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the failure signals learn from calls that both versions have answered. */
@Tag("exhaustive")
class FailureRateInShadowTest {

  private static final HealthSignal SIGNAL = FailureRate.againstStable().build();
  private static final PairCounts NONE = PairCounts.NONE;

  private final Feed feed = new Feed(SIGNAL);

  private static PairCounts pairs(long pairs, long onlyCandidate, long onlyStable, long both) {
    return new PairCounts(pairs, onlyCandidate, onlyStable, both, 0, 0);
  }

  @Test
  void learnsFromBoth() {
    for (HealthSignal signal :
        new HealthSignal[] {SIGNAL, FailureRate.atMost(.01), HealthSignal.gauge("queue", () -> 1, 2)
        }) {
      assertTrue(signal.learnsFromTraffic() && signal.learnsFromShadow(), signal.name());
    }
    for (HealthSignal signal : new HealthSignal[] {
      Latency.againstStable().build(), Quality.againstStable().build()
    }) {
      assertTrue(signal.learnsFromTraffic() && !signal.learnsFromShadow(), signal.name());
    }
  }

  @Test
  void condemnsInTheShadowAndSaysWhatItSaw() {
    Assessment assessment = feed.shadow(pairs(20, 18, 1, 1), 1_000, 10);
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertTrue(
        assessment
            .reason()
            .startsWith("in the shadow: candidate 19 of 20 failed (95.00 %), stable 2 of 20 failed"
                + " (10.00 %), 20 pairs, 1 of them failed on both; it fails at least "),
        assessment.reason());
    assertEquals(20, assessment.numbers().get("shadowPairs"));
    assertEquals(18, assessment.numbers().get("shadowOnlyCandidateFailed"));
    assertEquals(1, assessment.numbers().get("shadowOnlyStableFailed"));
    assertEquals(1, assessment.numbers().get("shadowBothFailed"));
    assertEquals(0, assessment.numbers().get("candidateRequests"));
  }

  @Test
  void saysBothWhenLiveCallsFollow() {
    feed.shadow(pairs(20, 0, 0, 0));
    String reason = feed.random(10, 0, 190, 0).reason();
    assertTrue(reason.startsWith("candidate: 0 of 10 failed"), reason);
    assertTrue(reason.contains("; in the shadow: candidate 0 of 20 failed (0.00 %)"), reason);
  }

  @Test
  void passesACandidateInTheShadow() {
    int seconds = 0;
    while (feed.shadow(pairs(10, 0, 0, 0)).verdict() != Verdict.HEALTHY) {
      seconds++;
      assertTrue(seconds < 550, "no end after " + seconds);
    }
    assertTrue(seconds > 440, "already after " + seconds);
  }

  @Test
  void tellsHowManyPairsAreMissing() {
    assertTrue(feed.shadow(pairs(40, 0, 0, 0)).missingRequests().isEmpty());
    Assessment early = feed.shadow(pairs(60, 0, 0, 1));
    double first = early.missingRequests().orElseThrow();
    assertTrue(early.reason().contains(" more pairs, "), early.reason());
    double later = feed.shadow(pairs(200, 0, 0, 2)).missingRequests().orElseThrow();
    assertTrue(later > 0 && later < first, first + " then " + later);
  }

  /** No call is in both, so their e-values multiply. */
  @Test
  void multipliesTheEvidenceOfPairsAndOfLiveCalls() {
    Feed onlyShadow = new Feed(SIGNAL);
    Feed onlyLive = new Feed(SIGNAL);
    PairCounts shadow = pairs(500, 6, 2, 4);
    feed.shadow(shadow);
    onlyShadow.shadow(shadow);
    onlyLive.shadow(NONE, 500, 6);
    for (int i = 0; i < 5; i++) {
      Assessment both = feed.random(100, 2, 1_900, 19);
      Assessment live = onlyLive.random(100, 2, 1_900, 19);
      Assessment paired = onlyShadow.nothing();
      assertEquals(
          live.rollbackEvidence() + paired.rollbackEvidence(), both.rollbackEvidence(), 1e-9);
      assertEquals(
          live.promotionEvidence() + paired.promotionEvidence(), both.promotionEvidence(), 1e-9);
    }
  }

  /** Sets of pairs are complete, whatever ended the interval, and nothing needs to settle. */
  @Test
  void countsPairsOfIntervalsThatWereCutShort() {
    SignalMonitor whole = SIGNAL.open(Feed.CONTEXT);
    SignalMonitor cut = SIGNAL.open(Feed.CONTEXT);
    Assessment expected = whole.assess(millis(0, 1_000).withShadow(pairs(1_000, 1, 2, 8)));
    cut.assess(millis(0, 100).withShadow(pairs(300, 0, 2, 3)).cutShort());
    Assessment actual =
        cut.assess(millis(100, 1_000).withShadow(pairs(700, 1, 0, 5)).cutShort());
    assertEquals(expected.rollbackEvidence(), actual.rollbackEvidence(), 1e-9);
    assertEquals(expected.promotionEvidence(), actual.promotionEvidence(), 1e-9);
    assertTrue(actual.promotionEvidence() > 0);
  }

  private static EvidenceIncrement millis(int from, int to) {
    return EvidenceIncrement.of(
        1,
        0,
        Instant.EPOCH.plusMillis(from),
        Instant.EPOCH.plusMillis(to),
        ArmEvidence.NONE,
        ArmEvidence.NONE);
  }

  /** Users who differ do so on both sides of a pair. */
  @Test
  void passesAServiceOfWhichAllCallsAreSticky() {
    Assessment assessment = feed.nothing();
    for (int i = 0; i < 60 && assessment.verdict() != Verdict.HEALTHY; i++) {
      ArmEvidence stable = feed.stickyArm(1_000, 10, 50, 1_000);
      assessment = feed.monitor()
          .assess(EvidenceIncrement.of(
                  1,
                  0,
                  Instant.EPOCH.plusSeconds(i + 1),
                  Instant.EPOCH.plusSeconds(i + 2),
                  stable,
                  ArmEvidence.NONE)
              .withShadow(pairs(200, 0, 0, 2)));
    }
    assertEquals(Verdict.HEALTHY, assessment.verdict());
  }

  /** However long the shadow was, and however often the test began anew meanwhile. */
  @Test
  void takesOneNatAtMostFromTheEvidenceAgainstACandidateThatGoesBadLive() {
    for (int minutes : new int[] {1, 60, 23 * 60}) {
      Feed after = new Feed(SIGNAL);
      Feed without = new Feed(SIGNAL);
      for (int minute = 0; minute < minutes; minute++) {
        after.shadow(pairs(1_000, 2, 2, 8));
        without.shadow(NONE, 1_000, 10);
        after.pass(Duration.ofSeconds(59));
        without.pass(Duration.ofSeconds(59));
      }
      int calls = 0;
      int callsWithout = 0;
      for (int i = 1; i <= 20; i++) {
        Assessment bad = after.random(1, 1, 19, 0);
        Assessment badWithout = without.random(1, 1, 19, 0);
        double loss = badWithout.rollbackEvidence() - bad.rollbackEvidence();
        assertTrue(loss > 0 && loss <= 1 + 1e-9, loss + " after " + minutes + " minutes");
        calls = calls == 0 && bad.verdict() == Verdict.UNHEALTHY ? i : calls;
        callsWithout =
            callsWithout == 0 && badWithout.verdict() == Verdict.UNHEALTHY ? i : callsWithout;
      }
      assertTrue(calls > 0 && calls <= callsWithout + 1, calls + " and not " + callsWithout);
    }
  }

  @Test
  void boundsTheHarmBeforeTheFirstLiveCall() {
    double before = 0;
    for (long failures : new long[] {0, 10, 100, 1_000}) {
      double harm = harm(failures, 10, 50);
      assertTrue(harm > before && harm >= failures / 10_000.0, failures + " failures: " + harm);
      before = harm;
    }
    double alike = harm(10, 10, 90);
    assertTrue(alike < .01, "an equal rate of 1 % does no harm of " + alike);
  }

  private static double harm(long onlyCandidate, long onlyStable, long both) {
    Feed shadow = new Feed(SIGNAL);
    shadow.shadow(NONE, 10_000, onlyStable + both);
    return shadow.shadow(pairs(10_000, onlyCandidate, onlyStable, both)).harm();
  }

  @Test
  void goesOnBoundingTheHarmWithTheFirstLiveCalls() {
    feed.shadow(pairs(100_000, 0, 0, 0));
    double before = feed.random(10, 0, 190, 0).harm();
    assertTrue(feed.random(1_000, 500, 19_000, 0).harm() > 10 * before);
  }

  @Test
  void countsTheCandidatesSideAgainstAnObjective() {
    Feed objective = new Feed(FailureRate.atMost(.01));
    Assessment assessment = objective.shadow(pairs(300, 0, 30, 0));
    double first = assessment.promotionEvidence();
    assertTrue(first > 0);
    assessment = objective.shadow(pairs(300, 0, 0, 0));
    assertEquals(Verdict.HEALTHY, assessment.verdict());
    assertTrue(
        assessment
            .reason()
            .startsWith("candidate: 0 of 600 failed (0.00 %), 600 of these calls in"
                + " the shadow, a rate of "),
        assessment.reason());
    assertEquals(600, assessment.numbers().get("shadowPairs"));
    assertEquals(600, assessment.numbers().get("candidateRequests"));
    assertEquals(
        Verdict.UNHEALTHY,
        new Feed(FailureRate.atMost(.01)).shadow(pairs(10, 5, 0, 5)).verdict());
    assertFalse(objective.random(100, 0, 0, 0).reason().contains("700 of these"));
  }

  /**
   * A shadow and then live calls at the very edges. Of 1,000 runs 4 standard deviations more than promised are allowed: tests
   * that keep their promises exactly fail once in 30,000 seeds, and these leave some of it unused. The seeds are fixed.
   */
  @Test
  void seldomErrsOverTheShadowAndTheLiveCallsTogether() {
    int condemned = 0;
    int passed = 0;
    SplittableRandom random = new SplittableRandom(20261124);
    for (int run = 0; run < 1_000; run++) {
      condemned += errs(random, .024, Verdict.UNHEALTHY) ? 1 : 0;
      passed += errs(random, .031, Verdict.HEALTHY) ? 1 : 0;
    }
    assertTrue(condemned <= 10 + 4 * Math.sqrt(1_000 * .01 * .99), condemned + " of 1,000");
    assertTrue(passed <= 50 + 4 * Math.sqrt(1_000 * .05 * .95), passed + " of 1,000");
  }

  /** Stable fails in 2 % of its calls, and the candidate in three quarters of those too while it is in the shadow. */
  private static boolean errs(SplittableRandom random, double rate, Verdict wrong) {
    Feed both = new Feed(SIGNAL);
    for (int i = 0; i < 40; i++) {
      long[] kinds = new long[4];
      for (int pair = 0; pair < 100; pair++) {
        double drawn = random.nextDouble();
        kinds[drawn < .015 ? 3 : drawn < .02 ? 2 : drawn < .005 + rate ? 1 : 0]++;
      }
      if (both.shadow(pairs(100, kinds[1], kinds[2], kinds[3])).verdict() == wrong) {
        return true;
      }
    }
    for (int i = 0; i < 40; i++) {
      if (both.random(50, events(random, 50, rate), 950, events(random, 950, .02))
              .verdict()
          == wrong) {
        return true;
      }
    }
    return false;
  }

  private static long events(SplittableRandom random, int trials, double rate) {
    return random.ints(trials, 0, 1_000_000).filter(drawn -> drawn < 1e6 * rate).count();
  }
}

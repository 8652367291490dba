package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Users who differ, drawn anew every ten minutes. The seeds are fixed, so nothing here depends on luck. */
class DrawnComparisonTest {

  private static final int RUNS = 40;

  /** Sixteen hours. */
  private static final int DRAWS = 100;

  private static final double RATE = .02;
  private static final double WORST_TOLERATED = 1.2;

  private static final SignalContext CONTEXT = new SignalContext(
      Feed.CONTEXT.stable(),
      Feed.CONTEXT.candidate(),
      .01,
      .05,
      Duration.ofHours(24),
      Duration.ZERO,
      true);

  private static SignalMonitor monitor() {
    return FailureRate.againstStable().build().open(CONTEXT);
  }

  private static EvidenceIncrement asRandom(EvidenceIncrement sticky) {
    return EvidenceIncrement.of(
        sticky.attempt(),
        sticky.share(),
        sticky.from(),
        sticky.to(),
        ArmEvidence.random(CallEvidence.of(sticky.stable().sticky().counts())),
        ArmEvidence.random(CallEvidence.of(sticky.candidate().sticky().counts())));
  }

  /** How many of the runs ever had a verdict. */
  private static int runsWith(Verdict verdict, double ratio, boolean drawn) {
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      DrawnUsers users = new DrawnUsers(run, RATE, ratio);
      SignalMonitor monitor = monitor();
      for (int i = 0; i < DRAWS; i++) {
        EvidenceIncrement increment = drawn ? users.nextDraw() : asRandom(users.next());
        if (monitor.assess(increment).verdict() == verdict) {
          found++;
          break;
        }
      }
    }
    return found;
  }

  /** For the draws, 4 or more of 40 would have a probability below 0.001 if each were 0.01. */
  @Test
  void doesNotTakeUnluckyUsersForABadVersion() {
    assertTrue(runsWith(Verdict.UNHEALTHY, WORST_TOLERATED, false) >= 8);
    assertTrue(runsWith(Verdict.UNHEALTHY, WORST_TOLERATED, true) < 4);
  }

  /** At the margin of 1.5; 7 or more of 40 would have a probability below 0.004 if each were 0.05. */
  @Test
  void doesNotTakeLuckyUsersForAGoodVersion() {
    assertTrue(runsWith(Verdict.HEALTHY, 1.5, true) < 7);
  }

  @Test
  void findsAVersionThatFailsFiveTimesAsOftenWithinTwoHours() {
    for (int run = 0; run < RUNS; run++) {
      DrawnUsers users = new DrawnUsers(run, RATE, 5);
      SignalMonitor monitor = monitor();
      Verdict verdict = Verdict.INSUFFICIENT;
      int draws = 0;
      while (verdict != Verdict.UNHEALTHY) {
        assertTrue(draws++ < 12, "run " + run);
        verdict = monitor.assess(users.nextDraw()).verdict();
      }
    }
  }

  @Test
  void passesAVersionThatIsAsGood() {
    int passed = runsWith(Verdict.HEALTHY, 1, true);
    assertTrue(passed >= 20, passed + " of " + RUNS);
    assertEquals(RUNS, runsWith(Verdict.HEALTHY, .5, true));
  }

  /** Failures that fill every bucket must not hide how much worse the candidate is. */
  @Test
  void neverPassesABadVersionWhenEveryBucketFails() {
    DrawnUsers users = new DrawnUsers(1, .15, 3);
    SignalMonitor monitor = monitor();
    for (int i = 0; i < DRAWS; i++) {
      EvidenceIncrement joined = users.next();
      for (int more = 0; more < 5; more++) {
        joined = joined.plus(users.next());
      }
      users.nextDraw();
      assertTrue(monitor.assess(joined).verdict() != Verdict.HEALTHY);
    }
  }

  /** A draw counts when it is complete, in however many intervals it was seen. */
  @Test
  void comparesCompleteDrawsOnly() {
    DrawnUsers users = new DrawnUsers(3, RATE, 10);
    SignalMonitor whole = monitor();
    SignalMonitor parts = monitor();
    double before = 0;
    for (int draw = 0; draw < 5; draw++) {
      EvidenceIncrement first = users.next();
      EvidenceIncrement second = users.nextDraw();
      Assessment joined = whole.assess(first.plus(second));
      Assessment begun = parts.assess(first);
      Assessment ended = parts.assess(second);
      assertEquals(begun.rollbackEvidence(), ended.rollbackEvidence(), 1e-12);
      assertEquals(joined.promotionEvidence(), ended.promotionEvidence(), 1e-9);
      before = ended.rollbackEvidence();
    }
    assertTrue(before > 0, "" + before);
  }

  @Test
  void goesOnWhereItWasSaved() {
    DrawnUsers users = new DrawnUsers(4, RATE, 1.3);
    SignalMonitor original = monitor();
    for (int i = 0; i < 15; i++) {
      original.assess(i % 4 == 3 ? users.nextDraw() : users.next());
    }
    SignalMonitor restored = monitor();
    restored.restore(original.save());
    for (int i = 0; i < 15; i++) {
      EvidenceIncrement next = i % 4 == 3 ? users.nextDraw() : users.next();
      Assessment expected = original.assess(next);
      Assessment actual = restored.assess(next);
      assertEquals(expected.rollbackEvidence(), actual.rollbackEvidence());
      assertEquals(expected.promotionEvidence(), actual.promotionEvidence());
      assertEquals(expected.reason(), actual.reason());
    }
    assertEquals(original.save(), restored.save());
  }
}

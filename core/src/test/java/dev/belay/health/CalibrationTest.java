package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.EvidenceIncrement;
import org.junit.jupiter.api.Test;

/** Users who differ and stay on their version, watched before the candidate begins. The seeds are fixed. */
class CalibrationTest {

  private static final int RUNS = 40;
  private static final double RATE = .02;

  /** Ten hours before, and sixteen after. */
  private static final int BEFORE = 60;

  private static final int AFTER = 100;

  private static SignalMonitor monitor() {
    return FailureRate.againstStable().build().open(Feed.CONTEXT);
  }

  private static int rolledBack(double ratio, int before) {
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      DrawnUsers users = new DrawnUsers(run, RATE, ratio);
      SignalMonitor monitor = monitor();
      for (int i = 0; i < before; i++) {
        monitor.assess(users.nextBefore());
      }
      for (int i = 0; i < AFTER; i++) {
        if (monitor.assess(users.next()).verdict() == Verdict.UNHEALTHY) {
          found++;
          break;
        }
      }
    }
    return found;
  }

  /** At the tolerance; 4 or more of 40 would have a probability below 0.001 if each were 0.01. */
  @Test
  void doesNotTakeUnluckyUsersForABadVersion() {
    assertTrue(rolledBack(1.2, BEFORE) < 4);
  }

  @Test
  void findsWhatUsersWhoDifferWouldHide() {
    int without = rolledBack(2, 0);
    int with = rolledBack(2, BEFORE);
    assertTrue(with >= without + RUNS / 4, with + " with a time before, " + without + " without");
    assertEquals(RUNS, rolledBack(5, BEFORE));
  }

  @Test
  void changesNothingWithTooFewFailuresBefore() {
    DrawnUsers users = new DrawnUsers(7, 1e-5, 1);
    Calibration calibration = new Calibration(.01, new double[] {1, 2, 100});
    for (int i = 0; i < 3; i++) {
      calibration.learn(users.nextBefore().stable().buckets());
    }
    assertTrue(!calibration.possible());
    assertEquals(3, calibration.bound(Feed.SHARE, 1));
  }

  @Test
  void boundsHowUnluckyTheUsersWere() {
    DrawnUsers users = new DrawnUsers(7, RATE, 1);
    Calibration calibration = new Calibration(.01, new double[] {.01, 100});
    for (int i = 0; i < BEFORE; i++) {
      calibration.learn(users.nextBefore().stable().buckets());
    }
    assertTrue(calibration.possible());
    assertEquals(1, calibration.bound(Feed.SHARE, 1));
    assertEquals(2, calibration.bound(Feed.SHARE + 5, 1), "the share cuts a bucket in two");
  }

  @Test
  void goesOnWhereItWasSaved() {
    for (int moment : new int[] {10, BEFORE, BEFORE + 10}) {
      DrawnUsers users = new DrawnUsers(4, RATE, 1.5);
      SignalMonitor original = monitor();
      for (int i = 0; i < moment; i++) {
        original.assess(i < BEFORE ? users.nextBefore() : users.next());
      }
      SignalMonitor restored = monitor();
      restored.restore(original.save());
      for (int i = moment; i < BEFORE + 20; i++) {
        EvidenceIncrement next = i < BEFORE ? users.nextBefore() : users.next();
        assertEquals(
            original.assess(next).rollbackEvidence(), restored.assess(next).rollbackEvidence());
      }
      assertEquals(original.save(), restored.save());
    }
  }
}

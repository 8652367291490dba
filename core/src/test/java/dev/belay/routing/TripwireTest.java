package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.routing.Tripwire.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TripwireTest {

  @Test
  void sendsEverythingToStableBeforeTheCallThatSpendsTheCapReturns() {
    Rig rig = new Rig(null, 3, 100).expose(500);
    rig.toCandidate().failed(1);
    rig.toCandidate().succeeded(1);
    rig.toCandidate().failed(1);
    assertEquals(500, rig.share());
    assertNull(rig.tripwire.cause());
    rig.toCandidate().failed(1);
    assertEquals(0, rig.share());
    assertEquals(Cause.FAILURES_SPENT, rig.tripwire.cause());
  }

  @Test
  void takesACandidateForDeadAfterSoManyFailuresInARow() {
    Rig rig = new Rig(null, 100, 3).expose(500);
    failTwice(rig);
    assertEquals(500, rig.share());
    rig.toCandidate().failed(1);
    assertEquals(0, rig.share());
    assertEquals(Cause.CONSECUTIVE_FAILURES, rig.tripwire.cause());
  }

  @Test
  void countsARowAnewAfterASuccess() {
    Rig rig = new Rig(null, 100, 3).expose(500);
    for (int i = 0; i < 10; i++) {
      failTwice(rig);
      assertEquals(2, rig.tripwire.consecutiveFailures());
      rig.toCandidate().succeeded(1);
      assertEquals(0, rig.tripwire.consecutiveFailures());
    }
    assertEquals(500, rig.share());
    assertEquals(20, rig.tripwire.failures());
  }

  @Test
  void ignoresFailuresOfTheStableVersion() {
    Rig rig = new Rig(null, 1, 1).expose(500);
    rig.toStable().failed(1);
    assertEquals(500, rig.share());
    assertEquals(0, rig.tripwire.failures());
    assertEquals(0, rig.nudges);
  }

  @Test
  void keepsTheFirstCauseAndItsMoment() {
    Rig rig = new Rig(null, 2, 100).expose(500);
    rig.tripwire.trip(Cause.RETREAT);
    OptionalLong tripped = rig.tripwire.trippedNanos();
    failTwice(rig);
    assertEquals(Cause.RETREAT, rig.tripwire.cause());
    assertEquals(tripped, rig.tripwire.trippedNanos());
    assertTrue(tripped.isPresent());
  }

  @Test
  void remembersWhenTheCandidateFirstFailed() {
    Rig rig = new Rig(null, 100, 100).expose(500);
    assertEquals(OptionalLong.empty(), rig.tripwire.firstFailureNanos());
    failTwice(rig);
    assertEquals(OptionalLong.of(1), rig.tripwire.firstFailureNanos());
    assertEquals(OptionalLong.empty(), rig.tripwire.trippedNanos());
  }

  @Test
  void nudgesTheControlPlaneAtEachFailureAndAtNoSuccess() {
    Rig rig = new Rig(null, 100, 100).expose(500);
    rig.toCandidate().succeeded(1);
    assertEquals(0, rig.nudges);
    failTwice(rig);
    assertEquals(2, rig.nudges);
  }

  private static void failTwice(Rig rig) {
    rig.toCandidate().failed(1);
    rig.toCandidate().failed(1);
  }

  /** Design section 5: at most the calls then in flight on the candidate go beyond the cap. */
  @Test
  void letsNoThreadRouteToTheCandidateAfterItsOwnFailureSpentTheCap() throws Exception {
    int threads = 8;
    int cap = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        hammer(pool, threads, cap);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void hammer(ExecutorService pool, int threads, int cap) throws Exception {
    Rig rig = new Rig(null, cap, Integer.MAX_VALUE).expose(10_000);
    AtomicInteger reported = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> late = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Callable<Integer> work = () -> {
        start.await();
        int wrong = 0;
        for (CreditedRoute route = rig.router.route();
            route.version().equals(Rig.CANDIDATE);
            route = rig.router.route()) {
          route.failed(1);
          int count = reported.incrementAndGet();
          // So many failures have returned from here: the wire has seen them all.
          wrong += count >= cap && rig.share() != 0 ? 1 : 0;
        }
        return wrong;
      };
      late.add(pool.submit(work));
    }
    start.countDown();
    for (Future<Integer> wrong : late) {
      assertEquals(0, wrong.get(30, TimeUnit.SECONDS));
    }
    long failures = rig.tripwire.failures();
    assertTrue(failures >= cap && failures < cap + threads, failures + " failures");
    assertEquals(failures, rig.candidateCounts().failures());
    assertEquals(Cause.FAILURES_SPENT, rig.tripwire.cause());
  }
}

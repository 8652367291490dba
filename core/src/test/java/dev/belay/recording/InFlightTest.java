package dev.belay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private static final int CALLERS = 2;
  private static final int ROUNDS = 200;

  @Test
  void countsCallsFromTheirBeginningToTheirEnd() {
    InFlight calls = new InFlight();
    assertTrue(calls.begin());
    assertTrue(calls.begin());
    assertEquals(2, calls.count());
    calls.end();
    assertEquals(1, calls.count());
    calls.end();
    assertEquals(0, calls.count());
  }

  @Test
  void beginsNothingAfterTheGateIsClosedAndStillEndsWhatRuns() {
    InFlight calls = new InFlight();
    assertTrue(calls.begin());
    calls.close();
    assertFalse(calls.begin());
    assertEquals(1, calls.count());
    calls.end();
    assertFalse(calls.begin());
    assertEquals(0, calls.count());
  }

  @Test
  void countsACallThatEndsOnAnotherThread() throws Exception {
    InFlight calls = new InFlight();
    assertTrue(calls.begin());
    Thread other = new Thread(calls::end);
    other.start();
    other.join(TimeUnit.SECONDS.toMillis(30));
    assertEquals(0, calls.count());
  }

  /**
   * A closed gate with a count of zero means drained for good: no call is inside then, and none gets in later. Racing threads
   * try to find the order in which it does not.
   */
  @Test
  void letsNoCallRunOnceAClosedGateWasCountedDown() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
    try {
      CyclicBarrier start = new CyclicBarrier(CALLERS + 1);
      for (int round = 0; round < ROUNDS; round++) {
        race(pool, start);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void race(ExecutorService pool, CyclicBarrier start) throws Exception {
    InFlight calls = new InFlight();
    AtomicBoolean drained = new AtomicBoolean();
    List<Future<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Callable<Boolean> caller = () -> {
        start.await(30, TimeUnit.SECONDS);
        boolean ranWhenDrained = false;
        while (calls.begin()) {
          Thread.onSpinWait();
          ranWhenDrained |= drained.get();
          calls.end();
        }
        return ranWhenDrained;
      };
      callers.add(pool.submit(caller));
    }
    start.await(30, TimeUnit.SECONDS);
    calls.close();
    while (calls.count() != 0) {
      Thread.onSpinWait();
    }
    drained.set(true);
    for (Future<Boolean> ranWhenDrained : callers) {
      assertFalse(ranWhenDrained.get(30, TimeUnit.SECONDS));
    }
    assertEquals(0, calls.count());
  }
}

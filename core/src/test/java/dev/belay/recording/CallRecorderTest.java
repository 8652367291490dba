package dev.belay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallRecorderTest {

  private static final int THREADS = 8;
  private static final int CALLS = 50_000;

  @Test
  void startsWithNothing() {
    assertEquals(CallCounts.NONE, new CallRecorder(null).counts());
  }

  @Test
  void countsOutcomesAndTheirLatencies() {
    VersionRecorder latencies = new VersionRecorder();
    CallRecorder recorder = new CallRecorder(latencies);
    recorder.succeeded(100);
    recorder.failed(100);
    recorder.failed(Long.MAX_VALUE);
    assertEquals(new CallCounts(3, 2), recorder.counts());
    LatencyHistogram histogram = latencies.latencies();
    assertEquals(2, histogram.count(LatencyBuckets.indexOf(100)));
    assertEquals(1, histogram.count(LatencyBuckets.COUNT - 1));
    assertEquals(3, histogram.total());
  }

  @Test
  void addsTheLatenciesOfAllRoutesOfAVersion() {
    VersionRecorder latencies = new VersionRecorder();
    new CallRecorder(latencies).succeeded(1);
    new CallRecorder(latencies).failed(1);
    assertEquals(2, latencies.latencies().total());
  }

  /** Nothing is lost or counted twice, and what a reader sees meanwhile only grows and is never impossible. */
  @Test
  void losesNothingFromManyThreadsWhileItIsRead() throws Exception {
    VersionRecorder latencies = new VersionRecorder();
    CallRecorder recorder = new CallRecorder(latencies);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
    try {
      CountDownLatch start = new CountDownLatch(1);
      CountDownLatch written = new CountDownLatch(THREADS);
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        writers.add(pool.submit(() -> write(recorder, start, written)));
      }
      Future<CallCounts> reader = pool.submit(() -> readUntil(recorder, start, written));
      start.countDown();
      CallCounts lastRead = reader.get(60, TimeUnit.SECONDS);
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      CallCounts all = new CallCounts((long) THREADS * CALLS, THREADS * CALLS / 10L);
      assertEquals(all, recorder.counts());
      assertEquals(all, lastRead);
      assertEquals(all.requests(), latencies.latencies().total());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void write(CallRecorder recorder, CountDownLatch start, CountDownLatch written) {
    try {
      start.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    for (int call = 0; call < CALLS; call++) {
      if (call % 10 == 0) {
        recorder.failed(call);
      } else {
        recorder.succeeded(call);
      }
    }
    written.countDown();
  }

  private static CallCounts readUntil(
      CallRecorder recorder, CountDownLatch start, CountDownLatch written)
      throws InterruptedException {
    start.await();
    CallCounts before = CallCounts.NONE;
    boolean last;
    do {
      last = written.getCount() == 0;
      CallCounts now = recorder.counts();
      assertTrue(now.failures() >= before.failures(), before + " then " + now);
      assertTrue(
          now.requests() - now.failures() >= before.requests() - before.failures(),
          before + " then " + now);
      before = now;
    } while (!last);
    return before;
  }
}

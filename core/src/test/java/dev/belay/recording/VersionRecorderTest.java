package dev.belay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRecorderTest {

  private static final int THREADS = 4;
  private static final int CALLS = 20_000;

  private final VersionRecorder version = new VersionRecorder();
  private final CallRecorder recorder = new CallRecorder(version);

  private CallEvidence take() {
    return version.take(new CallCounts(1, 0));
  }

  @Test
  void handsOutWhatHasGrownSinceTheLastReading() {
    recorder.succeeded(1_000_000);
    recorder.scored(.25);
    recorder.scored(1);
    recorder.predicted(3);
    recorder.predicted(.5);
    CallEvidence first = take();
    assertEquals(1, first.latencies().total());
    assertEquals(new ScoreSums(2, 1.25, 1.0625, 0), first.scores());
    assertEquals(1, first.predictions().count(3));
    assertEquals(1, first.predictions().count(10));
    CallEvidence second = take();
    assertEquals(0, second.latencies().total());
    assertSame(ScoreSums.NONE, second.scores());
    assertSame(PredictionCounts.NONE, second.predictions());
    assertEquals(1, version.latencies().total());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e-9, 1.0000001})
  void countsWhatIsNoScoreAsRejected(double score) {
    recorder.scored(score);
    recorder.predicted(score);
    CallEvidence evidence = take();
    assertEquals(new ScoreSums(0, 0, 0, 1), evidence.scores());
    assertEquals(0, evidence.predictions().total());
    assertEquals(1, evidence.predictions().rejected());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 64, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void countsWhatIsNoClassAsRejected(int index) {
    recorder.predicted(index);
    assertEquals(1, take().predictions().rejected());
  }

  /** Number, sum and sum of squares belong together in every reading, and no score is lost or counted twice. */
  @Test
  void readsScoresThatBelongTogetherWhileManyThreadsWrite() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch written = new CountDownLatch(THREADS);
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        writers.add(pool.submit(() -> {
          for (int call = 0; call < CALLS; call++) {
            recorder.scored(.5);
          }
          written.countDown();
        }));
      }
      ScoreSums all = ScoreSums.NONE;
      while (written.getCount() > 0) {
        ScoreSums grown = take().scores();
        assertEquals(.5 * grown.count(), grown.sum());
        assertEquals(.25 * grown.count(), grown.sumOfSquares());
        all = all.plus(grown);
      }
      for (Future<?> writer : writers) {
        writer.get(10, TimeUnit.SECONDS);
      }
      all = all.plus(take().scores());
      assertEquals((long) THREADS * CALLS, all.count());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void countsStickyCallsByBucketWithFailuresNeverAboveRequests() throws Exception {
    BucketRecorder buckets = new BucketRecorder();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        writers.add(pool.submit(() -> {
          for (int call = 0; call < CALLS; call++) {
            buckets.record(call % BucketCounts.BUCKETS, call % 2 == 0);
          }
        }));
      }
      BucketCounts all = BucketCounts.NONE;
      boolean running = true;
      while (running) {
        running = writers.stream().anyMatch(writer -> !writer.isDone());
        all = all.plus(buckets.take());
      }
      for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
        long expected = (long) THREADS * CALLS / BucketCounts.BUCKETS;
        assertEquals(expected, all.requests(bucket));
        assertEquals(bucket % 2 == 0 ? expected : 0, all.failures(bucket));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void findsBucketsAndBinsAtTheirEdges() {
    assertEquals(0, BucketCounts.bucketOf(0));
    assertEquals(BucketCounts.BUCKETS - 1, BucketCounts.bucketOf((1L << 32) - 1));
    assertEquals(0, PredictionCounts.binOf(0));
    assertEquals(PredictionCounts.BINS - 1, PredictionCounts.binOf(1));
    assertTrue(PredictionCounts.binOf(.05) == 1 && PredictionCounts.binOf(.0499) == 0);
  }
}

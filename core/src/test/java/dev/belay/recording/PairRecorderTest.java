package dev.belay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.PairCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pairs in complete sets. */
class PairRecorderTest {

  private final PairRecorder recorder = new PairRecorder();

  @Test
  void aReadingHandsOutThePairsThatBeganBeforeItAndHaveAllEnded() {
    recorder.begin().end(false, true);
    recorder.begin().end(true, false);
    recorder.begin().end(true, true);
    recorder.begin().endCompared(true);
    recorder.begin().endCompared(false);
    recorder.begin().end(false, false);
    recorder.begin().abandon();

    assertEquals(new PairCounts(6, 1, 1, 1, 2, 1), recorder.take());
    assertEquals(PairCounts.NONE, recorder.take());
  }

  @Test
  void aPairThatEndsLateHoldsBackItsWholeSetAndNothingIsLost() {
    PairRecorder.Batch slow = recorder.begin();
    recorder.begin().end(false, false);
    assertEquals(PairCounts.NONE, recorder.take());
    recorder.begin().end(false, false);
    recorder.begin().end(false, false);
    assertEquals(PairCounts.NONE, recorder.take(), "later sets wait for the earlier one");

    slow.end(false, true);
    assertEquals(new PairCounts(2, 1, 0, 0, 0, 0), recorder.take());
    assertEquals(new PairCounts(2, 0, 0, 0, 0, 0), recorder.take());
  }

  @Test
  void aPairThatIsAbandonedHoldsBackNothing() {
    PairRecorder.Batch never = recorder.begin();
    recorder.begin().end(false, false);
    assertEquals(PairCounts.NONE, recorder.take());
    never.abandon();

    assertEquals(1, recorder.take().pairs());
  }

  /** Each writer ends its pairs late, and in another order than it began them. */
  @Test
  @Timeout(60)
  void losesNothingAndCountsNothingTwiceWithEightWritersAndAReader() throws InterruptedException {
    int writers = 8;
    int each = 20_000;
    AtomicInteger running = new AtomicInteger(writers);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int seed = i;
      Thread thread = new Thread(() -> {
        SplittableRandom order = new SplittableRandom(seed);
        List<PairRecorder.Batch> begun = new ArrayList<>();
        for (int n = 0; n < each; n++) {
          begun.add(recorder.begin());
          if (begun.size() == 8) {
            begun.remove(order.nextInt(8)).end(false, true);
          }
        }
        begun.forEach(batch -> batch.endCompared(true));
        running.decrementAndGet();
      });
      threads.add(thread);
      thread.start();
    }
    PairCounts sum = PairCounts.NONE;
    while (running.get() > 0) {
      sum = sum.plus(recorder.take());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    sum = sum.plus(recorder.take()).plus(recorder.take());

    assertTrue(sum.pairs() > 0);
    long late = 7L * writers;
    assertEquals(
        new PairCounts((long) writers * each, (long) writers * each - late, 0, 0, late, late), sum);
  }
}

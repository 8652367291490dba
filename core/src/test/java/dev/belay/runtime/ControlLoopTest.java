package dev.belay.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Latches order what happens; a timeout only ends a test that has failed. */
class ControlLoopTest {

  private static final Duration FAR = Duration.ofDays(300);
  private static final Duration SOON = Duration.ofMillis(1);

  private final ControlLoop loop = new ControlLoop("loop-under-test");

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Waits until everything that was asked for before has been done. */
  private void settle() {
    CountDownLatch done = new CountDownLatch(1);
    loop.attach(done::countDown).now();
    await(done);
    CountDownLatch again = new CountDownLatch(1);
    loop.attach(again::countDown).now();
    await(again);
  }

  /** Keeps the thread busy until the latch is released, so that several requests arrive before it looks at any. */
  private CountDownLatch hold() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    loop.attach(() -> {
          entered.countDown();
          await(release);
        })
        .now();
    await(entered);
    return release;
  }

  @Test
  void runsATaskOnlyWhenItIsAsked() {
    AtomicInteger runs = new AtomicInteger();
    Wakeup wakeup = loop.attach(runs::incrementAndGet);
    settle();
    assertEquals(0, runs.get());
    wakeup.now();
    settle();
    assertEquals(1, runs.get());
  }

  @Test
  void runsOnceHoweverOftenItIsAskedBeforeItRuns() {
    CountDownLatch release = hold();
    AtomicInteger runs = new AtomicInteger();
    Wakeup wakeup = loop.attach(runs::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      wakeup.now();
    }
    release.countDown();
    settle();
    assertEquals(1, runs.get());
  }

  @Test
  void runsAgainIfItIsAskedWhileItRuns() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch twice = new CountDownLatch(2);
    Wakeup wakeup = loop.attach(() -> {
      entered.countDown();
      await(release);
      twice.countDown();
    });
    wakeup.now();
    await(entered);
    wakeup.now();
    release.countDown();
    await(twice);
  }

  @Test
  void losesNoRequestOfManyThreads() throws Exception {
    int threads = 4;
    List<AtomicInteger> wanted = new ArrayList<>();
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      AtomicInteger asked = new AtomicInteger();
      AtomicInteger seen = new AtomicInteger();
      wanted.add(seen);
      Wakeup wakeup = loop.attach(() -> seen.set(asked.get()));
      Thread asker = new Thread(() -> {
        for (int n = 0; n < 20_000; n++) {
          asked.incrementAndGet();
          wakeup.now();
        }
      });
      askers.add(asker);
      asker.start();
    }
    for (Thread asker : askers) {
      asker.join(TimeUnit.SECONDS.toMillis(30));
    }
    settle();
    for (AtomicInteger seen : wanted) {
      assertEquals(20_000, seen.get());
    }
  }

  @Test
  void runsAfterADelay() {
    CountDownLatch ran = new CountDownLatch(1);
    long asked = System.nanoTime();
    loop.attach(ran::countDown).after(Duration.ofMillis(20));
    await(ran);
    assertTrue(System.nanoTime() - asked >= Duration.ofMillis(20).toNanos());
  }

  @Test
  void replacesADelayByAShorterOne() {
    CountDownLatch ran = new CountDownLatch(1);
    Wakeup wakeup = loop.attach(ran::countDown);
    wakeup.after(FAR);
    settle();
    wakeup.after(SOON);
    await(ran);
  }

  @Test
  void replacesADelayByALongerOne() {
    CountDownLatch release = hold();
    AtomicInteger runs = new AtomicInteger();
    Wakeup wakeup = loop.attach(runs::incrementAndGet);
    wakeup.after(Duration.ZERO);
    wakeup.after(FAR);
    release.countDown();
    settle();
    assertEquals(0, runs.get());
  }

  @Test
  void runsTimersInTheOrderInWhichTheyAreDue() throws Exception {
    BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
    CountDownLatch release = hold();
    for (int delay : new int[] {400, 1, 200}) {
      loop.attach(() -> order.add(delay)).after(Duration.ofMillis(delay));
    }
    release.countDown();
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      seen.add(Objects.requireNonNull(order.poll(30, TimeUnit.SECONDS)));
    }
    assertEquals(List.of(1, 200, 400), seen);
  }

  @Test
  void letsATaskAskForItsNextRun() {
    CountDownLatch five = new CountDownLatch(5);
    Wakeup[] self = new Wakeup[1];
    self[0] = loop.attach(() -> {
      five.countDown();
      self[0].after(SOON);
    });
    self[0].now();
    await(five);
    self[0].cancel();
  }

  @Test
  void neverRunsATaskThatWasCancelled() {
    CountDownLatch release = hold();
    AtomicInteger runs = new AtomicInteger();
    Wakeup wakeup = loop.attach(runs::incrementAndGet);
    wakeup.after(Duration.ZERO);
    wakeup.cancel();
    wakeup.now();
    release.countDown();
    settle();
    wakeup.now();
    wakeup.after(Duration.ZERO);
    settle();
    assertEquals(0, runs.get());
  }

  @Test
  void keepsATaskThatThrew() {
    CountDownLatch twice = new CountDownLatch(2);
    Wakeup wakeup = loop.attach(() -> {
      twice.countDown();
      throw new IllegalStateException("a test throws this; it is logged");
    });
    wakeup.now();
    settle();
    wakeup.now();
    await(twice);
    settle();
  }

  @Test
  void runsItsTasksOnOneDaemonThread() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    loop.attach(() -> threads.add(Thread.currentThread())).now();
    loop.attach(() -> threads.add(Thread.currentThread())).now();
    Thread first = threads.poll(30, TimeUnit.SECONDS);
    assertSame(first, threads.poll(30, TimeUnit.SECONDS));
    assertTrue(first != null && first.isDaemon());
    assertFalse(Thread.currentThread().equals(first));
  }
}

package dev.belay.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemRuntimeTest {

  private static final int MORE_THAN_ALL_THREADS = 300;

  private final BelayRuntime runtime = BelayRuntime.system();

  @Test
  void isSharedByTheWholeProcess() {
    assertSame(runtime, BelayRuntime.system());
  }

  @Test
  void measuresTimeThatNeverRunsBack() {
    long before = runtime.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      long now = runtime.nanoTime();
      assertTrue(now - before >= 0);
      before = now;
    }
  }

  @Test
  void runsAControlTask() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    runtime.attach(ran::countDown).now();
    assertTrue(ran.await(30, TimeUnit.SECONDS));
  }

  @Test
  void takesMoreInputAndOutputThanItHasThreadsFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(MORE_THAN_ALL_THREADS);
    for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
      runtime.io().execute(() -> {
        awaitQuietly(release);
        done.countDown();
      });
    }
    release.countDown();
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void refusesACallInsteadOfQueueingIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Executor calls = runtime.calls();
    int taken = 0;
    int refused = 0;
    CountDownLatch running = new CountDownLatch(MORE_THAN_ALL_THREADS);
    try {
      for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
        try {
          calls.execute(() -> {
            running.countDown();
            awaitQuietly(release);
          });
          taken++;
        } catch (RejectedExecutionException saturated) {
          refused++;
          running.countDown();
        }
      }
      // Each call that was taken runs at once, while none of the others has ended.
      assertTrue(running.await(30, TimeUnit.SECONDS));
    } finally {
      release.countDown();
    }
    assertEquals(256, taken);
    assertEquals(44, refused);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

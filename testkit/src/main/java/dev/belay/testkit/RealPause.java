package dev.belay.testkit;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The only place of the testkit that waits in real time. */
final class RealPause implements Pause {

  static final Pause SHARED = new RealPause();

  private RealPause() {}

  @Override
  public void spend(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration must be at least zero, but was " + duration);
    }
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      CancellationException ended =
          new CancellationException("interrupted while waiting " + duration);
      ended.initCause(interrupted);
      throw ended;
    }
  }

  /** The JDK's own timer is a daemon thread that all share, and its common pool does the work. */
  @Override
  public void schedule(Duration delay, Runnable work) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(work);
  }
}

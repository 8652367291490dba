package dev.belay.testkit;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * How a fake lets time pass: in virtual time by moving the clock, in real time by waiting.
 *
 * <p>{@link VirtualRuntime} is one. A test that wraps it in a runtime of its own hands the pause to
 * {@link FakeEndpoint.Builder#pause}, or fakes would wait in real time.
 */
public interface Pause {

  /**
   * Really waits. It holds no thread but the caller's, and keeps no process alive.
   *
   * @return always the same pause, which is thread-safe
   */
  static Pause real() {
    return RealPause.SHARED;
  }

  /**
   * Lets time pass inside a call.
   *
   * @param duration how long, at least zero
   * @throws CancellationException if it really waits and the thread was interrupted, before or meanwhile; it stays interrupted
   * @throws IllegalArgumentException if the duration is negative
   */
  void spend(Duration duration);

  /**
   * Runs something later, and returns at once.
   *
   * @param delay how much later, at least zero
   * @param work what to run; it is short
   */
  void schedule(Duration delay, Runnable work);
}

package dev.belay.runtime;

import java.time.Duration;

/**
 * Asks a task that was attached to a {@link BelayRuntime} to run.
 *
 * <p>Requests coalesce: however many arrive before the task runs, it runs once. A request that arrives while the task is
 * running makes it run again. Thread-safe.
 */
public interface Wakeup {

  /** Runs the task as soon as possible. Called on the request path: it takes no lock, allocates nothing, never waits. */
  void now();

  /**
   * Runs the task after a delay, instead of any later or earlier delay asked for before.
   *
   * @param delay how long to wait, at least zero
   */
  void after(Duration delay);

  /** Never runs the task again. */
  void cancel();
}

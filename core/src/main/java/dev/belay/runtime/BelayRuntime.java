package dev.belay.runtime;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Everything that Belay takes from its surroundings: clocks, threads and chance.
 *
 * <p>Services use {@link #system()}. Tests and simulations bring one with virtual time, which makes a rollout of a day
 * run in milliseconds and twice the same. Implementations are thread-safe.
 */
public interface BelayRuntime {

  /**
   * The runtime of this process: the system's clocks, two daemon threads for all endpoints together, and daemon threads
   * that come and go for input and output. It is shared and lives as long as the process.
   *
   * @return always the same runtime
   */
  static BelayRuntime system() {
    return SystemRuntime.SHARED;
  }

  /**
   * The wall clock, for reports and journals. No decision depends on it after a rollout has begun.
   *
   * @return the clock
   */
  InstantSource clock();

  /**
   * The monotonic clock that measures calls, stages and deadlines.
   *
   * @return nanoseconds since an arbitrary moment, never less than before
   */
  long nanoTime();

  /**
   * Draws the chance that assigns one request. Called on the request path: it takes no lock, allocates nothing, never
   * waits.
   *
   * @return 32 uniformly distributed bits, independent of all others
   */
  int randomBits();

  /**
   * Attaches a task of the control plane. It never runs twice at the same time, and what it did in one run is visible to
   * the next. A task is short and never waits, because it shares its thread with others; an exception it throws is
   * logged.
   *
   * @param task what to run
   * @return how to ask it to run; it does not run before that
   */
  Wakeup attach(Runnable task);

  /**
   * Runs what may wait for stores, targets, signals or listeners.
   *
   * @return an executor that accepts every task and keeps the request path and the control plane free
   */
  Executor io();

  /**
   * Names this process for people, for example to say who has a journal.
   *
   * @return a short name; always the same
   */
  default String process() {
    return "a process";
  }

  /**
   * Runs candidate calls that have a deadline.
   *
   * @return an executor that may refuse a task with {@link java.util.concurrent.RejectedExecutionException} instead of
   *     queueing it
   */
  Executor calls();
}

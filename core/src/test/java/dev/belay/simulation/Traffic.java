package dev.belay.simulation;

/**
 * The traffic of one run: does not depend on what any rule says, so that all rules see the same.
 *
 * @param <I> what happens in an interval
 */
@FunctionalInterface
interface Traffic<I> {

  /** Draws what happens in the interval with that number, counted from 0. */
  I next(Draws draws, int look);
}

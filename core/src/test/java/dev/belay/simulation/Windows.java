package dev.belay.simulation;

import java.util.function.Predicate;

/** Adds intervals up to windows of a fixed length, as the metric queries of other tools do. */
final class Windows {

  private final int seconds;
  private Interval open = Interval.NOTHING;

  Windows(int seconds) {
    this.seconds = seconds;
  }

  /** Returns whether a window was closed by this interval and the test holds for it. */
  boolean closes(Interval interval, Predicate<Interval> test) {
    open = open.plus(interval);
    if (open.seconds() < seconds) {
      return false;
    }
    Interval closed = open;
    open = Interval.NOTHING;
    return test.test(closed);
  }
}

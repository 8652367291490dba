package dev.belay.testkit.rehearsal;

import java.util.List;

/**
 * A unit of time that people think in.
 *
 * @param symbol how it is written
 * @param seconds how long it is
 */
record TimeScale(String symbol, double seconds) {

  private static final List<TimeScale> ALL = List.of(
      new TimeScale("s", 1),
      new TimeScale("min", 60),
      new TimeScale("h", 3600),
      new TimeScale("d", 86400));

  /** Below this many of a unit, the next smaller one is used. */
  private static final double ENOUGH = 2;

  /** Times that have a name, each some times as long as the one before. */
  private static final List<Axis.Tick> NAMED = List.of(
      new Axis.Tick(.01, "10 ms"),
      new Axis.Tick(.1, "0.1 s"),
      new Axis.Tick(1, "1 s"),
      new Axis.Tick(10, "10 s"),
      new Axis.Tick(60, "1 min"),
      new Axis.Tick(600, "10 min"),
      new Axis.Tick(3600, "1 h"),
      new Axis.Tick(6 * 3600, "6 h"),
      new Axis.Tick(86400, "1 d"),
      new Axis.Tick(864_000, "10 d"),
      new Axis.Tick(8_640_000, "100 d"));

  /** The largest unit of which a time has some. */
  static TimeScale fitting(double time) {
    return ALL.stream()
        .filter(unit -> time >= ENOUGH * unit.seconds)
        .reduce(ALL.get(0), (smaller, larger) -> larger);
  }

  /** The times with a name that lie between two others. */
  static List<Axis.Tick> named(double shortest, double longest) {
    return NAMED.stream()
        .filter(tick -> tick.value() >= shortest && tick.value() <= longest)
        .toList();
  }
}

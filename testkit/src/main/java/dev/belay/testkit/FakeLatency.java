package dev.belay.testkit;

import java.time.Duration;
import java.util.List;

/** How long the calls of a fake model take. Immutable. */
public final class FakeLatency {

  /** The 99th percentile of the standard normal distribution. */
  private static final double Z_99 = 2.3263478740408408;

  private final Shape shape;

  private FakeLatency(Shape shape) {
    this.shape = shape;
  }

  /** Nanoseconds out of two uniform values. */
  @FunctionalInterface
  private interface Shape {
    double nanos(double uniform, double angle);
  }

  /**
   * Every call takes no time at all.
   *
   * @return the latency
   */
  public static FakeLatency none() {
    return constant(Duration.ZERO);
  }

  /**
   * Every call takes the same time.
   *
   * @param value at least zero, at most a day
   * @return the latency
   * @throws IllegalArgumentException if the value is out of range
   */
  public static FakeLatency constant(Duration value) {
    long nanos = Require.atLeastZero("latency", value, Require.DAY).toNanos();
    return new FakeLatency((uniform, angle) -> nanos);
  }

  /**
   * Calls take a log-normal time, as real servers' latencies roughly do: {@code median * exp(s * z)} with {@code z} standard
   * normal and {@code s = ln(p99 / median) / 2.326}.
   *
   * @param median what half of the calls stay below, above zero and at most a day
   * @param p99 what 99 of 100 calls stay below, at least the median and at most a day
   * @return the latency
   * @throws IllegalArgumentException if a value is out of range
   */
  public static FakeLatency logNormal(Duration median, Duration p99) {
    double middle = Require.aboveZero("median", median, Require.DAY).toNanos();
    if (p99.compareTo(median) < 0 || p99.compareTo(Require.DAY) > 0) {
      throw new IllegalArgumentException("p99 must be at least the median " + median
          + " and at most " + Require.DAY + ", but was " + p99);
    }
    double spread = StrictMath.log(p99.toNanos() / middle) / Z_99;
    return new FakeLatency(
        (uniform, angle) -> middle * StrictMath.exp(spread * Draws.normal(uniform, angle)));
  }

  /**
   * Each call takes one of the times of a list, all equally likely: for example what was measured in production.
   *
   * @param samples at least one, each at least zero and at most a day
   * @return the latency
   * @throws IllegalArgumentException if the list is empty or a sample is out of range
   */
  public static FakeLatency ofSamples(List<Duration> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples must be at least one, but were none");
    }
    long[] nanos = samples.stream()
        .mapToLong(sample -> Require.atLeastZero("samples", sample, Require.DAY).toNanos())
        .toArray();
    return new FakeLatency((uniform, angle) -> nanos[Draws.index(uniform, nanos.length)]);
  }

  double nanos(Draws draws) {
    return shape.nanos(draws.latency(), draws.latencyAngle());
  }
}

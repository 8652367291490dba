package dev.belay.benchmarks.comparison;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** Two Micrometer timers that differ in the tag "success", looked up beforehand. */
final class MicrometerRecorder implements Recorder {

  private final MeterRegistry registry;
  private final Timer successes;
  private final Timer failures;

  private MicrometerRecorder(MeterRegistry registry, String version, boolean histogram) {
    this.registry = registry;
    this.successes = timer(registry, version, true, histogram);
    this.failures = timer(registry, version, false, histogram);
  }

  private static Timer timer(
      MeterRegistry registry, String version, boolean success, boolean histogram) {
    return Timer.builder("calls")
        .tag("version", version)
        .tag("success", Boolean.toString(success))
        .publishPercentileHistogram(histogram)
        .register(registry);
  }

  /** Counts, the sum and the maximum, without a histogram. */
  static MicrometerRecorder plain() {
    return new MicrometerRecorder(new SimpleMeterRegistry(), "8", false);
  }

  /** With a histogram of cumulative buckets, as it is published to Prometheus. */
  static MicrometerRecorder histogram(String version) {
    return new MicrometerRecorder(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), version, true);
  }

  @Override
  public void record(long nanos, boolean success) {
    (success ? successes : failures).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Counted counted() {
    return new Counted(successes.count(), failures.count());
  }

  @Override
  public void close() {
    registry.close();
  }
}

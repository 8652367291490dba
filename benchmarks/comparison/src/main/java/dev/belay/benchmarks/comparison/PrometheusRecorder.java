package dev.belay.benchmarks.comparison;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;

/** A classic histogram of the Prometheus client with the label "success", whose two values are looked up beforehand. */
final class PrometheusRecorder implements Recorder {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Histogram calls = Histogram.builder()
      .name("calls_seconds")
      .labelNames("success")
      .classicOnly()
      .build();
  private final DistributionDataPoint successes = calls.labelValues("true");
  private final DistributionDataPoint failures = calls.labelValues("false");

  @Override
  public void record(long nanos, boolean success) {
    (success ? successes : failures).observe(nanos / NANOS_PER_SECOND);
  }

  @Override
  public Counted counted() {
    return new Counted(count("true"), count("false"));
  }

  private long count(String success) {
    return calls.collect().getDataPoints().stream()
        .filter(point -> success.equals(point.getLabels().get("success")))
        .findFirst()
        .orElseThrow()
        .getCount();
  }
}

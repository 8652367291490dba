package dev.belay.benchmarks.comparison;

import java.util.function.Supplier;

/** What can record an outcome. */
public enum RecorderContender {
  /** Belay. */
  BELAY(BelayRecorder::new),
  /** Micrometer without a histogram. */
  MICROMETER(MicrometerRecorder::plain),
  /** Micrometer with a histogram. */
  MICROMETER_HISTOGRAM(() -> MicrometerRecorder.histogram("8")),
  /** HdrHistogram. */
  HDR_HISTOGRAM(HdrRecorder::new),
  /** Dropwizard, which has a sample of the latencies. */
  DROPWIZARD(DropwizardRecorder::new),
  /** The Prometheus client. */
  PROMETHEUS(PrometheusRecorder::new),
  /** resilience4j, which has no latencies. */
  RESILIENCE4J(BreakerRecorder::new);

  private final Supplier<Recorder> opener;

  RecorderContender(Supplier<Recorder> opener) {
    this.opener = opener;
  }

  Recorder open() {
    return opener.get();
  }
}

package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.databricks.MetricsText.Sample;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the platform tells of an endpoint beside its answers, such as {@code cpu_usage_percentage} or
 * {@code request_5xx_count_total}: gauges over the last minute. They are read at most once a minute, which is as often as they change.
 *
 * <pre>{@code
 * HealthSignal.gauge(
 *     "memory of the candidate", () -> metrics.of(candidate, "mem_usage_percentage"), 90)
 * }</pre>
 *
 * <p>They come late and are averages: a guard, and nothing that a rollout could be decided by. Got from {@link
 * DatabricksEndpoint#metrics}. Thread-safe; a call may wait for the platform.
 */
public final class EndpointMetrics {

  private static final long READ_EVERY = Duration.ofMinutes(1).toNanos();

  private final ServingApi api;
  private final ServedVersions served;
  private final BelayRuntime runtime;
  private @Nullable Reading last;

  /** What one reading came to, and when it was made. */
  private record Reading(long at, List<Sample> samples, Optional<String> trouble) {}

  EndpointMetrics(ServingApi api, ServedVersions served, BelayRuntime runtime) {
    this.api = api;
    this.served = served;
    this.runtime = runtime;
  }

  /**
   * Reads a metric of one version.
   *
   * @param version a version that is configured
   * @param metric the metric's name
   * @return the largest number under that name with a label that names the version's served entity; NaN if there is none, as on an
   *     endpoint whose metrics are not told apart
   * @throws IllegalArgumentException if the version is not configured
   * @throws IllegalStateException if the metrics could not be read within the last minute, or the endpoint is closed
   */
  public double of(ModelVersion version, String metric) {
    ServedEntity entity = served.of(version);
    if (entity == null) {
      throw new IllegalArgumentException(
          "version must be one of the configured ones, but was " + version);
    }
    return largest(samples().stream()
        .filter(sample -> sample.name().equals(metric) && sample.labels().contains(entity.name()))
        .toList());
  }

  /**
   * Reads a metric of the whole endpoint.
   *
   * @param metric the metric's name
   * @return the largest number under that name, whatever its labels; NaN if there is none
   * @throws IllegalStateException if the metrics could not be read within the last minute, or the endpoint is closed
   */
  public double of(String metric) {
    return largest(
        samples().stream().filter(sample -> sample.name().equals(metric)).toList());
  }

  private static double largest(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::value).max().orElse(Double.NaN);
  }

  private synchronized List<Sample> samples() {
    Reading reading = last;
    if (reading == null || runtime.nanoTime() - reading.at() >= READ_EVERY) {
      reading = read();
      last = reading;
    }
    if (reading.trouble().isPresent()) {
      throw new IllegalStateException(
          "the metrics could not be read: " + reading.trouble().get());
    }
    return reading.samples();
  }

  private Reading read() {
    Reply reply = api.metrics();
    return reply instanceof Reply.Answer answer && answer.ok()
        ? new Reading(runtime.nanoTime(), MetricsText.parse(answer.body()), Optional.empty())
        : new Reading(runtime.nanoTime(), List.of(), Optional.of(Answers.story(reply)));
  }
}

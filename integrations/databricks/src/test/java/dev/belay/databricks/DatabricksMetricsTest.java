package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabricksMetricsTest {

  private static final String TEXT = """
      # HELP cpu_usage_percentage of the last minute
      # TYPE cpu_usage_percentage gauge
      cpu_usage_percentage{served_entity_name="fraud-7",mode="a } b"} 12.5 1732440000000
      cpu_usage_percentage{served_entity_name="fraud-8"} 80
      gpu_usage_percentage{name="fraud-8", mode="avg"} 40 1732440000000
      gpu_usage_percentage{name="fraud-8", mode="max"} 97.5 1732440000000
      request_count_total 1.5e3 1732440000000
      request_latency_ms_bucket{le="+Inf"} +Inf
      this is no line of it
      broken{served_entity_name="fraud-8"} many
      """;

  private final Setting setting = new Setting();
  private final EndpointMetrics metrics = setting.databricks.metrics();

  @AfterEach
  void close() {
    setting.close();
  }

  private long reads() {
    return setting.platform.calls().stream()
        .filter(call -> call.path().endsWith("/metrics"))
        .count();
  }

  @Test
  void tellsVersionsApartByWhateverLabelNamesThem() {
    setting.platform.answers().metrics(200, TEXT);
    assertEquals(12.5, metrics.of(STABLE, "cpu_usage_percentage"));
    assertEquals(80, metrics.of(CANDIDATE, "cpu_usage_percentage"));
    assertEquals(97.5, metrics.of(CANDIDATE, "gpu_usage_percentage"), "the largest of several");
    assertEquals(80, metrics.of("cpu_usage_percentage"));
    assertEquals(1_500, metrics.of("request_count_total"));
    assertEquals(Double.POSITIVE_INFINITY, metrics.of("request_latency_ms_bucket"));
  }

  @Test
  void whatIsNotToldIsNoNumber() {
    setting.platform.answers().metrics(200, TEXT);
    assertEquals(Double.NaN, metrics.of(STABLE, "request_count_total"));
    assertEquals(Double.NaN, metrics.of(STABLE, "gpu_usage_percentage"));
    assertEquals(Double.NaN, metrics.of("broken"));
    assertEquals(Double.NaN, metrics.of("mem_usage_percentage"));
  }

  @Test
  void isReadOnceAMinute() {
    setting.platform.answers().metrics(200, TEXT);
    for (int i = 0; i < 59; i++) {
      assertEquals(80, metrics.of(CANDIDATE, "cpu_usage_percentage"));
      setting.time.advance(Duration.ofSeconds(1));
    }
    assertEquals(1, reads());
    setting.platform.answers().metrics(200, "cpu_usage_percentage{entity=\"fraud-8\"} 3");
    setting.time.advance(Duration.ofSeconds(1));
    assertEquals(3, metrics.of(CANDIDATE, "cpu_usage_percentage"));
    assertEquals(2, reads());
  }

  @Test
  void anEndpointWithoutMetricsSaysSoAndIsNotAskedAgainAtOnce() {
    setting.platform.answers().metrics(404, "");
    for (int i = 0; i < 3; i++) {
      IllegalStateException failure =
          assertThrows(IllegalStateException.class, () -> metrics.of("request_count_total"));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("could not be read: HTTP 404"),
          failure::toString);
    }
    assertEquals(1, reads());
    setting.platform.answers().metrics(200, TEXT);
    setting.time.advance(Duration.ofMinutes(1));
    assertEquals(1_500, metrics.of("request_count_total"));
  }

  @Test
  void aVersionThatIsNotConfiguredIsRefused() {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> metrics.of(ModelVersion.of("fraud", "9"), "request_count_total"));
    assertEquals(
        "version must be one of the configured ones, but was fraud:9", refused.getMessage());
  }
}

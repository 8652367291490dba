package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GaugeSignalTest {

  private final AtomicReference<Double> reading = new AtomicReference<>(0.0);
  private final HealthSignal gauge = HealthSignal.gauge("queue length", reading::get, 100);
  private final Feed feed = new Feed(gauge);

  @Test
  void isHealthyUpToItsLimitAndUnhealthyAboveIt() {
    reading.set(100.0);
    assertEquals(Verdict.HEALTHY, feed.nothing().verdict());
    reading.set(Math.nextUp(100.0));
    assertEquals(Verdict.UNHEALTHY, feed.nothing().verdict());
    reading.set(Double.POSITIVE_INFINITY);
    Assessment assessment = feed.nothing();
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertEquals("queue length is Infinity, above its limit of 100.0", assessment.reason());
    assertEquals(100, assessment.numbers().get("limit"));
  }

  @Test
  void remembersNothing() {
    reading.set(200.0);
    feed.nothing();
    reading.set(50.0);
    Assessment assessment = feed.nothing();
    assertEquals(Verdict.HEALTHY, assessment.verdict());
    assertEquals("queue length is 50.00, within its limit of 100.0", assessment.reason());
    assertEquals(MonitorState.NONE, feed.monitor().save());
  }

  @Test
  void isUnavailableWithoutAReading() {
    reading.set(Double.NaN);
    Assessment assessment = feed.nothing();
    assertEquals(Verdict.UNAVAILABLE, assessment.verdict());
    assertEquals(Double.NEGATIVE_INFINITY, assessment.rollbackEvidence());
    assertEquals("queue length has no reading (NaN)", assessment.reason());
  }

  @Test
  void isAFixedRuleThatMayWait() {
    assertFalse(gauge.sequential());
    assertTrue(gauge.blocking());
  }

  @Test
  void refusesABlankNameAndALimitThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> HealthSignal.gauge(" ", () -> 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> HealthSignal.gauge("queue", () -> 0, Double.NaN));
  }
}

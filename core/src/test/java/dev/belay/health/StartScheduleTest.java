package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.LinearNullTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartScheduleTest {

  private static final Instant START = Instant.EPOCH;

  private static List<Double> starts(StartSchedule schedule, Duration step, int steps) {
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      schedule.advance(START, START.plus(step), weights::add);
    }
    return weights;
  }

  @Test
  void betsHalfAtOnceAndTheRestEveryTenMinutes() {
    StartSchedule schedule = new StartSchedule(Duration.ofHours(24));
    assertEquals(List.of(.5), starts(schedule, Duration.ofMinutes(1), 10));
    assertEquals(List.of(.5 / 144), starts(schedule, Duration.ofMinutes(1), 10));
  }

  @Test
  void betsEveryTwelfthOfAShortHorizon() {
    StartSchedule schedule = new StartSchedule(Duration.ofMinutes(12));
    assertEquals(List.of(.5), starts(schedule, Duration.ofSeconds(10), 6));
    assertEquals(List.of(.5 / 12), starts(schedule, Duration.ofSeconds(10), 6));
  }

  @Test
  void makesUpForRestartsThatOneLongIntervalPassed() {
    StartSchedule schedule = new StartSchedule(Duration.ofHours(24));
    starts(schedule, Duration.ofHours(1), 1);
    assertEquals(List.of(.5 * 6 / 144), starts(schedule, Duration.ofHours(1), 1));
  }

  @Test
  void goesOnWhereItWasSaved() {
    StartSchedule schedule = new StartSchedule(Duration.ofHours(24));
    starts(schedule, Duration.ofMinutes(7), 5);
    StartSchedule restored = new StartSchedule(Duration.ofHours(24));
    restored.restore(schedule.save());
    assertEquals(
        starts(schedule, Duration.ofMinutes(7), 50), starts(restored, Duration.ofMinutes(7), 50));
  }

  /** Evidence is worth no more than 1 at the start however long the rollout lasts: a bet too many would be refused. */
  @ParameterizedTest
  @ValueSource(longs = {1, 60, 3_600, 86_400, 7 * 86_400, 123_457, 31_535_999, 365 * 86_400})
  void neverBetsMoreThanThereIs(long horizonSeconds) {
    StartSchedule schedule = new StartSchedule(Duration.ofSeconds(horizonSeconds));
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    double[] sum = {0};
    Duration step = Duration.ofMillis(Math.min(600_000, Math.max(1, horizonSeconds * 1_000 / 12)));
    long steps = horizonSeconds * 1_000 / step.toMillis() + 20;
    for (long i = 0; i < steps; i++) {
      schedule.advance(START, START.plus(step), weight -> {
        sum[0] += weight;
        test.start(weight);
      });
    }
    assertEquals(1, sum[0], 1e-9);
    assertTrue(Math.abs(test.logEvidence()) < 1e-9, "ln of evidence " + test.logEvidence());
  }

  @Test
  void betsNothingAfterTheHorizon() {
    StartSchedule schedule = new StartSchedule(Duration.ofHours(1));
    starts(schedule, Duration.ofMinutes(5), 13);
    assertEquals(List.of(), starts(schedule, Duration.ofMinutes(5), 100));
  }
}

package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.RequiredTrials;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalForecastTest {

  private static final int RUNS = 100;

  private static SignalForecast forecast(HealthSignal signal, double candidateRate) {
    return signal
        .forecast(new Scenario(
            .01, candidateRate, .05, Feed.CONTEXT.falseRollback(), Feed.CONTEXT.falsePromotion()))
        .orElseThrow();
  }

  /** The simulated means of evidence.md 8.1 are 0.73 to 1.02 of the plan; the rest is for chance in a hundred runs. */
  private static void assertNear(RequiredTrials planned, HealthSignal signal, double rate) {
    SplittableRandom random = new SplittableRandom(20261126);
    int step = (int) Math.max(1, planned.mean() / 100);
    double sum = 0;
    for (int run = 0; run < RUNS; run++) {
      Feed feed = new Feed(signal);
      Verdict verdict = Verdict.INSUFFICIENT;
      int requests = 0;
      while (verdict == Verdict.INSUFFICIENT) {
        verdict = feed.random(
                step, events(random, step, rate), 19L * step, events(random, 19 * step, .01))
            .verdict();
        requests += step;
      }
      sum += requests;
    }
    double part = sum / RUNS / planned.mean();
    assertTrue(part > .65 && part < 1.1, "mean " + part);
  }

  private static int events(SplittableRandom random, int trials, double rate) {
    int events = 0;
    for (int i = 0; i < trials; i++) {
      events += random.nextDouble() < rate ? 1 : 0;
    }
    return events;
  }

  @ParameterizedTest
  @CsvSource({".05", ".1"})
  void comparisonsRetreatAsForecast(double rate) {
    HealthSignal signal = FailureRate.againstStable().build();
    assertNear(forecast(signal, rate).rollback(), signal, rate);
  }

  @Test
  void comparisonsPassAsForecast() {
    HealthSignal signal = FailureRate.againstStable().build();
    assertNear(forecast(signal, .01).promotion(), signal, .01);
  }

  @Test
  void objectivesDecideAsForecast() {
    HealthSignal signal = FailureRate.atMost(.03);
    assertNear(forecast(signal, .01).promotion(), signal, .01);
    assertNear(forecast(signal, .1).rollback(), signal, .1);
  }

  @Test
  void saysWhatIsToBeShown() {
    assertEquals(
        "it fails less than 1.50 times + 0.10 points as often",
        forecast(FailureRate.againstStable().build(), .01).claim());
    assertEquals(
        "its failure rate is below the objective of 3.000 %",
        forecast(FailureRate.atMost(.03), .01).claim());
  }

  @Test
  void otherSignalsSayNothingBeforehand() {
    Scenario scenario = new Scenario(.01, .01, .05, .01, .05);
    for (HealthSignal signal :
        new HealthSignal[] {Latency.againstStable().build(), HealthSignal.sampleRatio()}) {
      assertEquals(Optional.empty(), signal.forecast(scenario));
    }
  }

  @Test
  void refusesAScenarioThatCannotBe() {
    double no = Double.NaN;
    assertRefused("stableFailureRate must be in [0.0, 1.0]", no, .1, .1, .1, .1);
    assertRefused("candidateFailureRate must be in [0.0, 1.0]", .1, no, .1, .1, .1);
    assertRefused("share must be in (0.0, 1.0)", .1, .1, no, .1, .1);
    assertRefused("falseRollback must be in (0.0, 1.0)", .1, .1, .1, no, .1);
    assertRefused("falsePromotion must be in (0.0, 1.0)", .1, .1, .1, .1, no);
    assertThrows(IllegalArgumentException.class, () -> new Scenario(.1, .1, 1, .1, .1));
    assertThrows(IllegalArgumentException.class, () -> new Scenario(.1, .1, 0, .1, .1));
  }

  private static void assertRefused(
      String message, double stable, double candidate, double share, double back, double on) {
    assertEquals(
        message + ", but was NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scenario(stable, candidate, share, back, on))
            .getMessage());
  }
}

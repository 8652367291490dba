package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Forecast.Rollback;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.sequential.RequiredTrials;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTest {

  private static final ExpectedTraffic TRAFFIC = ExpectedTraffic.perSecond(20).failing(.01);
  private static final int ONE_PERCENT = BasisPoints.ofPercent(1);
  private static final HealthSignal GAUGE = HealthSignal.gauge("queue", () -> 0, 1);

  private static RolloutPolicy policy(UnaryOperator<RolloutPolicy.Builder> set) {
    return set.apply(RolloutPolicy.builder()).build();
  }

  private static RolloutPolicy policy(HealthSignal... signals) {
    return policy(builder -> {
      List.of(signals).forEach(builder::signal);
      return builder;
    });
  }

  private static Forecast forecast(RolloutPolicy policy) {
    return Forecast.of(policy, TRAFFIC, ONE_PERCENT);
  }

  /** The example of evidence.md 8.4, to the digits it gives, with the allowance of 0.1 percentage points. */
  @Test
  void forecastsThePromotionOfTheExample() {
    Forecast forecast = forecast(policy());
    assertEquals(5.8, forecast.promotion().seconds() / 3600, .05);
    assertEquals(forecast.promotion().requests() / .2, forecast.promotion().seconds(), 1e-6);
    assertEquals(forecast.promotion().p95Requests() / .2, forecast.promotion().p95Seconds(), 1e-6);
    assertTrue(forecast.decidable());
    assertTrue(forecast.fitsDeadline());
    assertEquals(List.of(), forecast.notForecast());
  }

  /** Those figures are for a test that bets all its wealth at once; the signal bets half, which costs ln 2 of evidence. */
  @Test
  void forecastsTheRollbacksOfTheExampleForHalfTheWealth() {
    List<Rollback> rollbacks = forecast(policy()).rollbacks();
    double whole = Math.log(1 / .01) + Math.log(8);
    double half = (whole + Math.log(2)) / whole;
    assertEquals(
        List.of(2.0, 5.0, 10.0), rollbacks.stream().map(Rollback::ratio).toList());
    assertEquals(3_200, rollbacks.get(0).need().requests() / half, 50);
    assertEquals(4.5, rollbacks.get(0).need().seconds() / half / 3600, .05);
    assertEquals(5, rollbacks.get(2).need().seconds() / half / 60, .5);
    for (Rollback rollback : rollbacks) {
      double damage = RequiredTrials.expectedExcess(rollback.ratio(), 1.2, .005);
      assertEquals(damage, rollback.extraFailures(), .15 * damage, "small-share limit");
      assertTrue(rollback.need().p95Requests() > rollback.need().requests());
    }
  }

  @Test
  void takesLessTimeAtALargerShare() {
    double before = Double.POSITIVE_INFINITY;
    for (int share : new int[] {10, 100, 500, 2_000}) {
      double now = Forecast.of(policy(), TRAFFIC, share).promotion().seconds();
      assertTrue(now < before, share + " basis points");
      before = now;
    }
  }

  @Test
  void forecastsAServiceThatNeverFailsFromTheAllowance() {
    Forecast forecast = Forecast.of(policy(), ExpectedTraffic.perSecond(20).failing(0), 500);
    assertTrue(forecast.decidable());
    assertEquals(
        RequiredTrials.below(0, 0, .05, 1.5, .001, .05).mean(),
        forecast.promotion().requests());
    assertEquals(List.of(), forecast.rollbacks());
  }

  @ParameterizedTest
  @CsvSource({".1, 3", ".2, 2", ".3, 1", ".5, 1", ".6, 0"})
  void forecastsCandidatesThatCanBeOnly(double failureRate, int candidates) {
    Forecast forecast =
        Forecast.of(policy(), ExpectedTraffic.perSecond(20).failing(failureRate), 500);
    assertEquals(candidates, forecast.rollbacks().size());
  }

  @Test
  void finishesSoonWithAHugeMargin() {
    Forecast forecast = forecast(policy(FailureRate.againstStable().margin(100).build()));
    assertTrue(forecast.decidable());
    assertEquals(100, forecast.promotion().requests(), "the fewest requests of the policy");
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "5000, 100", "8000, 400"})
  void needsTheFewestRequestsOfBothVersions(int share, double requests) {
    RolloutPolicy policy = policy(FailureRate.atMost(.9));
    assertEquals(requests, Forecast.of(policy, TRAFFIC, share).promotion().requests(), 1e-9);
  }

  @Test
  void cannotDecideACloseMargin() {
    Forecast forecast = forecast(policy(FailureRate.againstStable()
        .tolerance(0)
        .margin(.001)
        .promotionAllowance(1e-9)
        .build()));
    assertFalse(forecast.decidable());
    assertFalse(forecast.fitsDeadline());
    assertFalse(forecast.promotion().finite());
    assertEquals(Double.POSITIVE_INFINITY, forecast.promotion().p95Seconds());
    assertEquals(
        List.of("no number of requests can show that it fails less than 1.00 times + 0.00 points as"
            + " often (failure rate)"),
        forecast.obstacles());
  }

  @ParameterizedTest
  @ValueSource(doubles = {.01, .005})
  void cannotDecideAtOrAboveTheObjective(double objective) {
    Forecast forecast = forecast(policy(FailureRate.atMost(objective)));
    assertFalse(forecast.decidable());
    assertFalse(forecast.promotion().finite());
  }

  @Test
  void saysThatItCannotBeDecidedAndWhy() {
    assertEquals(
        "20 requests/s, 1 % of them failing, a share of 1 %: cannot be decided with this policy,"
            + " because no number of requests can show that its failure rate is below the"
            + " objective of 1.000 % (failure objective). One that fails 2 times as often is rolled"
            + " back after about 2,000 requests, 2.8 hours, with about 20 extra failures. One that"
            + " fails 5 times as often is rolled back after about 200 requests, 17 minutes, with"
            + " about 8 extra failures. One that fails 10 times as often is rolled back after about"
            + " 57 requests, 5 minutes, with about 6 extra failures. The blast radius allows a first"
            + " share of at most 100 %.",
        forecast(policy(FailureRate.atMost(.01))).toText());
  }

  @Test
  void saysWhatARolloutNeeds() {
    assertEquals(
        "20 requests/s, 1 % of them failing, a share of 1 %: the promotion of a candidate as good as"
            + " stable needs about 4,200 candidate requests, 5.8 hours (12.0 hours in 95 of 100"
            + " rollouts), which fits the deadline of 24.0 hours. One that fails 2 times as often is"
            + " rolled back after about 3,600 requests, 4.9 hours, with about 36 extra failures. One"
            + " that fails 5 times as often is rolled back after about 240 requests, 20 minutes,"
            + " with about 10 extra failures. One that fails 10 times as often is rolled back after"
            + " about 63 requests, 6 minutes, with about 6 extra failures. The blast radius allows a"
            + " first share of at most 100 %.",
        forecast(policy()).toText());
  }

  @Test
  void waitsForTheSlowestSignalAndRetreatsWithTheFastest() {
    HealthSignal objective = FailureRate.atMost(.0101);
    Forecast one = forecast(policy(FailureRate.againstStable().build()));
    Forecast both = forecast(policy(FailureRate.againstStable().build(), objective));
    assertEquals(
        RequiredTrials.belowReference(.01, .0101, .05).mean(), both.promotion().requests());
    assertTrue(both.promotion().requests() > one.promotion().requests());
    assertEquals(
        RequiredTrials.aboveReference(.02, .0101, .01 / 2 / 2).mean(),
        both.rollbacks().get(0).need().requests());
  }

  @Test
  void namesTheSignalsThatItKnowsNothingAbout() {
    HealthSignal latency = Latency.againstStable().build();
    Forecast forecast = forecast(policy(FailureRate.againstStable().build(), latency, GAUGE));
    assertEquals(List.of(latency.name(), "queue"), forecast.notForecast());
    assertEquals(
        forecast(policy()).promotion(), forecast.promotion(), "a gauge and latency add nothing");
    assertTrue(forecast.toText().contains("needs at least about 4,200 candidate requests"));
    assertTrue(forecast
        .toText()
        .contains(" Nothing can be said beforehand about: " + latency.name() + ", queue."));

    Forecast unknown = forecast(policy(latency));
    assertEquals(100, unknown.promotion().requests());
    assertEquals(List.of(), unknown.rollbacks());
  }

  @Test
  void saysWhenTheBlastRadiusEndsItBefore() {
    assertEquals(
        List.of(
            "the blast radius allows an unproven candidate a share of 0.5 %",
            "the blast radius allows an unproven candidate 1,000 requests",
            "the blast radius allows 30 failures, and even a candidate as good as stable has about"
                + " 42 by then"),
        forecast(policy(builder -> builder.blastRadius(BlastRadius.builder()
                .maxSharePercent(.5)
                .maxRequests(1_000)
                .maxFailures(30)
                .build())))
            .obstacles());
    Forecast roomy = forecast(policy(builder -> builder.blastRadius(
        BlastRadius.builder().maxRequests(5_000).maxFailures(50).build())));
    assertTrue(roomy.decidable());
  }

  @Test
  void saysWhenTheDeadlineIsTooShort() {
    Forecast forecast = forecast(policy(builder -> builder.deadline(Duration.ofHours(6))));
    assertTrue(forecast.decidable());
    assertFalse(forecast.fitsDeadline(), "6 hours are enough on average only");
    assertTrue(forecast.toText().contains("does not fit the deadline of 6.0 hours"));
  }

  /** Evidence.md 8.3: at most B / (requests per second * reaction), and then by the harm that is left. */
  @Test
  void findsTheStepsWhoseCostFits() {
    ExpectedTraffic busy = ExpectedTraffic.perSecond(1_000).failing(.01);
    Forecast forecast = Forecast.of(policy(), busy, 500);
    assertEquals(500, forecast.largestFirstShare(), "5 / (1000 * 0.1)");
    assertEquals(
        List.of(10_000, 10_000, 5_555),
        forecast.rollbacks().stream().map(Rollback::largestShare).toList(),
        "5 / (1000 * 0.1 * 0.09)");
    assertEquals(50, Forecast.of(policy(), busy, 500, Duration.ofSeconds(1)).largestFirstShare());

    Forecast none = Forecast.of(policy(), ExpectedTraffic.perSecond(1e9).failing(.01), 500);
    assertEquals(0, none.largestFirstShare());
    assertTrue(none.toText().endsWith("The blast radius allows no first share, however small."));
  }

  @Test
  void findsNoRollbackInsideTheTolerance() {
    Forecast forecast =
        forecast(policy(FailureRate.againstStable().tolerance(3).margin(5).build()));
    assertFalse(forecast.rollbacks().get(0).need().finite());
    assertEquals(Double.POSITIVE_INFINITY, forecast.rollbacks().get(0).extraFailures());
    assertTrue(
        forecast.toText().contains(" One that fails 2 times as often is not rolled back for it."));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_000, 10_001})
  void refusesAShareWithOneVersionOnly(int share) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Forecast.of(policy(), TRAFFIC, share));
    assertEquals(
        "share must be in [1, 9999] basis points, so that both versions have traffic, but was "
            + share,
        refused.getMessage());
  }

  @Test
  void refusesAReactionThatTakesNoTime() {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> Forecast.of(policy(), TRAFFIC, ONE_PERCENT, Duration.ZERO));
    assertEquals("reaction must be above zero, but was PT0S", refused.getMessage());
  }

  @Test
  void refusesTrafficThatCannotBe() {
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "requestsPerSecond must be above 0 and finite, but was " + value,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ExpectedTraffic.perSecond(value).failing(.01))
              .getMessage());
    }
    for (double value : new double[] {-.1, 1, Double.NaN}) {
      assertEquals(
          "failureRate must be in [0, 1), but was " + value,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ExpectedTraffic.perSecond(1).failing(value))
              .getMessage());
    }
  }
}

package dev.belay.testkit;

import static dev.belay.testkit.Rates.assertRate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fakes draw by chance; see {@link Rates} for how sure the tests are. */
class FakeDistributionTest {

  private static final int CALLS = 20_000;
  private static final Duration MEDIAN = Duration.ofMillis(8);
  private static final Duration P99 = Duration.ofMillis(40);

  private static FakeModel.Builder instant() {
    return FakeModel.builder().latency(FakeLatency.none());
  }

  private static List<Double> latencies(FakeLatency latency) {
    Played played = new Played(FakeModel.builder().latency(latency));
    return Stream.generate(played::call).limit(CALLS).toList();
  }

  private static List<FakeAnswer> answers(FakeModel.Builder model) {
    Played played = new Played(model);
    return Stream.generate(played::answered).limit(CALLS).toList();
  }

  private static <T> long count(List<T> all, Predicate<T> test) {
    return all.stream().filter(test).count();
  }

  @Test
  void failsAsOftenAsScripted() {
    assertRate(.03, new Played(instant().failureRate(.03)).failuresIn(CALLS), CALLS);
    assertEquals(0, new Played(instant().failureRate(0)).failuresIn(CALLS));
    assertEquals(CALLS, new Played(instant().failureRate(1)).failuresIn(CALLS));
  }

  @Test
  void logNormalLatenciesHaveTheMedianAndTheTailThatWereScripted() {
    List<Double> latencies = latencies(FakeLatency.logNormal(MEDIAN, P99));

    assertRate(.5, count(latencies, millis -> millis < MEDIAN.toMillis()), CALLS);
    assertRate(.99, count(latencies, millis -> millis < P99.toMillis()), CALLS);
    // One deviation of the logarithm above the median: 8 ms * exp(ln(5) / 2.3263).
    assertRate(.841345, count(latencies, millis -> millis < 15.97832), CALLS);
  }

  @Test
  void latenciesThatDoNotSpreadAreConstant() {
    assertEquals(CALLS, count(latencies(FakeLatency.logNormal(MEDIAN, MEDIAN)), m -> m == 8));
    assertEquals(CALLS, count(latencies(FakeLatency.constant(MEDIAN)), m -> m == 8));
    assertEquals(CALLS, count(latencies(FakeLatency.none()), m -> m == 0));
  }

  @Test
  void sampledLatenciesAreEquallyLikely() {
    List<Double> latencies = latencies(FakeLatency.ofSamples(
        List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(30))));

    assertRate(1.0 / 3, count(latencies, millis -> millis == 1), CALLS);
    assertRate(1.0 / 3, count(latencies, millis -> millis == 30), CALLS);
    assertEquals(CALLS, count(latencies, millis -> millis == 1 || millis == 2 || millis == 30));
  }

  @Test
  void normalScoresAreNormalAndClipped() {
    List<FakeAnswer> narrow = answers(instant().scores(FakeScores.normal(.5, .1)));
    assertRate(.5, count(narrow, answer -> answer.score() < .5), CALLS);
    assertRate(.841345, count(narrow, answer -> answer.score() < .6), CALLS);

    List<FakeAnswer> wide = answers(instant().scores(FakeScores.normal(.5, .5)));
    assertRate(.158655, count(wide, answer -> answer.score() == 0), CALLS);
    assertRate(.158655, count(wide, answer -> answer.score() == 1), CALLS);
    assertEquals(0, count(wide, answer -> answer.score() < 0 || answer.score() > 1));
  }

  @Test
  void sampledScoresAreEquallyLikely() {
    List<FakeAnswer> answers = answers(instant().scores(FakeScores.ofSamples(List.of(.1, .9))));
    assertRate(.5, count(answers, answer -> answer.score() == .1), CALLS);
    assertEquals(CALLS, count(answers, answer -> answer.score() == .1 || answer.score() == .9));
  }

  @Test
  void classesHaveTheirWeights() {
    List<FakeAnswer> answers = answers(instant().classes(FakeClasses.weights(.7, 0, .3)));
    assertRate(.7, count(answers, answer -> answer.predictedClass() == 0), CALLS);
    assertEquals(0, count(answers, answer -> answer.predictedClass() == 1));
    assertRate(.3, count(answers, answer -> answer.predictedClass() == 2), CALLS);
  }

  @Test
  void withoutWeightsTheClassFollowsFromTheScore() {
    List<FakeAnswer> answers = answers(instant());
    assertEquals(
        CALLS, count(answers, answer -> answer.predictedClass() == (answer.score() < .5 ? 0 : 1)));
  }

  @Test
  void failuresAreOfTheirKindsAsOftenAsScripted() {
    FailureKind often = FailureKind.status(503);
    FailureKind seldom = FailureKind.malformedBody();
    Played weighted = new Played(instant().failureRate(1).failingBy(Map.of(often, .9, seldom, .1)));
    Played equal = new Played(instant().failureRate(1).failingBy(often, seldom));
    List<FailureKind> kinds = new ArrayList<>();
    List<FailureKind> equals = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      kinds.add(weighted.kind());
      equals.add(equal.kind());
    }

    assertRate(.9, count(kinds, often::equals), CALLS);
    assertRate(.1, count(kinds, seldom::equals), CALLS);
    assertRate(.5, count(equals, seldom::equals), CALLS);
  }

  @Test
  void theOrderOfAMapDoesNotMatter() {
    Map<FailureKind, Double> oneWay = new LinkedHashMap<>();
    oneWay.put(FailureKind.status(503), .5);
    oneWay.put(FailureKind.status(429), .5);
    Map<FailureKind, Double> otherWay = new LinkedHashMap<>();
    otherWay.put(FailureKind.status(429), .5);
    otherWay.put(FailureKind.status(503), .5);
    Played one = new Played(instant().failureRate(1).failingBy(oneWay));
    Played other = new Played(instant().failureRate(1).failingBy(otherWay));

    for (int i = 0; i < 100; i++) {
      assertEquals(one.kind(), other.kind());
    }
  }

  @Test
  void theChanceOfACallIsUniformAndTheCallsAreIndependent() {
    long streamSeed = Draws.streamSeed(1, "8");
    long low = 0;
    long both = 0;
    for (int number = 1; number <= CALLS; number++) {
      boolean first = Draws.ofCall(streamSeed, number).failure() < .5;
      boolean next = Draws.ofCall(streamSeed, number + 1).failure() < .5;
      low += first ? 1 : 0;
      both += first && next ? 1 : 0;
    }
    assertRate(.5, low, CALLS);
    assertRate(.25, both, CALLS);
  }

  @Test
  void whatRoundingLeavesOverGoesToTheLastWeight() {
    double almost = Math.nextDown(1.0);
    assertEquals(1, Draws.weighted(almost, .3, .7 - 1e-10, 0));
    assertEquals(1, Draws.weighted(0, 0, 1));
  }
}

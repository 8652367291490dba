package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Scripts that cannot be. */
class FakeRefusalTest {

  private static final Duration NEGATIVE = Duration.ofMillis(-1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TWO_DAYS = Duration.ofDays(2);
  private static final Duration TWO_YEARS = Duration.ofDays(730);

  private static DynamicTest refused(String message, Executable script) {
    return DynamicTest.dynamicTest(
        message,
        () -> assertEquals(
            message, assertThrows(IllegalArgumentException.class, script).getMessage()));
  }

  @TestFactory
  Stream<DynamicTest> latencies() {
    return Stream.of(
        refused(
            "latency must be at least zero and at most PT24H, but was PT-0.001S",
            () -> FakeLatency.constant(NEGATIVE)),
        refused(
            "latency must be at least zero and at most PT24H, but was PT48H",
            () -> FakeLatency.constant(TWO_DAYS)),
        refused(
            "median must be above zero and at most PT24H, but was PT0S",
            () -> FakeLatency.logNormal(Duration.ZERO, SECOND)),
        refused(
            "p99 must be at least the median PT1S and at most PT24H, but was PT0.999S",
            () -> FakeLatency.logNormal(SECOND, SECOND.minusMillis(1))),
        refused(
            "p99 must be at least the median PT1S and at most PT24H, but was PT48H",
            () -> FakeLatency.logNormal(SECOND, TWO_DAYS)),
        refused(
            "samples must be at least one, but were none", () -> FakeLatency.ofSamples(List.of())),
        refused(
            "samples must be at least zero and at most PT24H, but was PT-0.001S",
            () -> FakeLatency.ofSamples(List.of(SECOND, NEGATIVE))));
  }

  @TestFactory
  Stream<DynamicTest> answers() {
    return Stream.of(
        refused("score must be in [0.0, 1.0], but was 1.5", () -> FakeScores.constant(1.5)),
        refused("score must be in [0.0, 1.0], but was NaN", () -> FakeScores.constant(Double.NaN)),
        refused("mean must be in [0.0, 1.0], but was -0.1", () -> FakeScores.normal(-.1, .1)),
        refused("deviation must be in [0.0, 1.0], but was -0.1", () -> FakeScores.normal(.1, -.1)),
        refused(
            "samples must be at least one, but were none", () -> FakeScores.ofSamples(List.of())),
        refused(
            "samples must be in [0.0, 1.0], but was 2.0",
            () -> FakeScores.ofSamples(List.of(.1, 2.))),
        refused(
            "by must be in [-1.0, 1.0], but was 2.0",
            () -> FakeScores.constant(0).drifting(2, SECOND, SECOND)),
        refused(
            "from must be at least zero and at most PT8760H, but was PT-0.001S",
            () -> FakeScores.constant(0).drifting(.1, NEGATIVE, SECOND)),
        refused(
            "over must be at least zero and at most PT8760H, but was PT17520H",
            () -> FakeScores.constant(0).drifting(.1, SECOND, TWO_YEARS)),
        refused("number of weights must be in [1, 64], but was 0", FakeClasses::weights),
        refused(
            "number of weights must be in [1, 64], but was 65",
            () -> FakeClasses.weights(new double[65])),
        refused(
            "weights must be a list that sums to 1, but was a list that sums to 0.75",
            () -> FakeClasses.weights(.5, .25)),
        refused(
            "weights must be in [0.0, 1.0], but was -0.5", () -> FakeClasses.weights(.5, -.5, 1)),
        refused(
            "weights must be 2, as many as in the beginning, but were 1",
            () -> FakeClasses.weights(.5, .5).drifting(SECOND, SECOND, 1)));
  }

  @TestFactory
  Stream<DynamicTest> times() {
    return Stream.of(
        refused(
            "calls must be in [1, 9223372036854775807], but was 0", () -> FakeWarmUp.ofCalls(0)),
        refused(
            "time must be above zero and at most PT8760H, but was PT0S",
            () -> FakeWarmUp.lasting(Duration.ZERO)),
        refused(
            "factor must be in [1.0, 1000000.0], but was 0.5",
            () -> FakeWarmUp.ofCalls(1).slowerBy(.5)),
        refused(
            "failureRate must be in [0.0, 1.0], but was -1.0",
            () -> FakeWarmUp.ofCalls(1).failureRate(-1)),
        refused(
            "from must be at least zero and at most PT8760H, but was PT-0.001S",
            () -> FakeDegradation.from(NEGATIVE)),
        refused(
            "over must be at least zero and at most PT8760H, but was PT-0.001S",
            () -> FakeDegradation.from(SECOND).over(NEGATIVE)),
        refused(
            "steps must be in [1, 1000000], but was 0",
            () -> FakeDegradation.from(SECOND).inSteps(0)),
        refused(
            "failureRateTo must be in [0.0, 1.0], but was 1.1",
            () -> FakeDegradation.from(SECOND).failureRateTo(1.1)),
        refused(
            "factor must be in [1.0, 1000000.0], but was Infinity",
            () -> FakeDegradation.from(SECOND).slowerBy(Double.POSITIVE_INFINITY)),
        refused(
            "from must be at least zero and at most PT8760H, but was PT-0.001S",
            () -> FakeOutage.from(NEGATIVE)),
        refused(
            "until must be above the beginning PT1S and at most PT8760H, but was PT1S",
            () -> FakeOutage.from(SECOND).until(SECOND)),
        refused(
            "period must be above zero and at most PT8760H, but was PT0S",
            () -> FakeOutage.from(SECOND).flapping(Duration.ZERO, .5)),
        refused(
            "duty must be in (0.0, 1.0), but was 1.0",
            () -> FakeOutage.from(SECOND).flapping(SECOND, 1)),
        refused(
            "duty must be in (0.0, 1.0), but was 0.0",
            () -> FakeOutage.from(SECOND).flapping(SECOND, 0)));
  }

  @TestFactory
  Stream<DynamicTest> models() {
    FakeModel.Builder failing = FakeModel.builder().failureRate(.2);
    return Stream.of(
        refused(
            "failureRate must be in [0.0, 1.0], but was 1.5",
            () -> FakeModel.builder().failureRate(1.5)),
        refused(
            "kinds must be at least one, but were none",
            () -> FakeModel.builder().failingBy()),
        refused(
            "weights must be at least one, but were none",
            () -> FakeModel.builder().failingBy(Map.of())),
        refused(
            "weights must be a list that sums to 1, but was a list that sums to 0.5",
            () -> FakeModel.builder().failingBy(Map.of(FailureKind.timeout(), .5))),
        refused("code must be in [400, 599], but was 200", () -> FailureKind.status(200)),
        refused(
            "slowerPerCallInFlight must be in [0.0, 1000000.0], but was -0.1",
            () -> FakeModel.builder().slowerPerCallInFlight(-.1)),
        refused(
            "capacity must be in [1, 9223372036854775807], but was 0",
            () -> FakeModel.builder().capacity(0)),
        refused(
            "hangsFor must be above zero and at most PT24H, but was PT0S",
            () -> FakeModel.builder().hangsFor(Duration.ZERO)),
        refused(
            "failureRate of the warm-up must be at least the failure rate 0.2 of the model, but was 0.1",
            () -> failing.warmUp(FakeWarmUp.ofCalls(1).failureRate(.1)).build()),
        refused(
            "failureRateTo of the degradation must be at least the failure rate 0.2 of the model,"
                + " but was 0.0",
            () -> FakeModel.builder()
                .failureRate(.2)
                .degradation(FakeDegradation.from(SECOND).failureRateTo(0))
                .build()));
  }

  @TestFactory
  Stream<DynamicTest> endpoints() {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    FakeModel model = FakeModel.healthy();
    FakeEndpoint fake = FakeEndpoint.seeded(1, time).version("7", model).build();
    return Stream.of(
        refused(
            "versions must be at least one, but were none",
            () -> FakeEndpoint.seeded(1, BelayRuntime.system()).build()),
        refused(
            "version must be none of [7], but was 7",
            () -> FakeEndpoint.seeded(1, time).version("7", model).version("7", model)),
        refused(
            "version must be 1 to 128 characters out of A-Z a-z 0-9 . _ - + : @ /, beginning with a"
                + " letter or a digit, but was ''",
            () -> FakeEndpoint.seeded(1, time).version("", model)),
        refused("version must be one of [7], but was 8", () -> fake.call(Played.VERSION, "input")),
        refused("version must be one of [7], but was 8", () -> fake.callAsync(Played.VERSION, "")),
        refused("version must be one of [7], but was 8", () -> fake.counts("8")),
        refused("version must be one of [7], but was 8", () -> fake.isUp("8")),
        refused(
            "duration must be at least zero, but was PT-0.001S",
            () -> Pause.real().spend(NEGATIVE)));
  }
}

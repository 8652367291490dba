package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The same seed and the same calls in the same order give the same answers to the bit. */
class FakeEndpointProperties {

  private static final List<String> VERSIONS = List.of("7", "8", "9");

  /** What a test does: it calls a version, or lets time pass. */
  record Step(int version, boolean async, int millis) {}

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, VERSIONS.size() - 1),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 20_000))
        .as(Step::new);
  }

  @Provide
  Arbitrary<FakeModel> models() {
    Arbitrary<Double> rates = Arbitraries.doubles().between(0, .5);
    Arbitrary<Double> factors = Arbitraries.doubles().between(1, 10);
    Arbitrary<Integer> seconds = Arbitraries.integers().between(1, 60);
    return Combinators.combine(rates, rates, factors, factors, seconds, seconds)
        .as((rate, more, slow, slower, first, second) -> FakeModel.builder()
            .failureRate(rate)
            .failingBy(FailureKind.status(500), FailureKind.timeout(), FailureKind.disconnect())
            .hangsFor(Duration.ofSeconds(2))
            .capacity(3)
            .slowerPerCallInFlight(slow)
            .classes(FakeClasses.weights(.2, .3, .5))
            .scores(FakeScores.normal(.4, .3)
                .drifting(.2, Duration.ofSeconds(first), Duration.ofMinutes(1)))
            .warmUp(FakeWarmUp.ofCalls(first).slowerBy(slow).failureRate(rate + more))
            .degradation(FakeDegradation.from(Duration.ofSeconds(second))
                .over(Duration.ofMinutes(2))
                .failureRateTo(rate + more)
                .slowerBy(slower))
            .outage(
                FakeOutage.from(Duration.ofSeconds(first)).flapping(Duration.ofSeconds(second), .7))
            .build());
  }

  @Property(tries = 200)
  void theSameCallsGetTheSameAnswers(
      @ForAll long seed,
      @ForAll("models") FakeModel model,
      @ForAll @Size(max = 60) List<@From("steps") Step> steps) {
    assertEquals(played(seed, model, steps), played(seed, model, steps));
  }

  @Property(tries = 200)
  void callsOfOneVersionLeaveTheOthersAlone(
      @ForAll long seed,
      @ForAll("stationary") FakeModel model,
      @ForAll @Size(max = 60) List<@From("steps") Step> steps) {
    List<Step> withoutTheFirst =
        steps.stream().filter(step -> step.version() != 0).toList();
    String first = VERSIONS.get(0);

    assertEquals(
        answers(played(seed, model, withoutTheFirst)),
        answers(played(seed, model, steps)).stream()
            .filter(line -> !line.startsWith(first))
            .toList());
  }

  /** An asynchronous call ends late if its time comes while a blocking one has the thread, so its time is left out. */
  private static List<String> answers(List<String> played) {
    return played.stream()
        .map(line -> line.replaceFirst("( async .*) \\d+$", "$1"))
        .toList();
  }

  /** A model whose answers do not depend on when they are asked for. */
  @Provide
  Arbitrary<FakeModel> stationary() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(1, 20))
        .as((rate, calls) -> FakeModel.builder()
            .failureRate(rate)
            .failingBy(FailureKind.status(500), FailureKind.truncatedBody())
            .classes(FakeClasses.weights(.2, .8))
            .warmUp(FakeWarmUp.ofCalls(calls).slowerBy(2))
            .build());
  }

  @Property(tries = 200)
  void aHigherFailureRateFailsTheSameCallsAndMore(
      @ForAll long seed, @ForAll("rates") double low, @ForAll("rates") double high) {
    List<Boolean> few = failures(seed, Math.min(low, high));
    List<Boolean> many = failures(seed, Math.max(low, high));
    for (int i = 0; i < few.size(); i++) {
      assertTrue(!few.get(i) || many.get(i));
    }
  }

  @Provide
  Arbitrary<Double> rates() {
    return Arbitraries.doubles().between(0, 1);
  }

  private static List<Boolean> failures(long seed, double rate) {
    FakeEndpoint fake = FakeEndpoint.seeded(seed, VirtualRuntime.seeded(1))
        .version("8", FakeModel.builder().failureRate(rate).build())
        .build();
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      try {
        fake.call(Played.VERSION);
        failed.add(false);
      } catch (FakeFailure failure) {
        failed.add(true);
      }
    }
    return failed;
  }

  /** What each call came to and how long it took, in the order of the calls, after the name of its version. */
  private static List<String> played(long seed, FakeModel model, List<Step> steps) {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    FakeEndpoint.Builder builder = FakeEndpoint.seeded(seed, time);
    VERSIONS.forEach(version -> builder.version(version, model));
    FakeEndpoint fake = builder.build();
    String[] seen = new String[steps.size()];
    for (int i = 0; i < seen.length; i++) {
      Step step = steps.get(i);
      String name = VERSIONS.get(step.version());
      ModelVersion version = ModelVersion.of("fraud", name);
      int call = i;
      long start = time.nanoTime();
      if (step.async()) {
        var unused = fake.callAsync(version, "")
            .whenComplete((answer, failure) -> seen[call] = name + " async "
                + (answer == null ? failure : answer) + " " + (time.nanoTime() - start));
      } else {
        seen[call] = name + " " + blocking(fake, version) + " " + (time.nanoTime() - start);
      }
      time.advance(Duration.ofMillis(step.millis()));
    }
    time.advance(Duration.ofDays(2));
    return List.of(seen);
  }

  private static Object blocking(FakeEndpoint fake, ModelVersion version) {
    try {
      return fake.call(version);
    } catch (FakeFailure failure) {
      return failure;
    }
  }
}

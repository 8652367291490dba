package dev.belay.testkit;

import dev.belay.ModelVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One fake model in virtual time, and what its last call came to. */
final class Played {

  static final ModelVersion VERSION = ModelVersion.of("fraud", "8");

  final VirtualRuntime time = VirtualRuntime.seeded(1);
  final FakeEndpoint fake;

  @Nullable
  FakeFailure failure;

  @Nullable
  FakeAnswer answer;

  Played(FakeModel.Builder model) {
    fake = FakeEndpoint.seeded(1, time).version("8", model.build()).build();
  }

  /** A model without any chance: each call takes 10 ms. */
  static FakeModel.Builder steady() {
    return FakeModel.builder()
        .latency(FakeLatency.constant(Duration.ofMillis(10)))
        .scores(FakeScores.constant(.25));
  }

  /** Calls once; how many milliseconds that took. */
  double call() {
    return call("input");
  }

  double call(Object input) {
    long start = time.nanoTime();
    failure = null;
    answer = null;
    try {
      answer = fake.call(VERSION, input);
    } catch (FakeFailure thrown) {
      failure = thrown;
    }
    return (time.nanoTime() - start) / 1e6;
  }

  boolean failed() {
    call();
    return failure != null;
  }

  FakeAnswer answered() {
    call();
    if (answer == null) {
      throw new AssertionError(failure);
    }
    return answer;
  }

  FailureKind kind() {
    call();
    if (failure == null) {
      throw new AssertionError("the call was answered");
    }
    return failure.kind();
  }

  /** Moves time to a moment after the endpoint was made. */
  Played at(Duration moment) {
    time.advance(moment.minusNanos(time.nanoTime()));
    return this;
  }

  long failuresIn(int calls) {
    long failures = 0;
    for (int i = 0; i < calls; i++) {
      failures += failed() ? 1 : 0;
    }
    return failures;
  }
}

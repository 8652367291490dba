package dev.belay.testkit;

import static dev.belay.testkit.Played.VERSION;
import static dev.belay.testkit.Played.steady;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FakeEndpointTest {

  private final VirtualRuntime time = VirtualRuntime.seeded(1);

  @Test
  void aCallSpendsItsLatencyInVirtualTime() {
    Played played = new Played(steady());
    played.time.advance(Duration.ofHours(1));
    assertEquals(10, played.call());
    assertEquals(Duration.ofHours(1).plusMillis(10).toNanos(), played.time.nanoTime());
  }

  @Test
  void anAsynchronousCallEndsWhenItsTimeHasCome() {
    Played played = new Played(steady());
    CompletableFuture<FakeAnswer> call = played.fake.callAsync(VERSION, "input");

    assertEquals(0, played.time.nanoTime());
    assertEquals(1, played.fake.counts("8").inFlight());
    played.time.advance(Duration.ofMillis(10).minusNanos(1));
    assertFalse(call.isDone());
    played.time.advance(Duration.ofNanos(1));
    assertEquals(new FakeAnswer(VERSION, .25, 0), call.join());
    assertEquals(0, played.fake.counts("8").inFlight());
  }

  @Test
  void anAsynchronousFailureIsAFakeFailure() {
    Played played = new Played(steady().failureRate(1).failingBy(FailureKind.status(429)));
    CompletableFuture<FakeAnswer> call = played.fake.callAsync(VERSION, "input");
    played.time.advance(Duration.ofMillis(10));

    CompletionException thrown = assertThrows(CompletionException.class, call::join);
    FakeFailure failure = assertInstanceOf(FakeFailure.class, thrown.getCause());
    assertEquals(FailureKind.status(429), failure.kind());
    assertEquals(VERSION, failure.version());
    assertEquals("fraud:8 failed with STATUS 429: chance", failure.getMessage());
  }

  @Test
  void aCallThatIsCancelledGoesOnInTheModel() {
    Played played = new Played(steady());
    assertTrue(played.fake.callAsync(VERSION, "input").cancel(true));
    assertEquals(1, played.fake.counts("8").inFlight());
    played.time.advance(Duration.ofMillis(10));
    assertEquals(new FakeCounts(1, 1, 0), played.fake.counts("8"));
  }

  @Test
  void countsByVersion() {
    FakeEndpoint fake = FakeEndpoint.seeded(1, time)
        .version("7", FakeModel.healthy())
        .version("8", FakeModel.builder().failureRate(1).build())
        .build();
    for (int i = 0; i < 3; i++) {
      fake.call(ModelVersion.of("fraud", "7"));
      assertThrows(FakeFailure.class, () -> fake.call(VERSION, "input"));
    }
    assertThrows(FakeFailure.class, () -> fake.call(VERSION, "input"));

    assertEquals(List.of("7", "8"), List.copyOf(fake.versions()));
    assertEquals(new FakeCounts(3, 3, 0), fake.counts("7"));
    assertEquals(new FakeCounts(4, 0, 4), fake.counts("8"));
  }

  @Test
  void aServiceCallsItByReferenceOrWithAnInput() {
    FakeEndpoint fake =
        FakeEndpoint.seeded(1, time).version("7", FakeModel.healthy()).build();
    ModelEndpoint service =
        ModelEndpoint.builder("fraud").live("7").runtime(time).build();

    FakeAnswer plain = service.call(fake::call);
    FakeAnswer withInput = service.call(version -> fake.call(version, "input"));
    CompletableFuture<FakeAnswer> later =
        service.callAsync(version -> fake.callAsync(version, "input")).toCompletableFuture();
    time.advance(Duration.ofSeconds(1));

    assertEquals(service.live(), plain.version());
    assertEquals(service.live(), withInput.version());
    assertEquals(service.live(), later.join().version());
    assertEquals(new FakeCounts(3, 3, 0), fake.counts("7"));
  }

  /** Whoever changes these numbers changes what every seeded test of every user does. */
  @Test
  void aSeedMeansTheSameOnEveryMachineAndInEveryRelease() {
    FakeEndpoint fake =
        FakeEndpoint.seeded(42, time).version("8", FakeModel.healthy()).build();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      seen.append(fake.call(VERSION).score())
          .append(" at ")
          .append(time.nanoTime())
          .append('\n');
    }
    assertEquals("""
        0.5947269932940017 at 6454153
        0.3627931830950687 at 8656793
        0.027028915657337893 at 16590380
        """, seen.toString());
  }

  @Test
  void versionsAndSeedsHaveChanceOfTheirOwn() {
    FakeEndpoint.Builder builder = FakeEndpoint.seeded(1, time);
    FakeEndpoint.Builder other = FakeEndpoint.seeded(2, time);
    for (String version : List.of("7", "8")) {
      builder.version(version, FakeModel.healthy());
      other.version(version, FakeModel.healthy());
    }
    FakeEndpoint fake = builder.build();

    double score = fake.call(VERSION).score();
    assertNotEquals(score, fake.call(ModelVersion.of("fraud", "7")).score());
    assertNotEquals(score, other.build().call(VERSION).score());
    assertNotEquals(score, fake.call(VERSION).score());
  }

  @Test
  void aScriptBeginsWhenTheEndpointIsMade() {
    time.advance(Duration.ofHours(1));
    FakeEndpoint fake = FakeEndpoint.seeded(1, time)
        .version("8", steady().outage(FakeOutage.from(Duration.ofMinutes(1))).build())
        .build();
    assertTrue(fake.isUp("8"));
    time.advance(Duration.ofMinutes(1));
    assertFalse(fake.isUp("8"));
  }

  @Test
  void realTimeReallyPasses() {
    BelayRuntime system = BelayRuntime.system();
    FakeEndpoint fake =
        FakeEndpoint.seeded(1, system).version("8", steady().build()).build();
    long start = system.nanoTime();
    fake.call(VERSION);
    long blocking = system.nanoTime();
    fake.callAsync(VERSION, "").join();

    assertTrue(blocking - start >= Duration.ofMillis(10).toNanos());
    assertTrue(system.nanoTime() - blocking >= Duration.ofMillis(10).toNanos());
  }

  @Test
  void aPauseMayBeOfTheTestsOwn() {
    List<Duration> spent = new ArrayList<>();
    FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version("8", steady().build())
        .pause(new Pause() {
          @Override
          public void spend(Duration duration) {
            spent.add(duration);
          }

          @Override
          public void schedule(Duration delay, Runnable work) {
            work.run();
          }
        })
        .build();
    fake.call(VERSION);
    assertTrue(fake.callAsync(VERSION, "").isDone());
    assertEquals(List.of(Duration.ofMillis(10)), spent);
  }

  @Test
  void anInterruptEndsACallAndStays() throws InterruptedException {
    FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version(
            "8", steady().latency(FakeLatency.constant(Duration.ofHours(1))).build())
        .build();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller = new Thread(() -> {
      thrown.set(assertThrows(CancellationException.class, () -> fake.call(VERSION)));
      interrupted.set(Thread.currentThread().isInterrupted());
    });
    caller.start();
    caller.interrupt();
    caller.join();

    assertEquals("interrupted while waiting PT1H", thrown.get().getMessage());
    assertEquals(true, interrupted.get());
    assertEquals(new FakeCounts(1, 0, 1), fake.counts("8"));
  }

  @Test
  void countsExactlyAndAnswersTheSameWhicheverThreadCalls() throws Exception {
    int threads = 8;
    int callsOfEach = 5_000;
    FakeModel model =
        FakeModel.builder().latency(FakeLatency.none()).failureRate(.3).build();
    FakeEndpoint alone =
        FakeEndpoint.seeded(1, BelayRuntime.system()).version("8", model).build();
    long expected = failures(alone, threads * callsOfEach);

    FakeEndpoint shared =
        FakeEndpoint.seeded(1, BelayRuntime.system()).version("8", model).build();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long seen = 0;
    try {
      List<Future<Long>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(pool.submit(() -> failures(shared, callsOfEach)));
      }
      for (Future<Long> part : parts) {
        seen += part.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertEquals(expected, seen);
    long calls = (long) threads * callsOfEach;
    assertEquals(new FakeCounts(calls, calls - expected, expected), shared.counts("8"));
  }

  private static long failures(FakeEndpoint fake, int calls) {
    long failures = 0;
    for (int i = 0; i < calls; i++) {
      try {
        fake.call(VERSION);
      } catch (FakeFailure failure) {
        failures++;
      }
    }
    return failures;
  }
}

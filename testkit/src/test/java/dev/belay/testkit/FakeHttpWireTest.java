package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.runtime.BelayRuntime;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sees of a fake endpoint that has only a socket. */
@Timeout(60)
class FakeHttpWireTest {

  private static final String MODEL = "8";
  private static final String ANSWER = "{\"version\":\"8\",\"score\":0.25,\"class\":0}";

  private static FakeModel.Builder instant() {
    return FakeModel.builder().latency(FakeLatency.none()).scores(FakeScores.constant(.25));
  }

  private static FakeEndpoint fake(FakeModel.Builder model) {
    return FakeEndpoint.seeded(1, BelayRuntime.system())
        .version(MODEL, model.build())
        .build();
  }

  private static RawClient raw(FakeHttpEndpoint server) throws IOException {
    return new RawClient(server.predict(MODEL));
  }

  private static void assertReset(RawClient raw) {
    SocketException thrown = assertThrows(SocketException.class, raw::read);
    assertEquals("Connection reset", thrown.getMessage());
  }

  @Test
  void aResetIsSeenBeforeTheFirstByteEachTime() throws IOException {
    FakeModel.Builder model = instant()
        .failureRate(1)
        .failingBy(FailureKind.reset())
        .failureLatency(FakeLatency.logNormal(Duration.ofNanos(100_000), Duration.ofMillis(1)));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      for (int i = 0; i < 200; i++) {
        try (RawClient raw = raw(server)) {
          raw.post("input");
          assertReset(raw);
        }
      }
    }
  }

  @Test
  void aConnectionThatWasAnsweredWellIsResetAsWell() throws IOException {
    FakeModel.Builder model = instant().failingOn("bad"::equals).failingBy(FailureKind.reset());
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      for (int i = 0; i < 100; i++) {
        try (RawClient raw = raw(server);
            RawClient bystander = raw(server)) {
          raw.post("good");
          assertEquals(ANSWER, raw.answer());
          bystander.post("good");
          assertEquals(ANSWER, bystander.answer());
          raw.post("bad");
          assertReset(raw);
          bystander.post("good");
          assertEquals(ANSWER, bystander.answer());
        }
      }
    }
  }

  @Test
  void aResetOfAClientThatHasGoneIsNobodysFailure() throws Exception {
    Semaphore begun = new Semaphore(0);
    FakeModel.Builder model = instant()
        .failureLatency(FakeLatency.constant(Duration.ofMillis(20)))
        .failingBy(FailureKind.reset())
        .failingOn(input -> {
          begun.release();
          return input.equals("bad");
        });
    FakeEndpoint fake = fake(model);
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      for (int i = 0; i < 20; i++) {
        try (RawClient raw = raw(server)) {
          raw.post("bad");
          begun.acquire();
          raw.socket.setSoLinger(i % 2 == 0, 0);
        }
      }
      while (fake.counts(MODEL).inFlight() > 0) {
        Thread.sleep(1);
      }
      try (RawClient raw = raw(server)) {
        raw.post("good");
        assertEquals(ANSWER, raw.answer());
      }
    }
  }

  @Test
  void aBodyStallsInItsMiddle() throws IOException {
    FakeEndpoint fake = fake(instant().failureRate(1).failingBy(FailureKind.stalledBody()));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake);
        RawClient raw = raw(server)) {
      raw.post("input");
      int length = raw.head();
      assertEquals("{\"version\":\"8\",\"score\":0.0,\"class\":0}".length(), length);
      assertEquals("{\"version\":\"8\",\"sc", raw.body(length / 2));
      raw.socket.setSoTimeout(200);
      assertThrows(SocketTimeoutException.class, raw::read);
      assertEquals(new FakeCounts(1, 0, 0), fake.counts(MODEL), "it still hangs");
    }
  }

  @Test
  void aClientThatHasSaidAllStillGetsItsAnswer() throws IOException {
    FakeModel.Builder model = instant().latency(FakeLatency.constant(Duration.ofMillis(5)));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model));
        RawClient raw = raw(server)) {
      raw.post("input");
      raw.socket.shutdownOutput();
      assertEquals(ANSWER, raw.answer());
      assertEquals(-1, raw.read());
    }
  }
}

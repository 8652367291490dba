package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.runtime.BelayRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeHttpEndpointTest {

  private static final String MODEL = "8";

  /** Long enough for a loaded machine; only a test of a time-out waits for a shorter one. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration IMPATIENCE = Duration.ofMillis(200);

  /** Well below the 200 idle connections that the JDK's server keeps. */
  private static final int CALLS_AT_ONCE = 100;

  private static final String ANSWER = "{\"version\":\"8\",\"score\":0.25,\"class\":0}";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static FakeModel.Builder instant() {
    return FakeModel.builder().latency(FakeLatency.none()).scores(FakeScores.constant(.25));
  }

  private static FakeEndpoint fake(FakeModel.Builder model) {
    return FakeEndpoint.seeded(1, BelayRuntime.system())
        .version(MODEL, model.build())
        .build();
  }

  private static FakeHttpEndpoint failingBy(FailureKind kind) {
    return FakeHttpEndpoint.start(fake(instant().failureRate(1).failingBy(kind)));
  }

  private static HttpRequest post(URI address, Duration patience) {
    return HttpRequest.newBuilder(address)
        .timeout(patience)
        .POST(HttpRequest.BodyPublishers.ofString("input"))
        .build();
  }

  private HttpResponse<String> post(URI address) throws IOException, InterruptedException {
    return client.send(post(address, PATIENCE), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
  }

  @Test
  void answersAsJson() throws Exception {
    FakeEndpoint fake = fake(instant());
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      HttpResponse<String> answer = post(server.predict(MODEL));
      assertEquals(200, answer.statusCode());
      assertEquals(ANSWER, answer.body());
      assertEquals(
          "application/json", answer.headers().firstValue("Content-Type").orElseThrow());
    }
    assertEquals(new FakeCounts(1, 1, 0), fake.counts(MODEL));
  }

  @Test
  void givesTheSameAnswersAsInProcess() throws Exception {
    FakeModel.Builder model = FakeModel.builder().latency(FakeLatency.none()).failureRate(.3);
    FakeEndpoint inProcess = fake(model);
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      for (int i = 0; i < 50; i++) {
        HttpResponse<String> answer = post(server.predict(MODEL));
        try {
          double score = inProcess.call(Played.VERSION).score();
          assertTrue(answer.body().contains("\"score\":" + score + ","), answer.body());
        } catch (FakeFailure failure) {
          assertEquals(500, answer.statusCode());
        }
      }
    }
  }

  @Test
  void theBodyIsTheInput() throws Exception {
    FakeModel.Builder model =
        instant().failingOn("input"::equals).failingBy(FailureKind.status(422));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      HttpResponse<String> answer = post(server.predict(MODEL));
      assertEquals(422, answer.statusCode());
      assertEquals("{\"error\":\"fake:8 failed with STATUS 422: this input\"}", answer.body());
    }
  }

  @Test
  void aTestOfInputsThatThrowsIsToldToTheClient() throws Exception {
    FakeModel.Builder model = instant().failingOn(input -> {
      throw new IllegalStateException("a \"broken\" test");
    });
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      HttpResponse<String> answer = post(server.predict(MODEL));
      assertEquals(500, answer.statusCode());
      assertEquals(
          "{\"error\":\"java.lang.IllegalStateException: a 'broken' test\"}", answer.body());
    }
  }

  @Test
  void failsByAStatus() throws Exception {
    try (FakeHttpEndpoint server = failingBy(FailureKind.status(503))) {
      assertEquals(503, post(server.predict(MODEL)).statusCode());
    }
  }

  @Test
  void failsByAMalformedBody() throws Exception {
    try (FakeHttpEndpoint server = failingBy(FailureKind.malformedBody())) {
      HttpResponse<String> answer = post(server.predict(MODEL));
      assertEquals(200, answer.statusCode());
      assertFalse(answer.body().endsWith("}"), answer.body());
    }
  }

  @Test
  void failsByATruncatedBody() throws Exception {
    try (FakeHttpEndpoint server = failingBy(FailureKind.truncatedBody())) {
      HttpResponse<InputStream> answer =
          client.send(post(server.predict(MODEL), PATIENCE), BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode(), "its head looks fine");
      assertThrows(IOException.class, () -> answer.body().readAllBytes());
    }
  }

  @Test
  void failsByADisconnect() {
    try (FakeHttpEndpoint server = failingBy(FailureKind.disconnect())) {
      IOException thrown = assertThrows(IOException.class, () -> post(server.predict(MODEL)));
      assertFalse(thrown instanceof HttpTimeoutException, thrown.toString());
    }
  }

  @Test
  void failsByAReset() {
    try (FakeHttpEndpoint server = failingBy(FailureKind.reset())) {
      for (int i = 0; i < 10; i++) {
        Throwable thrown = assertThrows(IOException.class, () -> post(server.predict(MODEL)));
        while (thrown.getCause() != null) {
          thrown = thrown.getCause();
        }
        assertInstanceOf(SocketException.class, thrown);
        assertEquals("Connection reset", thrown.getMessage());
      }
    }
  }

  @Test
  void aStalledBodyThatEndsLosesItsConnection() throws Exception {
    FakeModel.Builder model =
        instant().failureRate(1).failingBy(FailureKind.stalledBody()).hangsFor(IMPATIENCE);
    FakeEndpoint fake = fake(model);
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      long start = System.nanoTime();
      HttpResponse<InputStream> answer =
          client.send(post(server.predict(MODEL), PATIENCE), BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode(), "its head looks fine");
      assertThrows(IOException.class, () -> answer.body().readAllBytes());
      assertTrue(System.nanoTime() - start >= IMPATIENCE.toNanos());
      assertEquals(new FakeCounts(1, 0, 1), fake.counts(MODEL));
    }
  }

  @Test
  void failsByATimeout() {
    try (FakeHttpEndpoint server = failingBy(FailureKind.timeout())) {
      assertThrows(
          HttpTimeoutException.class,
          () -> client.send(post(server.predict(MODEL), IMPATIENCE), BodyHandlers.ofString()));
    }
  }

  @Test
  void aHangThatEndsLosesItsConnection() {
    FakeModel.Builder model =
        instant().failureRate(1).failingBy(FailureKind.timeout()).hangsFor(Duration.ofMillis(20));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      IOException thrown = assertThrows(IOException.class, () -> post(server.predict(MODEL)));
      assertFalse(thrown instanceof HttpTimeoutException, thrown.toString());
    }
  }

  @Test
  void aFailureLeavesTheServerWell() throws Exception {
    FakeModel.Builder model = instant()
        .failingOn("input"::equals)
        .failingBy(FailureKind.disconnect(), FailureKind.truncatedBody());
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      for (int i = 0; i < 10; i++) {
        assertThrows(IOException.class, () -> post(server.predict(MODEL)));
      }
      HttpRequest other = HttpRequest.newBuilder(server.predict(MODEL))
          .timeout(PATIENCE)
          .POST(HttpRequest.BodyPublishers.ofString("other"))
          .build();
      assertEquals(200, client.send(other, BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void takesInputsOfAnySize() throws Exception {
    String large = "x".repeat(5_000_000);
    FakeModel.Builder model =
        instant().failingOn(input -> !input.equals(large)).failingBy(FailureKind.status(400));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(model))) {
      HttpRequest request = HttpRequest.newBuilder(server.predict(MODEL))
          .timeout(PATIENCE)
          .POST(HttpRequest.BodyPublishers.ofString(large))
          .build();
      List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
              () -> client.sendAsync(request, BodyHandlers.ofString()))
          .limit(10)
          .toList();
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertEquals(200, call.get().statusCode());
      }
    }
  }

  @Test
  void answersManyCallsAtTheSameTime() throws Exception {
    FakeModel.Builder model = FakeModel.builder().scores(FakeScores.constant(.25));
    FakeEndpoint fake = fake(model);
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(() ->
                client.sendAsync(post(server.predict(MODEL), PATIENCE), BodyHandlers.ofString()))
            .limit(CALLS_AT_ONCE)
            .toList();
        for (CompletableFuture<HttpResponse<String>> call : calls) {
          assertEquals(ANSWER, call.get().body());
        }
      }
    }
    assertEquals(new FakeCounts(3 * CALLS_AT_ONCE, 3 * CALLS_AT_ONCE, 0), fake.counts(MODEL));
  }

  @Test
  void healthFollowsTheOutages() throws Exception {
    FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version("7", FakeModel.healthy())
        .version("8", instant().outage(FakeOutage.from(Duration.ZERO)).build())
        .build();
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      HttpResponse<String> up = get(server.health("7"));
      assertEquals(200, up.statusCode());
      assertEquals("{\"version\":\"7\",\"up\":true}", up.body());
      HttpResponse<String> down = get(server.health("8"));
      assertEquals(503, down.statusCode());
      assertEquals("{\"version\":\"8\",\"up\":false}", down.body());
    }
    assertEquals(new FakeCounts(0, 0, 0), fake.counts("7"));
  }

  @Test
  void refusesWhatItDoesNotServe() throws Exception {
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake(instant()))) {
      HttpResponse<String> wrongMethod = get(server.predict(MODEL));
      assertEquals(405, wrongMethod.statusCode());
      assertEquals("POST", wrongMethod.headers().firstValue("Allow").orElseThrow());
      assertEquals(405, post(server.health(MODEL)).statusCode());
      assertEquals(404, post(server.predict("9")).statusCode());
      assertEquals(404, get(server.health(MODEL).resolve("/")).statusCode());
      assertEquals(404, get(server.health(MODEL).resolve("/predict")).statusCode());
    }
  }

  @Test
  void aVersionMayHaveEveryNameThatVersionsMayHave() throws Exception {
    String name = "models/fraud@2026:1.0+a_b-c/predict";
    FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version(name, instant().build())
        .build();
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      assertEquals(
          "{\"version\":\"" + name + "\",\"score\":0.25,\"class\":0}",
          post(server.predict(name)).body());
      assertEquals(200, get(server.health(name)).statusCode());
    }
  }

  @Test
  void refusesVirtualTime() {
    FakeEndpoint fake = FakeEndpoint.seeded(1, VirtualRuntime.seeded(1))
        .version(MODEL, FakeModel.healthy())
        .build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> FakeHttpEndpoint.start(fake));
    assertEquals(
        "endpoint must be in real time, but was a fake endpoint with [8] in virtual time",
        refused.getMessage());
  }

  @Test
  void callsInFlightHoldNoThread() throws Exception {
    CountDownLatch begun = new CountDownLatch(40);
    FakeEndpoint fake = fake(hanging(begun, FailureKind.timeout(), FailureKind.stalledBody()));
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(fake)) {
      for (int i = 0; i < 40; i++) {
        var unused =
            client.sendAsync(post(server.predict(MODEL), PATIENCE), BodyHandlers.ofString());
      }
      begun.await();
      assertEquals(40, fake.counts(MODEL).inFlight(), "ten for each of the server's threads");
    }
  }

  /** Hangs for as long as the test lasts, and tells of each call that has begun. */
  private static FakeModel.Builder hanging(CountDownLatch begun, FailureKind... kinds) {
    return instant().failingBy(kinds).failingOn(input -> {
      begun.countDown();
      return true;
    });
  }

  @Test
  void closingCutsOffWhatHangsAndEndsTheThreads() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    FakeEndpoint fake = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version("7", hanging(begun, FailureKind.timeout()).build())
        .version("8", hanging(begun, FailureKind.stalledBody()).build())
        .version("9", instant().build())
        .build();
    FakeHttpEndpoint server = FakeHttpEndpoint.start(fake);
    List<Thread> threads = serverThreads();
    assertTrue(
        threads.stream().anyMatch(thread -> thread.getName().endsWith("relay")),
        threads.toString());
    assertTrue(threads.stream().allMatch(Thread::isDaemon), threads.toString());
    CompletableFuture<HttpResponse<String>> hanging =
        client.sendAsync(post(server.predict("7"), PATIENCE), BodyHandlers.ofString());
    HttpResponse<InputStream> stalled =
        client.send(post(server.predict("8"), PATIENCE), BodyHandlers.ofInputStream());
    RawClient idle = new RawClient(server.predict("9"));
    idle.post("input");
    assertEquals(ANSWER.replace("8", "9"), idle.answer());
    begun.await();

    server.close();
    server.close();

    assertThrows(ExecutionException.class, hanging::get);
    assertThrows(IOException.class, () -> stalled.body().readAllBytes());
    assertEquals(-1, idle.read());
    idle.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThrows(ConnectException.class, () -> post(server.predict(MODEL)));
  }

  /** Those of one server: JUnit runs the tests one after the other, and each closes its own. */
  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("belay-fake-http-")
            || thread.getName().equals("HTTP-Dispatcher"))
        .toList();
  }
}

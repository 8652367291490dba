package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.runtime.BelayRuntime;
import dev.belay.strategy.Advance;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import dev.belay.testkit.Exploration;
import dev.belay.testkit.FailureKind;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeHttpEndpoint;
import dev.belay.testkit.FakeLatency;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.StateSpace;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first tests that docs/testing.md shows, and that it shows what is compiled here and in other tests. */
@Timeout(120)
class TestingChapterTest {

  private static final List<Path> SOURCES =
      List.of(Path.of("src/test/java"), Path.of("../../testkit/src/test/java"));
  private static final Pattern SHOWN =
      Pattern.compile("// testing begins: \\w+\n([\\s\\S]*?)\n *// testing ends");
  private static final Pattern BLOCK = Pattern.compile("```java\n([\\s\\S]*?)\n```");

  // testing begins: service
  /** Asks one version of the model. */
  interface Scorer {
    double score(ModelVersion version, String transaction) throws Exception;
  }

  /** What is to be tested. */
  static final class FraudService {

    private final ModelEndpoint endpoint;
    private final Scorer scorer;

    FraudService(ModelEndpoint endpoint, Scorer scorer) {
      this.endpoint = endpoint;
      this.scorer = scorer;
    }

    double score(String transaction) throws Exception {
      return endpoint.call(version -> scorer.score(version, transaction));
    }
  }
  // testing ends

  // testing begins: fallback
  @Test
  void noCallerSeesThatTheCandidateDies() throws Exception {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    FakeEndpoint models = FakeEndpoint.seeded(1, time)
        .version("7", FakeModel.healthy())
        .version(
            "8",
            FakeModel.builder().outage(FakeOutage.from(Duration.ofMinutes(2))).build())
        .build();
    try (ModelEndpoint fraud =
        ModelEndpoint.builder("fraud").live("7").runtime(time).build()) {
      FraudService service = new FraudService(
          fraud, (version, transaction) -> models.call(version, transaction).score());
      Rollout rollout = fraud.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(20).build())
              .build(),
          "alice");

      while (!rollout.state().phase().terminal()) {
        double unused = service.score("a transaction"); // what a caller sees fails the test
        time.advance(Duration.ofMillis(20));
      }

      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertEquals(0, rollout.report().failuresSeenByCallers());
      assertEquals(models.counts("8").failures(), rollout.report().failuresAnswered());
      assertTrue(models.counts("8").answers() > 0, "it was alive");
      assertTrue(models.counts("8").failures() > 0, "and was called when it was dead");
    }
  }
  // testing ends

  // testing begins: cost
  @Test
  void aVersionThatFailsFiveTimesAsOftenIsSentBackAtLittleCost() {
    for (long seed = 1; seed <= 20; seed++) {
      RolloutReport report = rollOut(seed, .05);
      assertEquals(Phase.ROLLED_BACK, report.phase(), report::toText);
      assertTrue(report.candidateCalls().all().requests() < 2_000, report::toText);
      assertTrue(report.candidateCalls().all().failures() < 100, report::toText);
      assertTrue(report.failuresSeenByCallers() < 5, report::toText);
    }
  }

  @Test
  void aVersionThatIsAsGoodIsPromoted() {
    RolloutReport report = rollOut(1, .01);
    assertEquals(Phase.PROMOTED, report.phase(), report::toText);
  }

  /** A canary from a version of which 1 % fail, at 50 requests a second, until it ends. */
  private static RolloutReport rollOut(long seed, double failureRate) {
    VirtualRuntime time = VirtualRuntime.seeded(seed);
    FakeEndpoint models = FakeEndpoint.seeded(seed, time)
        .version("7", failing(.01))
        .version("8", failing(failureRate))
        .build();
    try (ModelEndpoint fraud =
        ModelEndpoint.builder("fraud").live("7").runtime(time).build()) {
      Rollout rollout = fraud.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(1, 10, 33).build())
              .build(),
          "alice");
      while (!rollout.state().phase().terminal()) {
        var unused = fraud.callAsync(version -> models.callAsync(version, "a transaction"));
        time.advance(Duration.ofMillis(20));
      }
      time.advance(Duration.ofSeconds(1)); // what is in flight ends
      return rollout.report();
    }
  }

  private static FakeModel failing(double rate) {
    return FakeModel.builder().failureRate(rate).build();
  }
  // testing ends

  // testing begins: client
  /** The service's own client, with its own idea of what an answer is. */
  static final class HttpScorer implements Scorer {

    private static final Pattern SCORE = Pattern.compile("\"score\":([0-9.E-]+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Function<ModelVersion, URI> addresses;

    HttpScorer(Function<ModelVersion, URI> addresses) {
      this.addresses = addresses;
    }

    @Override
    public double score(ModelVersion version, String transaction)
        throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(addresses.apply(version))
          .timeout(Duration.ofSeconds(10))
          .POST(HttpRequest.BodyPublishers.ofString(transaction))
          .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      Matcher score = SCORE.matcher(answer.body());
      if (answer.statusCode() != 200 || !score.find()) {
        throw new IOException("no answer, but " + answer.statusCode() + " " + answer.body());
      }
      return Double.parseDouble(answer.body().substring(score.start(1), score.end(1)));
    }
  }
  // testing ends

  // testing begins: http
  @Test
  void noCallerSeesABrokenModel() throws Exception {
    List<FailureKind> kinds = List.of(
        FailureKind.status(503),
        FailureKind.disconnect(),
        FailureKind.reset(),
        FailureKind.truncatedBody(),
        FailureKind.malformedBody());
    for (FailureKind kind : kinds) {
      assertSurvives(FakeModel.builder().failureRate(1).failingBy(kind).build());
    }
  }

  @Test
  void noCallerWaitsForAModelThatHangs() throws Exception {
    for (FailureKind kind : List.of(FailureKind.timeout(), FailureKind.stalledBody())) {
      assertSurvives(FakeModel.builder().failureRate(1).failingBy(kind).build());
    }
  }

  @Test
  void noCallerWaitsForASlowModel() throws Exception {
    assertSurvives(
        FakeModel.builder().latency(FakeLatency.constant(Duration.ofSeconds(5))).build());
  }

  private static void assertSurvives(FakeModel candidate) throws Exception {
    FakeEndpoint models = FakeEndpoint.seeded(1, BelayRuntime.system())
        .version("7", FakeModel.healthy())
        .version("8", candidate)
        .build();
    RolloutPolicy policy = RolloutPolicy.builder()
        .callDeadline(Duration.ofMillis(100))
        .evaluationInterval(Duration.ofMillis(100))
        .blastRadius(BlastRadius.builder().maxConsecutiveFailures(5).build())
        .build();
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(models);
        ModelEndpoint fraud = ModelEndpoint.builder("fraud").live("7").build()) {
      FraudService service =
          new FraudService(fraud, new HttpScorer(version -> server.predict(version.version())));
      Rollout rollout = fraud.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(10).build())
              .policy(policy)
              .build(),
          "alice");

      while (!rollout.state().phase().terminal()) {
        long start = System.nanoTime();
        double unused = service.score("a transaction");
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos(), "a caller waited");
      }

      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertEquals(0, rollout.report().failuresSeenByCallers());
      assertTrue(rollout.report().failuresAnswered() > 0, "the candidate was called");
      assertTrue(models.counts("8").calls() <= 5, "and not for long");
    }
  }
  // testing ends

  // testing begins: states
  @Test
  void theStrategyIsSound() {
    TenthThenAll strategy = new TenthThenAll();
    StateSpace.of(strategy, RolloutPolicy.builder().build())
        .table(strategy.table())
        .explore()
        .requireSound()
        .requireEveryRowTaken();
  }
  // testing ends

  /** Cuts over when the minute is over, proven or not. */
  private static final class Hasty extends TenthThenAll {

    @Override
    Transition cutOver(
        RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
      Advance next = new Advance(context, state, input.evaluation(), now);
      next.hold(Hold.TIME, now.isBefore(state.since().plus(STAGE)));
      return next.held() ? next.stay() : BAKE.begin(next, "a minute is over");
    }
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("../../docs/testing.md"));
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(Objects.requireNonNull(matcher.group(1)).stripIndent().strip());
    }
    return found;
  }

  @Test
  void theDocumentShowsWhatIsCompiledHere() throws IOException {
    List<String> shown = new ArrayList<>();
    for (Path sources : SOURCES) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          shown.addAll(found(SHOWN, Files.readString(file)));
        }
      }
    }
    List<String> blocks = found(BLOCK, document());
    assertEquals(shown.size(), blocks.size());
    assertEquals(Set.copyOf(shown), Set.copyOf(blocks));
  }

  @Test
  void theDocumentShowsTheDamageOfTheFirstSeed() throws IOException {
    String summary = rollOut(1, .05).toText().lines().limit(6).reduce("", (a, b) -> a + b + "\n");
    assertTrue(document().contains(summary), summary);
  }

  @Test
  void theDocumentTellsTheRangeOfTheSeeds() throws IOException {
    LongSummaryStatistics requests = LongStream.rangeClosed(1, 20)
        .map(seed -> rollOut(seed, .05).candidateCalls().all().requests())
        .summaryStatistics();
    String range = "from " + requests.getMin() + " to " + requests.getMax() + " requests";
    assertTrue(document().replaceAll("\\s+", " ").contains(range), range);
  }

  /** The first of the limits that the document names. */
  @Test
  void inVirtualTimeABlockingCallWithADeadlineSpendsItsWholeLatency() {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    Duration hang = Duration.ofSeconds(10);
    FakeEndpoint models = FakeEndpoint.seeded(1, time)
        .version("7", FakeModel.healthy())
        .version(
            "8",
            FakeModel.builder()
                .failureRate(1)
                .failingBy(FailureKind.timeout())
                .hangsFor(hang)
                .build())
        .build();
    try (ModelEndpoint fraud =
        ModelEndpoint.builder("fraud").live("7").runtime(time).build()) {
      Rollout rollout = fraud.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(20).build())
              .policy(
                  RolloutPolicy.builder().callDeadline(Duration.ofMillis(100)).build())
              .build(),
          "alice");
      long longest = 0;
      while (!rollout.state().phase().terminal()) {
        long start = time.nanoTime();
        assertEquals("7", fraud.call(models::call).version().version());
        longest = Math.max(longest, time.nanoTime() - start);
        time.advance(Duration.ofMillis(20));
      }
      assertTrue(longest > hang.toNanos());
      assertEquals(0, rollout.report().failuresSeenByCallers());
    }
  }

  @Test
  void theDocumentShowsHowAViolationIsTold() throws IOException {
    Exploration found =
        StateSpace.of(new Hasty(), RolloutPolicy.builder().build()).explore();
    assertThrows(AssertionError.class, found::requireSound);
    assertFalse(found.violations().isEmpty());
    String story = found.violations().get(0).toString();
    assertTrue(document().contains(story), found::toText);
  }
}

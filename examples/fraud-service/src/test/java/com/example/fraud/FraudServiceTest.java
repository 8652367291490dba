package com.example.fraud;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.FakeScores;
import dev.belay.testkit.VirtualRuntime;
import dev.belay.testkit.junit.BelayTest;
import java.time.Duration;

/** Does the service fall back, and does it hold a version to its own measure? In virtual time. */
class FraudServiceTest {

  private static final FakeModel USUAL =
      FakeModel.builder().scores(FakeScores.normal(.3, .1)).build();

  private final ReviewQueue queue = new ReviewQueue();

  @BelayTest
  void noCallerSeesThatTheCandidateDies(VirtualRuntime time, FakeEndpoint.Builder builder)
      throws Exception {
    FakeEndpoint models = builder
        .version("1", USUAL)
        .version(
            "2", USUAL.toBuilder().outage(FakeOutage.from(Duration.ofMinutes(1))).build())
        .build();
    try (ModelEndpoint endpoint = ModelEndpoint.builder("fraud").live("1").runtime(time).build()) {
      FraudService service = service(endpoint, models);
      Rollout rollout = service.rollOut("2", "alice");
      while (!rollout.state().phase().terminal()) {
        service.isHeld("a transaction");
        time.advance(Duration.ofMillis(20));
      }
      assertThat(rollout).isRolledBack().showedCallersNoFailure();
      assertThat(endpoint).serves("1");
      assertTrue(models.counts("2").failures() > 0, "the candidate was asked when it was dead");
    }
  }

  @BelayTest
  void aVersionThatFillsTheReviewQueueIsSentBack(VirtualRuntime time, FakeEndpoint.Builder builder)
      throws Exception {
    FakeEndpoint models = builder
        .version("1", USUAL)
        .version("2", USUAL.toBuilder().scores(FakeScores.normal(.9, .05)).build())
        .build();
    try (ModelEndpoint endpoint = ModelEndpoint.builder("fraud").live("1").runtime(time).build()) {
      FraudService service = service(endpoint, models);
      Rollout rollout = service.rollOut("2", "alice");
      while (!rollout.state().phase().terminal()) {
        service.isHeld("a transaction");
        time.advance(Duration.ofMillis(5));
      }
      assertThat(rollout).isRolledBack().saysWhy("review queue");
    }
  }

  private FraudService service(ModelEndpoint endpoint, FakeEndpoint models) {
    return new FraudService(
        endpoint, (version, input) -> models.call(version, input).score(), queue);
  }
}

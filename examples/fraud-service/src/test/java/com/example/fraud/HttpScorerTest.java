package com.example.fraud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import dev.belay.testkit.FailureKind;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeHttpEndpoint;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeScores;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client takes for an answer, over real HTTP. */
@Timeout(60)
class HttpScorerTest {

  private static final ModelVersion VERSION = ModelVersion.of("fraud", "1");

  @Test
  void readsTheScore() throws Exception {
    assertEquals(.25, score(FakeModel.builder().scores(FakeScores.constant(.25)).build()));
  }

  @Test
  void takesNothingBrokenForAnAnswer() {
    for (FailureKind kind : List.of(
        FailureKind.status(503),
        FailureKind.disconnect(),
        FailureKind.truncatedBody(),
        FailureKind.malformedBody(),
        FailureKind.timeout())) {
      FakeModel broken = FakeModel.builder().failureRate(1).failingBy(kind).build();
      assertThrows(IOException.class, () -> score(broken), kind::toString);
    }
  }

  private static double score(FakeModel model) throws Exception {
    FakeEndpoint models =
        FakeEndpoint.seeded(1, BelayRuntime.system()).version("1", model).build();
    try (FakeHttpEndpoint server = FakeHttpEndpoint.start(models)) {
      return new HttpScorer(version -> server.predict(version.version())).score(VERSION, "any");
    }
  }
}

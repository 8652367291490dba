package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelServerTest {

  private static final DataSet DATA = GeneratedRows.create(2);
  private static final ModelVersion THIRD = ModelVersion.of(DATA.model(), "3");

  @Test
  void answersWithTheLabelAndTurnsABrokenPreprocessingIntoAnError() throws Exception {
    TrainedModel broken = Models.brokenForest(DATA);
    Row whole = DATA.serving().stream().filter(Row::complete).findFirst().orElseThrow();
    Row gap = DATA.serving().stream().filter(row -> !row.complete()).findFirst().orElseThrow();
    ModelClient client = new ModelClient();
    try (ModelServer server = ModelServer.start(broken, Duration.ZERO)) {
      client.add(server);

      assertEquals(broken.predict(whole.values()), client.predict(THIRD, whole.toLine()));
      assertEquals(
          "fraud:3 answered 500: java.lang.IllegalArgumentException: device must be one of the 4 words of the"
              + " vocabulary, but was '?'",
          assertThrows(IOException.class, () -> client.predict(THIRD, gap.toLine()))
              .getMessage());
    }
  }

  @Test
  void namesAVersionThatNoServerIsKnownFor() {
    assertEquals(
        "no server is known for fraud:3",
        assertThrows(IOException.class, () -> new ModelClient().predict(THIRD, ""))
            .getMessage());
  }

  @Test
  void isReadyUntilItIsStopped() throws Exception {
    ModelClient client = new ModelClient();
    try (ModelServers servers = new ModelServers(client)) {
      servers.start(Models.brokenForest(DATA), Duration.ZERO);

      assertTrue(client.ready(THIRD));
      assertTrue(servers.stop(THIRD));
      assertThrows(IOException.class, () -> client.ready(THIRD));
      assertFalse(servers.stop(THIRD));
    }
  }
}

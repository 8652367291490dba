package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabricksFrontTest {

  private static final DataSet DATA = GeneratedRows.create(2);
  private static final ModelVersion FIRST = ModelVersion.of(DATA.model(), "1");
  private static final ModelVersion THIRD = ModelVersion.of(DATA.model(), "3");

  @Test
  void sendsEverythingToTheFirstVersionAndSaysSo() throws Exception {
    TrainedModel linear = Models.linear(DATA);
    Row row = DATA.serving().get(0);
    String label = linear.predict(row.values());
    ModelClient models = new ModelClient();
    try (ModelServers servers = new ModelServers(models)) {
      servers.start(linear, Duration.ZERO);
      servers.start(Models.brokenForest(DATA), Duration.ZERO);
      try (DatabricksFront front = DatabricksFront.start(DATA.model(), servers.running(), models)) {
        Splitter.Answer answer = front.ask(row.toLine());

        assertEquals(new Splitter.Answer(true, label, Optional.of(FIRST)), answer);
        assertEquals(label, front.ask(FIRST, row.toLine()));
        assertThrows(IOException.class, () -> front.ask(THIRD, row.toLine()), "not served yet");

        servers.stop(FIRST);
        Splitter.Answer failure = front.ask(row.toLine());
        assertEquals(Optional.of(FIRST), failure.version());
        assertEquals("'fraud' with fraud:1 answered with HTTP 500", failure.text());
      }
    }
  }

  @Test
  void readsBackWhatItSends() throws IOException {
    String odd = "a,\"b\\\",ä,?";
    assertEquals(odd, ServingJson.line(ServingJson.request(odd)));
    assertEquals(odd, ServingJson.label(ServingJson.answer(odd)));
  }
}

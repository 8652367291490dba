package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SplitScorerTest {

  private static final ModelVersion LIVE = ModelVersion.of("fraud", "1");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "2");

  private final ModelEndpoint endpoint =
      ModelEndpoint.builder("fraud").live("1").build();

  @AfterEach
  void close() {
    endpoint.close();
  }

  /** Always answers the same by the split, and with the version's name when it is asked for one. */
  private record Fixed(Answer answer) implements Splitter {

    @Override
    public Answer ask(String line) {
      return answer;
    }

    @Override
    public String ask(ModelVersion version, String line) {
      return line + " by " + version;
    }
  }

  private Scorer scorer(boolean ok, Optional<ModelVersion> version) {
    return new SplitScorer(endpoint, new Fixed(new Splitter.Answer(ok, "text", version)));
  }

  @Test
  void takesAnAnswerWhoeverItIsFrom() throws Exception {
    assertEquals("text", scorer(true, Optional.of(LIVE)).predict("row"));
    assertEquals("text", scorer(true, Optional.of(CANDIDATE)).predict("row"));
    assertEquals("text", scorer(true, Optional.empty()).predict("row"));
  }

  @Test
  void asksTheLiveVersionForWhatACandidateCouldNotAnswer() throws Exception {
    assertEquals("row by fraud:1", scorer(false, Optional.of(CANDIDATE)).predict("row"));
  }

  @Test
  void hasNobodyToAskWhenTheLiveVersionFails() {
    Scorer failing = scorer(false, Optional.of(LIVE));
    assertEquals(
        "fraud:1 did not answer: text",
        assertThrows(IOException.class, () -> failing.predict("row")).getMessage());
    assertThrows(IOException.class, () -> scorer(false, Optional.empty()).predict("row"));
  }
}

package dev.belay.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  private static Command.Order order(String id, String actor, String reason) {
    return new Command.Order(id, actor, reason, OptionalLong.empty());
  }

  @Test
  void readsAsTheActorAndTheReason() {
    assertEquals("alice", order("c1", "alice", "").toString());
    assertEquals("alice (complaints)", order("c1", "alice", "complaints").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void refusesABlankIdOrActor(String blank) {
    String shown = blank.replace('\t', '?').replace('\n', '?');
    String range = " printable characters and not blank, but was '" + shown + "'";
    assertEquals(
        "id must be 1 to 400" + range,
        assertThrows(IllegalArgumentException.class, () -> order(blank, "alice", ""))
            .getMessage());
    assertEquals(
        "actor must be 1 to 200" + range,
        assertThrows(IllegalArgumentException.class, () -> order("c1", blank, ""))
            .getMessage());
  }

  /** What would forge a line of a log, colour a terminal, or read otherwise than it is written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nWARN fraud: all is well",
        "a\r",
        "\u001b[31ma",
        "a\u0000",
        "a\u0085",
        "a\u2028",
        "a\u2029",
        "a\ud83d",
        "\ude42a",
        "a\u202e",
        "a\u2066"
      })
  void refusesWhatIsNotPrintableInEveryText(String evil) {
    assertRefused("id must be 1 to 400 ", () -> order(evil, "alice", ""));
    assertRefused("actor must be 1 to 200 ", () -> order("c1", evil, ""));
    assertRefused("reason must be at most 1000 ", () -> order("c1", "alice", evil));
  }

  private static void assertRefused(String begin, Runnable ordering) {
    String message = assertThrows(IllegalArgumentException.class, ordering::run).toString();
    assertTrue(message.contains(": " + begin + "printable characters"), message);
    assertTrue(message.contains("?"), message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c < 0x7F), message);
  }

  @Test
  void takesAReasonOfUpTo1000Characters() {
    assertEquals(1_000, order("c1", "alice", "x".repeat(1_000)).reason().length());
    assertRefusedShortly(() -> order("c1", "alice", "x".repeat(1_001)));
    assertRefusedShortly(() -> order("c1", "alice", "x".repeat(10_000_000)));
  }

  private static void assertRefusedShortly(Runnable ordering) {
    String message = assertThrows(IllegalArgumentException.class, ordering::run).toString();
    assertTrue(message.length() < 300, message.length() + " characters");
  }

  @Test
  void takesWhatPeopleWrite() {
    for (String text : new String[] {
      "caf\u00e9", "\u65e5\u672c\u8a9e", "\ud83d\ude42", "\ud83d\udc69\u200d\ud83d\udc67"
    }) {
      assertEquals(text, order(text, text, text).reason());
    }
  }

  @Test
  void takesUpTo400CharactersAndShortensItsMessage() {
    assertEquals(400, order("x".repeat(400), "alice", "").id().length());
    String message = assertThrows(
            IllegalArgumentException.class, () -> order("x".repeat(1_000_000), "alice", ""))
        .toString();
    assertTrue(message.length() < 520, message.length() + " characters");
  }
}

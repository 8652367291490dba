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
    String range = " characters and not blank, but was '" + blank + "'";
    assertEquals(
        "id must be 1 to 400" + range,
        assertThrows(IllegalArgumentException.class, () -> order(blank, "alice", ""))
            .getMessage());
    assertEquals(
        "actor must be 1 to 200" + range,
        assertThrows(IllegalArgumentException.class, () -> order("c1", blank, ""))
            .getMessage());
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

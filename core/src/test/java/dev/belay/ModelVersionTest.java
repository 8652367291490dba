package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"7", "2026-11-23T09:00:00Z", "a", "registry/model@sha256:0f", "v1.2_3+4"})
  void takesTheNamesThatRegistriesUse(String name) {
    assertEquals(name, ModelVersion.of("fraud", name).version());
    assertEquals(name, ModelVersion.of(name, "7").model());
  }

  @Test
  void takesUpTo128Characters() {
    assertEquals(128, ModelVersion.of("fraud", "x".repeat(128)).version().length());
    assertThrows(IllegalArgumentException.class, () -> ModelVersion.of("fraud", "x".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-7", ".7", "a b", "7\n", "ü", "a\u0000", "a,b"})
  void refusesOtherNamesAndSaysWhatTheyMayBe(String name) {
    assertRefused("model", () -> ModelVersion.of(name, "7"));
    assertRefused("version", () -> ModelVersion.of("fraud", name));
  }

  private static void assertRefused(String argument, Runnable naming) {
    String message = assertThrows(IllegalArgumentException.class, naming::run).toString();
    assertTrue(message.contains(": " + argument + " must be 1 to 128 characters"), message);
  }

  @Test
  void keepsControlCharactersAndEndlessNamesOutOfItsMessages() {
    String name = "evil\n\u001b[31m" + "x".repeat(1_000_000);
    String message = assertThrows(
            IllegalArgumentException.class, () -> ModelVersion.of("fraud", name))
        .toString();
    assertTrue(message.length() < 400, message.length() + " characters");
    assertTrue(message.chars().allMatch(c -> c >= 0x20 && c < 0x7F), message);
  }

  @Test
  void readsAsModelAndVersion() {
    assertEquals("fraud:7", ModelVersion.of("fraud", "7").toString());
    assertEquals(ModelVersion.of("fraud", "7"), new ModelVersion("fraud", "7"));
  }
}

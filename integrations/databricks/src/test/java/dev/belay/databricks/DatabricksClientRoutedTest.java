package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.databricks.testkit.Call;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.target.SubmitResult;
import dev.belay.target.VersionHost;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Belay's router chooses the version, or hears who answered. */
class DatabricksClientRoutedTest {

  private final Setting setting = new Setting(builder -> builder.queryToken(() -> "query-token"));
  private final FakeDatabricks platform = setting.platform;
  private final VersionHost host = setting.databricks.host();
  private final ModelInvoker invoker = setting.databricks.invoker();

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void callsOneVersionWhateverThePlatformsSplit() throws InvocationFailedException {
    setting.prepared();
    Invocation answer = invoker.invoke(CANDIDATE, "{\"x\":1}");
    assertEquals("{\"predictions\":[\"fraud-8\"]}", answer.body());
    assertEquals(Optional.of(CANDIDATE), answer.version());
    Call call = platform.calls().get(0);
    assertEquals("/serving-endpoints/fraud/served-models/fraud-8/invocations", call.path());
    assertEquals("Bearer query-token", call.authorization());
    assertEquals("{\"x\":1}", call.body());
    assertFalse(answer.toString().contains("predictions"));
  }

  @Test
  void aFailureIsCountedForTheVersionThatWasCalled() {
    ModelEndpoint endpoint =
        ModelEndpoint.builder("fraud").live("7").runtime(setting.time).build();
    platform.answerInvocations(500);
    InvocationFailedException failure = assertThrows(
        InvocationFailedException.class,
        () -> endpoint.call(
            version -> invoker.invoke(version, "{\"card\":\"1234\"}").body()));
    assertEquals(500, failure.status());
    assertEquals(Optional.of(STABLE), failure.version());
    assertFalse(String.valueOf(failure.getMessage()).contains("1234"));
  }

  @Test
  void aPlatformThatIsNotThereIsAFailureWithoutStatus() {
    platform.close();
    InvocationFailedException failure =
        assertThrows(InvocationFailedException.class, () -> invoker.invoke(STABLE, "{}"));
    assertEquals(0, failure.status());
  }

  @Test
  void hearsWhoAnsweredWhenThePlatformSplits() throws InvocationFailedException {
    assertEquals(Optional.of(STABLE), invoker.invoke("{}").version());
    platform.answerInvocations(429);
    InvocationFailedException failure =
        assertThrows(InvocationFailedException.class, () -> invoker.invoke("{}"));
    assertEquals(Optional.of(STABLE), failure.version());
  }

  @Test
  void guessesNobodyWhenItIsNotTold() throws InvocationFailedException {
    platform.answers().namesTheAnswerer(false);
    assertEquals(Optional.empty(), invoker.invoke("{}").version());
    platform.answers().namesTheAnswerer(true);
    platform.addByHand("other", "{}");
    platform.changeByHand(java.util.Map.of("other", 100));
    Invocation answer = invoker.invoke("{}");
    assertEquals(Optional.empty(), answer.version());
    assertEquals(Optional.of("other"), answer.servedName());
  }

  @Test
  void everyoneElseStaysOnStableUntilItIsRetired() {
    assertInstanceOf(SubmitResult.Accepted.class, host.prepare(CANDIDATE));
    setting.time.advance(Duration.ofMinutes(11));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.prepare(CANDIDATE));
    assertEquals(100, platform.percent("fraud-7"));

    assertInstanceOf(SubmitResult.Accepted.class, host.retire(STABLE));
    assertTrue(platform.serves("fraud-7"));
    assertInstanceOf(SubmitResult.Busy.class, host.retire(STABLE));
    setting.time.advance(Duration.ofSeconds(31));
    assertEquals(100, platform.percent("fraud-8"));
    assertTrue(platform.serves("fraud-7"), "moved first, and removed when that is in force");
    assertInstanceOf(SubmitResult.Accepted.class, host.retire(STABLE));
    setting.time.advance(Duration.ofSeconds(31));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.retire(STABLE));
    assertFalse(platform.serves("fraud-7"));
    assertEquals(3, platform.puts().size());
  }

  @Test
  void aCandidateThatWasRolledBackIsRemovedWithoutMovingAnyone() {
    setting.prepared();
    assertInstanceOf(SubmitResult.Accepted.class, host.retire(CANDIDATE));
    setting.time.advance(Duration.ofSeconds(31));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.retire(CANDIDATE));
    assertEquals(100, platform.percent("fraud-7"));
  }

  @Test
  void theLastVersionStays() {
    assertInstanceOf(SubmitResult.Refused.class, host.retire(STABLE));
    assertEquals(0, platform.puts().size());
  }

  @Test
  void callsOnlyWhatIsConfiguredAndOnlyWithACredential() {
    assertThrows(
        IllegalArgumentException.class, () -> invoker.invoke(ModelVersion.of("fraud", "9"), "{}"));
    try (Setting without = new Setting()) {
      assertThrows(IllegalStateException.class, without.databricks::invoker);
    }
    setting.databricks.close();
    assertThrows(IllegalStateException.class, () -> invoker.invoke("{}"));
  }
}

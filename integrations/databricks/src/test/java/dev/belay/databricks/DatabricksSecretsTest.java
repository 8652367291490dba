package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.percent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.databricks.testkit.Fault;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens, secrets and names that could be something else. */
class DatabricksSecretsTest {

  private static final ClientCredentials PRINCIPAL =
      ClientCredentials.of("principal", "client-secret");
  private static final List<String> SECRETS = List.of(
      "control-token",
      "query-token",
      "client-secret",
      "oauth-token",
      Setting.ENVIRONMENT_SECRET,
      Setting.EXTRA_SECRET);

  private final LogLines log = new LogLines();

  @AfterEach
  void stopListening() {
    log.close();
  }

  private static void assertClean(Stream<String> texts) {
    texts.forEach(text -> SECRETS.forEach(
        secret -> assertFalse(text.contains(secret), () -> secret + " in: " + text)));
  }

  @Test
  void noSecretIsInAnyMessageOrLog() {
    List<String> texts = new ArrayList<>();
    try (Setting setting = new Setting(builder -> builder.credentials(PRINCIPAL))) {
      setting.prepared();
      setting
          .platform
          .answers()
          .quote("sent were " + Setting.ENVIRONMENT_SECRET + ", client-secret and "
              + Setting.EXTRA_SECRET);
      texts.add(setting.databricks + "" + PRINCIPAL + Setting.STABLE_ENTITY);
      for (Fault fault : List.of(
          Fault.BAD_REQUEST, Fault.CONFLICT, Fault.ERROR, Fault.FORBIDDEN, Fault.LOST_BEFORE)) {
        setting.platform.failUpdates(fault, 1);
        texts.add(setting.target.submit(SplitIntent.to(percent(5))).toString());
        texts.add(setting.target.observe().toString());
      }
      setting.target.submit(SplitIntent.to(percent(7)));
    }
    assertTrue(
        texts.stream().anyMatch(text -> text.contains("sent were ***, *** and ***")),
        texts::toString);
    assertClean(Stream.concat(texts.stream(), log.lines().stream()));
    assertTrue(log.lines().stream().anyMatch(line -> line.contains("asked for")));
  }

  @Test
  void aPrincipalGetsOneTokenAndKeepsItUntilShortlyBeforeItsEnd() {
    try (Setting setting = new Setting(builder -> builder.credentials(PRINCIPAL))) {
      setting.target.observe();
      setting.time.advance(Duration.ofMinutes(58));
      setting.target.observe();
      assertEquals(1, tokens(setting));
      setting.time.advance(Duration.ofMinutes(1));
      setting.target.observe();
      assertEquals(2, tokens(setting));
    }
  }

  private static long tokens(Setting setting) {
    return setting.platform.calls().stream()
        .filter(call -> call.path().equals("/oidc/v1/token"))
        .count();
  }

  @Test
  void aTokenThatIsRevokedIsRenewedOnce() {
    try (Setting setting = new Setting(builder -> builder.credentials(PRINCIPAL))) {
      setting.target.observe();
      setting.platform.revokeTokens();
      assertTrue(setting.target.observe().effective().isPresent());
      assertEquals(2, tokens(setting));
    }
  }

  @Test
  void aTokenThatIsNotAcceptedIsRefusedAndNotSentAgain() {
    try (Setting setting = new Setting(builder -> builder.token(() -> "wrong-token"))) {
      assertInstanceOf(
          SubmitResult.Refused.class, setting.target.submit(SplitIntent.to(percent(0))));
      assertEquals(1, setting.platform.calls().size());
    }
  }

  @Test
  void aSecretThatIsNotAcceptedIsRefusedAndNotShown() {
    try (Setting setting = new Setting(
        builder -> builder.credentials(ClientCredentials.of("principal", "old-secret")))) {
      SubmitResult result = setting.target.submit(SplitIntent.to(percent(0)));
      assertInstanceOf(SubmitResult.Refused.class, result);
      assertFalse(result.toString().contains("old-secret"));
    }
  }

  @Test
  void aTokenThatCannotBeHadNowIsBusyAndWhatItSaysIsNotTold() {
    try (Setting setting = new Setting(builder -> builder.token(() -> {
      throw new IllegalStateException("control-token is sealed");
    }))) {
      SubmitResult result = setting.target.submit(SplitIntent.to(percent(0)));
      assertInstanceOf(SubmitResult.Busy.class, result);
      assertClean(Stream.of(result.toString()));
    }
  }

  @Test
  void aTokenThatIsNoHeaderIsNotSentAndNotShown() {
    try (Setting setting = new Setting(builder -> builder.token(() -> "control-token\r\nX: y"))) {
      SubmitResult result = setting.target.submit(SplitIntent.to(percent(0)));
      assertInstanceOf(SubmitResult.Refused.class, result);
      assertClean(Stream.of(result.toString()));
      assertEquals(0, setting.platform.calls().size());
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    URI uri = URI.create("https://example.com");
    DatabricksEndpoint.Builder builder = DatabricksEndpoint.builder(uri, "fraud");
    assertThrows(IllegalArgumentException.class, () -> builder.httpClient(follows));
  }

  @Test
  void namesThatCouldLeadElsewhereAreRefusedBeforeAnyRequest() {
    URI uri = URI.create("https://example.com");
    for (String name : List.of("a/b", "a b", "..", "", "a?b", "a%2e", "ä")) {
      assertThrows(
          IllegalArgumentException.class, () -> DatabricksEndpoint.builder(uri, name), name);
      assertThrows(
          IllegalArgumentException.class,
          () -> ServedEntity.builder(CANDIDATE, "m", "1").name(name),
          name);
    }
    for (String address : List.of(
        "http://example.com",
        "https://u:control-token@example.com",
        "https://example.com/path",
        "https://example.com?x=y",
        "ftp://example.com",
        "example.com",
        "https:///")) {
      assertClean(Stream.of(String.valueOf(assertThrows(
          IllegalArgumentException.class,
          () -> DatabricksEndpoint.builder(URI.create(address), "fraud"),
          address))));
    }
    assertEquals(
        "a-b-1-0",
        ServedEntity.builder(ModelVersion.of("a/b", "1.0"), "m", "1").build().name());
  }

  @Test
  void whatCannotBeBuiltSaysWhy() {
    DatabricksEndpoint.Builder builder =
        DatabricksEndpoint.builder(URI.create("https://example.com"), "fraud");
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.token(() -> "control-token");
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.serve(Setting.STABLE_ENTITY).serve(Setting.STABLE_ENTITY);
    assertThrows(IllegalArgumentException.class, builder::build);
    assertThrows(IllegalArgumentException.class, () -> builder.requestTimeout(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> Setting.entity(CANDIDATE).provisionedConcurrency(4, 8).build());
    assertThrows(
        IllegalArgumentException.class, () -> Setting.entity(CANDIDATE).extra("{\"name\":\"x\"}"));
    assertClean(Stream.of(String.valueOf(assertThrows(
        IllegalArgumentException.class,
        () -> Setting.entity(CANDIDATE).extra(Setting.EXTRA_SECRET)))));
  }
}

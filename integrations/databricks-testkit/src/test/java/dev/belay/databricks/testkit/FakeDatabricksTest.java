package dev.belay.databricks.testkit;

import static dev.belay.databricks.testkit.Workspace.API;
import static dev.belay.databricks.testkit.Workspace.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint and its updates. */
class FakeDatabricksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Workspace workspace = new Workspace();
  private final FakeDatabricks platform = workspace.platform;

  @AfterEach
  void close() {
    workspace.close();
  }

  private void update(int percent) throws Exception {
    assertEquals(200, workspace.update(split(percent)).statusCode());
  }

  /** With two entities, and all of the traffic on the first. */
  private void added() throws Exception {
    update(0);
    workspace.pass(Duration.ofMinutes(10));
    assertTrue(platform.serves("fraud-8"));
  }

  private static String state(JsonNode endpoint) {
    return endpoint.path("state").path("config_update").asText();
  }

  @Test
  void putsTrafficInForceWhenItsTimeIsOver() throws Exception {
    added();
    platform.takes(Duration.ofSeconds(20), Duration.ofMinutes(1));
    update(5);
    workspace.pass(Duration.ofSeconds(20).minusNanos(1));
    JsonNode before = workspace.read();
    assertEquals(0, platform.percent("fraud-8"));
    assertEquals("IN_PROGRESS", state(before));
    assertEquals(2, before.path("config").path("config_version").asInt());
    assertEquals(3, before.path("pending_config").path("config_version").asInt());
    assertEquals(600_000, before.path("pending_config").path("start_time").asInt());

    workspace.pass(Duration.ofNanos(1));
    JsonNode after = workspace.read();
    assertEquals(5, platform.percent("fraud-8"));
    assertEquals(95, platform.percent("fraud-7"));
    assertEquals("NOT_UPDATING", state(after));
    assertEquals(3, after.path("config").path("config_version").asInt());
    assertTrue(after.path("pending_config").isMissingNode());
  }

  @Test
  void takesLongerWhereAnEntityIsAdded() throws Exception {
    update(0);
    workspace.pass(Duration.ofMinutes(10).minus(SECOND));
    assertFalse(platform.serves("fraud-8"));
    JsonNode coming = workspace.read().path("pending_config").path("served_entities");
    assertEquals(
        "DEPLOYMENT_CREATING", coming.get(1).path("state").path("deployment").asText());
    workspace.pass(SECOND);
    assertTrue(platform.serves("fraud-8"));
  }

  @Test
  void answersAnUpdateWithTheEndpoint() throws Exception {
    JsonNode told = Json.parse("the answer", workspace.update(split(0)).body());
    assertEquals("fraud", told.path("name").asText());
    assertEquals("IN_PROGRESS", state(told));
    assertFalse(told.path("pending_config").isMissingNode());
  }

  @Test
  void takesOneUpdateAtATime() throws Exception {
    added();
    update(5);
    HttpResponse<String> second = workspace.update(split(10));
    assertEquals(409, second.statusCode());
    assertTrue(second.body().contains("RESOURCE_CONFLICT"));
    platform.answers().invalidStateWhileUpdating(true);
    HttpResponse<String> third = workspace.update(split(10));
    assertEquals(400, third.statusCode());
    assertTrue(third.body().contains("INVALID_STATE"));
    workspace.pass(Duration.ofSeconds(30));
    assertEquals(5, platform.percent("fraud-8"));
    assertEquals(2, platform.accepted());
    assertEquals(4, platform.puts().size());
    update(10);
  }

  @Test
  void takesFiftyUpdatesInFiveMinutes() throws Exception {
    added();
    platform.takes(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 50; i++) {
      update(i);
      workspace.pass(SECOND);
    }
    HttpResponse<String> refused = workspace.update(split(51));
    assertEquals(429, refused.statusCode());
    assertEquals("20", refused.headers().firstValue("Retry-After").orElseThrow());
    workspace.pass(Duration.ofSeconds(249));
    assertEquals(429, workspace.update(split(51)).statusCode());
    workspace.pass(SECOND);
    update(51);
    assertEquals(429, workspace.update(split(52)).statusCode());
  }

  @Test
  void tellsListsInItsOwnOrderWithDefaultsAndBothNames() throws Exception {
    added();
    JsonNode config = workspace.read().path("config");
    JsonNode first = config.path("served_entities").get(0);
    assertEquals("fraud-7", first.path("name").asText(), "sent as the second");
    assertEquals("Small", first.path("workload_size").asText(), "not sent");
    assertEquals("DEPLOYMENT_READY", first.path("state").path("deployment").asText());
    JsonNode route = config.path("traffic_config").path("routes").get(0);
    assertEquals("fraud-7", route.path("served_model_name").asText());
    assertEquals("fraud-7", route.path("served_entity_name").asText());
    assertEquals(100, route.path("traffic_percentage").intValue(), "sent as a text");
  }

  @Test
  void givesASingleEntityEverythingAndANameThatItIsNotSent() throws Exception {
    HttpResponse<String> answer = workspace.update(
        "{\"served_entities\":[{\"entity_name\":\"m\",\"entity_version\":\"3\"}]}");
    assertEquals(200, answer.statusCode(), answer::body);
    workspace.pass(Duration.ofMinutes(10));
    assertEquals(100, platform.percent("m-3"));
    assertFalse(platform.serves("fraud-7"));
  }

  @Test
  void tellsNoSecrets() throws Exception {
    try (Workspace secretive = new Workspace(builder -> builder.serving("fraud-7", """
        {"environment_vars":{"A":"hunter2"},"burst_scaling_enabled":true,"max_provisioned_concurrency":8,
         "external_model":{"openai_config":{"openai_api_key_plaintext":"hunter2","openai_api_type":"azure"}}}
        """, 100))) {
      String told = secretive.read().toString();
      assertFalse(told.contains("hunter2"), told);
      assertFalse(told.contains("burst_scaling_enabled"), told);
      assertFalse(told.contains("workload_size"), told);
      assertTrue(told.contains("\"openai_api_type\":\"azure\""), told);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{}",
        "{\"served_entities\":[7]}",
        "{\"served_entities\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
        "{\"served_entities\":[{\"name\":\"a\"},{\"name\":\"a\"}]}",
        "{\"served_entities\":[{\"name\":\"a\"}],\"traffic_config\":{\"routes\":[{\"served_model_name\":\"a\",\"traffic_percentage\":99}]}}",
        "{\"served_entities\":[{\"name\":\"a\"}],\"traffic_config\":{\"routes\":[{\"served_model_name\":\"b\",\"traffic_percentage\":100}]}}",
        "{\"served_entities\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"traffic_config\":{\"routes\":[{\"served_model_name\":\"a\",\"traffic_percentage\":101},{\"served_model_name\":\"b\",\"traffic_percentage\":-1}]}}"
      })
  void refusesWhatMakesNoSense(String body) throws Exception {
    HttpResponse<String> answer = workspace.update(body);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("INVALID_PARAMETER_VALUE"), answer::body);
    assertEquals(0, platform.accepted());
  }

  @Test
  void keepsEverythingWhenAnUpdateComesToNothing() throws Exception {
    added();
    platform.letUpdatesFail(1);
    update(5);
    workspace.pass(Duration.ofSeconds(30));
    assertEquals("UPDATE_FAILED", state(workspace.read()));
    assertEquals(0, platform.percent("fraud-8"));
    update(5);
    workspace.pass(Duration.ofSeconds(30));
    assertEquals("NOT_UPDATING", state(workspace.read()));
    assertEquals(5, platform.percent("fraud-8"));
  }

  @Test
  void isNeverReadyWhenItIsToldSo() throws Exception {
    platform.neverReady("fraud-8");
    update(0);
    workspace.pass(Duration.ofDays(1));
    assertEquals("IN_PROGRESS", state(workspace.read()));
    assertFalse(platform.serves("fraud-8"));
  }

  @Test
  void tellsTheDeploymentThatItIsTold() throws Exception {
    assertEquals("READY", workspace.read().path("state").path("ready").asText());
    platform.deployment("fraud-7", "DEPLOYMENT_RECOVERING");
    JsonNode told = workspace.read();
    assertEquals("NOT_READY", told.path("state").path("ready").asText());
    assertTrue(told.path("config").toString().contains("DEPLOYMENT_RECOVERING"));
  }

  @Test
  void letsSomebodyElseChangeIt() throws Exception {
    platform.addByHand("other", "{\"entity_name\":\"main.ml.other\"}");
    assertEquals(0, platform.percent("other"));
    platform.changeByHand(Map.of("fraud-7", 60, "other", 40));
    JsonNode config = workspace.read().path("config");
    assertEquals(3, config.path("config_version").asInt());
    assertEquals("main.ml.other", config.at("/served_entities/1/entity_name").asText());
    platform.addByHand("other", "{\"entity_name\":\"main.ml.third\"}");
    assertEquals(40, platform.percent("other"));
    assertEquals(
        "traffic must sum to 100, but summed to 99",
        assertThrows(
                IllegalArgumentException.class, () -> platform.changeByHand(Map.of("fraud-7", 99)))
            .getMessage());
    assertEquals(
        "traffic must be for one of [fraud-7, other], but was for 'fraud-9'",
        assertThrows(
                IllegalArgumentException.class, () -> platform.changeByHand(Map.of("fraud-9", 100)))
            .getMessage());
  }

  @Test
  void zeroMeansZero() throws Exception {
    added();
    for (int i = 0; i < 1_000; i++) {
      assertEquals("fraud-7", platform.draw());
    }
    platform.changeByHand(Map.of("fraud-7", 99, "fraud-8", 1));
    int seldom = 0;
    for (int i = 0; i < 10_000; i++) {
      seldom += platform.draw().equals("fraud-8") ? 1 : 0;
    }
    assertTrue(seldom > 50 && seldom < 150, () -> "1 % of 10,000");
    platform.changeByHand(Map.of("fraud-8", 100));
    for (int i = 0; i < 1_000; i++) {
      assertEquals("fraud-8", platform.draw());
    }
  }

  @Test
  void knowsNothingElse() throws Exception {
    for (String path : new String[] {
      "/",
      API + "/logs",
      API + "ulent",
      "/api/2.0/serving-endpoints/other",
      "/serving-endpoints/x/invocations"
    }) {
      HttpResponse<String> answer = workspace.send("GET", path, "");
      assertEquals(404, answer.statusCode(), path);
      assertTrue(answer.body().contains("RESOURCE_DOES_NOT_EXIST"), answer::body);
    }
    assertEquals(404, workspace.send("DELETE", API, "").statusCode());
  }

  @Test
  void remembersTheLastRequests() throws Exception {
    workspace.update("first");
    workspace.read();
    Call call = platform.calls().get(0);
    assertEquals(new Call("PUT", API + "/config", "Bearer token", "first"), call);
    CallLog log = new CallLog();
    for (int i = 0; i <= CallLog.KEPT; i++) {
      log.add(new Call("GET", "/" + i, "", ""));
    }
    assertEquals(CallLog.KEPT, log.all().size());
    assertEquals("/1", log.all().get(0).path());
  }

  @Test
  void refusesToBeginWithWhatCannotBe() {
    FakeDatabricksBuilder builder = FakeDatabricks.builder("fraud");
    assertThrows(IllegalArgumentException.class, builder::start);
    assertThrows(IllegalArgumentException.class, () -> FakeDatabricks.builder("a/b"));
    assertThrows(IllegalArgumentException.class, () -> builder.serving("a b", "m", "1", 100));
    assertThrows(IllegalArgumentException.class, () -> builder.serving("a", "no JSON", 100));
    assertThrows(IllegalArgumentException.class, () -> builder.token(""));
    assertEquals(
        "percent must be in [0, 100], but was 101",
        assertThrows(IllegalArgumentException.class, () -> builder.serving("a", "m", "1", 101))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> platform.takes(SECOND.negated(), SECOND));
    assertThrows(IllegalArgumentException.class, () -> platform.failUpdates(Fault.CONFLICT, 0));
    assertThrows(IllegalArgumentException.class, () -> platform.answerInvocations(100));
  }
}

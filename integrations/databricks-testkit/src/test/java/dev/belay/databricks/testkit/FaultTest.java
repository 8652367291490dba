package dev.belay.databricks.testkit;

import static dev.belay.databricks.testkit.Workspace.API;
import static dev.belay.databricks.testkit.Workspace.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How requests fail, and whether they are carried out all the same. */
class FaultTest {

  private final Workspace workspace = new Workspace();
  private final FakeDatabricks platform = workspace.platform;

  @AfterEach
  void close() {
    workspace.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOST_BEFORE", "LOST_AFTER", "HANG"})
  void answersWithAnErrorAndDoesNothing(Fault fault) throws Exception {
    platform.failUpdates(fault, 1);
    platform.failReads(fault, 1);
    platform.failTags(fault, 1);
    for (HttpResponse<String> answer : List.of(
        workspace.update(split(0)),
        workspace.send("GET", API, ""),
        workspace.send("PATCH", API + "/tags", "{\"add_tags\":[{\"key\":\"a\"}]}"))) {
      assertEquals(fault.status(), answer.statusCode());
      assertEquals(fault.code().isEmpty(), !answer.body().contains("error_code"), answer::body);
      assertTrue(answer.body().contains(fault.code()), answer::body);
    }
    assertEquals(0, platform.accepted());
    assertEquals(0, platform.tags().size());
    assertEquals(200, workspace.update(split(0)).statusCode(), "one alone");
    assertEquals(200, workspace.send("GET", API, "").statusCode());
  }

  @Test
  void losesARequestOrItsAnswer() throws Exception {
    platform.failUpdates(Fault.LOST_BEFORE, 1);
    platform.failUpdates(Fault.LOST_AFTER, 1);
    assertThrows(IOException.class, () -> workspace.update(split(0)));
    assertEquals(0, platform.accepted());
    assertThrows(IOException.class, () -> workspace.update(split(0)));
    assertEquals(1, platform.accepted());
    assertEquals(409, workspace.update(split(0)).statusCode(), "it is under way");
  }

  @Test
  void hangsWithWhatIsDone() throws Exception {
    platform.failUpdates(Fault.HANG, 1);
    platform.failReads(Fault.HANG, 1);
    CompletableFuture<Call> first = platform.nextHang();
    CompletableFuture<HttpResponse<String>> update =
        workspace.sendAsync("PUT", API + "/config", split(0));
    assertEquals("PUT", first.get().method());
    assertEquals(1, platform.accepted());

    CompletableFuture<Call> second = platform.nextHang();
    assertFalse(second.isDone());
    CompletableFuture<HttpResponse<String>> read = workspace.sendAsync("GET", API, "");
    assertEquals("GET", second.get().method());
    assertFalse(update.isDone() || read.isDone());
    platform.close();
    assertThrows(Exception.class, update::get);
    assertThrows(Exception.class, read::get);
  }

  @Test
  void isAwayUntilItIsBack() throws Exception {
    workspace.update(split(0));
    platform.away(true);
    assertThrows(IOException.class, workspace::read);
    assertEquals(1, platform.calls().size());
    workspace.pass(Duration.ofMinutes(10));
    platform.away(false);
    assertEquals("READY", workspace.read().at("/state/ready").asText());
    assertTrue(platform.serves("fraud-8"));
  }

  @Test
  void doesNotTakeEvenALostUpdateThatMakesNoSense() throws Exception {
    platform.failUpdates(Fault.LOST_AFTER, 1);
    assertEquals(400, workspace.update("{}").statusCode());
  }

  @Test
  void saysWhenToComeAgain() throws Exception {
    platform.failUpdates(Fault.TOO_MANY, 1);
    assertEquals("20", retryAfter());
    platform.answers().retryAfter(Duration.ofMillis(7_900));
    platform.failUpdates(Fault.UNAVAILABLE, 1);
    assertEquals("7", retryAfter());
    platform.answers().retryAfter(Instant.parse("2026-11-03T10:00:07Z"));
    platform.failUpdates(Fault.TOO_MANY, 1);
    assertEquals("Tue, 03 Nov 2026 10:00:07 GMT", retryAfter());
    assertThrows(
        IllegalArgumentException.class,
        () -> platform.answers().retryAfter(Duration.ofSeconds(-1)));
  }

  private String retryAfter() throws Exception {
    return workspace.update(split(0)).headers().firstValue("Retry-After").orElseThrow();
  }

  @Test
  void quotesWhatItIsTold() throws Exception {
    platform.answers().quote("sent was \"hunter2\",");
    platform.failUpdates(Fault.ERROR, 1);
    assertEquals(
        "sent was \"hunter2\", Bearer token",
        Json.parse("the answer", workspace.update(split(0)).body())
            .path("message")
            .asText());
  }

  @Test
  void saysWhatItIsToldToSay() throws Exception {
    platform
        .answers()
        .permission("CAN_VIEW")
        .creator("alice@example.com")
        .fallback(true)
        .routeOptimized(true)
        .oldStateField(true)
        .percentsAsText(true)
        .state("SOMETHING_NEW");
    String told = workspace.read().toString();
    for (String part : new String[] {
      "\"permission_level\":\"CAN_VIEW\"",
      "\"creator\":\"alice@example.com\"",
      "\"fallback_config\":{\"enabled\":true}",
      "\"route_optimized\":true",
      "\"update_state\":\"SOMETHING_NEW\"",
      "\"traffic_percentage\":\"100\""
    }) {
      assertTrue(told.contains(part), () -> part + " in " + told);
    }
  }

  @Test
  void tellsMetrics() throws Exception {
    assertEquals("", workspace.send("GET", API + "/metrics", "").body());
    platform.answers().metrics(200, "cpu_usage_percentage 3");
    assertEquals(
        "cpu_usage_percentage 3", workspace.send("GET", API + "/metrics", "").body());
    platform.answers().metrics(404, "");
    assertEquals(404, workspace.send("GET", API + "/metrics", "").statusCode());
  }

  @Test
  void takesTheTokensThatItIsToldAlone() throws Exception {
    String basic = "Basic cHJpbmNpcGFsOnNlY3JldA==";
    assertEquals(
        401,
        workspace
            .send(workspace.request("GET", API, "").setHeader("Authorization", "token"))
            .statusCode());
    platform.revokeTokens();
    assertEquals(401, workspace.send("GET", API, "").statusCode());
    try (Workspace careful = new Workspace(builder ->
        builder.serving("a", "m", "1", 100).token("token").principal("principal", "secret"))) {
      assertEquals(200, careful.send("GET", API, "").statusCode());
      assertEquals(401, careful.send("POST", "/oidc/v1/token", "").statusCode());
      String issued = careful
          .send(careful.request("POST", "/oidc/v1/token", "").setHeader("Authorization", basic))
          .body();
      String bearer =
          "Bearer " + Json.parse("the answer", issued).path("access_token").asText();
      assertEquals(
          200,
          careful
              .send(careful.request("GET", API, "").setHeader("Authorization", bearer))
              .statusCode());
      careful.platform.revokeTokens();
      assertEquals(401, careful.send("GET", API, "").statusCode());
      assertEquals(
          401,
          careful
              .send(careful.request("GET", API, "").setHeader("Authorization", bearer))
              .statusCode());
    }
  }
}

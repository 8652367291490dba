package dev.belay.databricks.testkit;

import static dev.belay.databricks.testkit.Workspace.CALLS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of the models, by the split and by name. */
class InvocationsTest {

  private static final String SPLIT = CALLS + "/invocations";
  private static final String SECOND = CALLS + "/served-models/fraud-8/invocations";

  private final Workspace workspace = new Workspace(
      builder -> builder.serving("fraud-7", "m", "7", 100).serving("fraud-8", "m", "8", 0));
  private final FakeDatabricks platform = workspace.platform;

  @AfterEach
  void close() {
    workspace.close();
  }

  private static String answerer(HttpResponse<String> answer) {
    return answer.headers().firstValue("served-model-name").orElse("");
  }

  @Test
  void sendsACallWhereTheSplitSays() throws Exception {
    platform.changeByHand(Map.of("fraud-7", 50, "fraud-8", 50));
    int[] calls = new int[2];
    for (int i = 0; i < 200; i++) {
      HttpResponse<String> answer = workspace.send("POST", SPLIT, "{}");
      assertEquals("{\"predictions\":[\"" + answerer(answer) + "\"]}", answer.body());
      calls[answerer(answer).equals("fraud-8") ? 1 : 0]++;
    }
    assertEquals(200, calls[0] + calls[1]);
    assertTrue(calls[0] > 70 && calls[1] > 70, () -> calls[0] + " and " + calls[1]);
  }

  @Test
  void callsByNameWhateverTheSplit() throws Exception {
    HttpResponse<String> answer = workspace.send("POST", SECOND, "{}");
    assertEquals("fraud-8", answerer(answer));
    assertEquals("{\"predictions\":[\"fraud-8\"]}", answer.body());
    String unknown = CALLS + "/served-models/fraud-9/invocations";
    assertEquals(404, workspace.send("POST", unknown, "{}").statusCode());
    assertEquals(404, workspace.send("GET", SECOND, "").statusCode());
  }

  @Test
  void hasTheModelAnswer() throws Exception {
    platform.model("fraud-8", body -> body + ", then");
    assertEquals("{}, then", workspace.send("POST", SECOND, "{}").body());
    platform.model("fraud-8", body -> {
      throw new IllegalStateException("device must be known");
    });
    HttpResponse<String> failed = workspace.send("POST", SECOND, "{}");
    assertEquals(500, failed.statusCode());
    assertTrue(failed.body().contains("device must be known"), failed::body);
    assertEquals("fraud-8", answerer(failed), "a failure is credited as well");
    assertFalse(workspace.send("POST", SPLIT, "{}").body().contains("then"), "another model");
  }

  @Test
  void answersWithAStatusThatItIsTold() throws Exception {
    platform.answerInvocations(429, 503);
    assertEquals(429, workspace.send("POST", SPLIT, "{}").statusCode());
    assertEquals(503, workspace.send("POST", SECOND, "{}").statusCode());
    assertEquals(200, workspace.send("POST", SECOND, "{}").statusCode());
  }

  @Test
  void doesNotTellWhoAnsweredIfItMustNot() throws Exception {
    platform.answers().namesTheAnswerer(false);
    assertEquals("", answerer(workspace.send("POST", SPLIT, "{}")));
  }

  /** If one waited for another, or for a read, none would ever end. */
  @Test
  void answersManyCallsAtOnce() throws Exception {
    int together = 8;
    CyclicBarrier barrier = new CyclicBarrier(together + 1);
    platform.model("fraud-7", body -> {
      barrier.await();
      return body;
    });
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < together; i++) {
      calls.add(workspace.sendAsync("POST", SPLIT, "{}"));
    }
    assertEquals("fraud", workspace.read().path("name").asText());
    barrier.await();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertEquals(200, call.get().statusCode());
    }
  }
}

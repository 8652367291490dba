package dev.belay.databricks.testkit;

import static dev.belay.databricks.testkit.Workspace.API;
import static dev.belay.databricks.testkit.Workspace.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tags, which change at once and disturb nothing. */
class TagsTest {

  private final Workspace workspace = new Workspace();
  private final FakeDatabricks platform = workspace.platform;

  @AfterEach
  void close() {
    workspace.close();
  }

  private HttpResponse<String> patch(String body) throws Exception {
    return workspace.send("PATCH", API + "/tags", body);
  }

  @Test
  void addsAndDeletesAtOnce() throws Exception {
    platform.tagByHand("team", "risk");
    HttpResponse<String> answer = patch(
        "{\"add_tags\":[{\"key\":\"fence\",\"value\":\"3\"},{\"key\":\"empty\"}],\"delete_tags\":[\"team\",\"none\"]}");
    String told = "[{\"key\":\"empty\",\"value\":\"\"},{\"key\":\"fence\",\"value\":\"3\"}]";
    assertEquals("{\"tags\":" + told + "}", answer.body());
    assertEquals(told, workspace.read().path("tags").toString());
    patch("{\"add_tags\":[{\"key\":\"fence\",\"value\":\"4\"}]}");
    assertEquals(Map.of("fence", "4", "empty", ""), platform.tags());
  }

  @Test
  void changesWhileAnUpdateIsUnderWayAndMakesNoNewConfiguration() throws Exception {
    workspace.update(split(0));
    assertEquals(200, patch("{\"add_tags\":[{\"key\":\"a\"}]}").statusCode());
    assertEquals(1, workspace.read().path("config").path("config_version").asInt());
    assertEquals(1, platform.accepted());
  }

  @Test
  void changesNothingIfATagHasNoKey() throws Exception {
    assertEquals(
        400, patch("{\"add_tags\":[{\"key\":\"a\"},{\"value\":\"b\"}]}").statusCode());
    assertEquals(400, patch("tags").statusCode());
    assertEquals(Map.of(), platform.tags());
    assertThrows(IllegalArgumentException.class, () -> platform.tagByHand("", "b"));
  }

  @Test
  void losesAnAnswerWithWhatIsDone() throws Exception {
    platform.failTags(Fault.LOST_AFTER, 1);
    assertThrows(IOException.class, () -> patch("{\"add_tags\":[{\"key\":\"a\"}]}"));
    assertEquals(Map.of("a", ""), platform.tags());
    platform.failTags(Fault.LOST_BEFORE, 1);
    assertThrows(IOException.class, () -> patch("{\"delete_tags\":[\"a\"]}"));
    assertEquals(Map.of("a", ""), platform.tags());
  }
}

package dev.belay.databricks.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of the endpoint, which change at once and disturb nothing. Thread-safe. */
final class Tags {

  private SortedMap<String, String> tags = Collections.emptySortedMap();

  /**
   * Adds and deletes at one instant.
   *
   * @throws IllegalArgumentException if a tag has no key; then nothing is changed
   */
  synchronized void patch(String body) {
    ObjectNode root = Json.parse("the body", body);
    SortedMap<String, String> changed = new TreeMap<>(tags);
    for (JsonNode key : root.path("delete_tags")) {
      changed.remove(key.asText());
    }
    for (JsonNode tag : root.path("add_tags")) {
      String key = Require.filled("the key of a tag", tag.path("key").asText(""));
      changed.put(key, tag.path("value").asText(""));
    }
    tags = changed;
  }

  synchronized void set(String key, String value) {
    SortedMap<String, String> changed = new TreeMap<>(tags);
    changed.put(Require.filled("key", key), value);
    tags = changed;
  }

  synchronized SortedMap<String, String> all() {
    return Collections.unmodifiableSortedMap(tags);
  }

  /** Adds them to an object, as the platform tells them. */
  ObjectNode addTo(ObjectNode node) {
    ArrayNode list = node.putArray("tags");
    all().forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return node;
  }
}

package dev.belay.databricks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as a tree, so that what is not known is no hindrance. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Reads an object. What is wrong with it is not quoted: it may hold secrets. */
  static ObjectNode parse(String text) throws UnreadableAnswerException {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableAnswerException("the answer is not JSON");
    }
    throw new UnreadableAnswerException("the answer is not a JSON object");
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The first of some fields that is there, as a text; empty for none. */
  static String text(JsonNode node, String... fields) {
    for (String field : fields) {
      JsonNode value = node.path(field);
      if (value.isValueNode() && !value.isNull()) {
        return value.asText();
      }
    }
    return "";
  }
}

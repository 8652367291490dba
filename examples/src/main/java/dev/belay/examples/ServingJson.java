package dev.belay.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Rows and labels, as a serving platform wants them to be sent. */
final class ServingJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ServingJson() {}

  static String request(String line) {
    return wrapped("inputs", line);
  }

  /** Reads the row of a {@link #request}. */
  static String line(String request) throws JsonProcessingException {
    return unwrapped("inputs", request);
  }

  static String answer(String label) {
    return wrapped("predictions", label);
  }

  /** Reads the label of an {@link #answer}. */
  static String label(String answer) throws JsonProcessingException {
    return unwrapped("predictions", answer);
  }

  private static String wrapped(String field, String text) {
    var root = MAPPER.createObjectNode();
    root.putArray(field).add(text);
    return root.toString();
  }

  private static String unwrapped(String field, String json) throws JsonProcessingException {
    return MAPPER.readTree(json).path(field).path(0).asText();
  }
}

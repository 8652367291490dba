package dev.belay.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes objects as JSON, in ASCII alone. Numbers that JSON does not have are texts. Not thread-safe. */
final class Json {

  private final Map<String, Object> members = new LinkedHashMap<>();

  /** Adds a member: a text, number, truth value, time, JSON, list of such, or nothing if it is an empty {@link Optional}. */
  Json with(String name, Object value) {
    if (value instanceof Optional<?> maybe) {
      maybe.ifPresent(present -> members.put(name, present));
    } else {
      members.put(name, value);
    }
    return this;
  }

  @Override
  public String toString() {
    StringBuilder to = new StringBuilder();
    write(to, this);
    return to.toString();
  }

  private static void write(StringBuilder to, Object value) {
    if (value instanceof Json json) {
      String separator = "{";
      for (Map.Entry<String, Object> member : json.members.entrySet()) {
        to.append(separator);
        text(to, member.getKey());
        to.append(':');
        write(to, member.getValue());
        separator = ",";
      }
      to.append(json.members.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      to.append('[');
      for (int i = 0; i < list.size(); i++) {
        to.append(i == 0 ? "" : ",");
        write(to, Objects.requireNonNull(list.get(i)));
      }
      to.append(']');
    } else if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || (value instanceof Double number && Double.isFinite(number))) {
      to.append(value);
    } else {
      text(to, value.toString());
    }
  }

  private static void text(StringBuilder to, String text) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '"' || unit == '\\') {
        to.append('\\').append(unit);
      } else if (unit >= ' ' && unit < 0x7f) {
        to.append(unit);
      } else {
        to.append(String.format("\\u%04x", (int) unit));
      }
    }
    to.append('"');
  }
}

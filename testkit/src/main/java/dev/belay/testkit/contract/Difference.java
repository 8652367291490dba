package dev.belay.testkit.contract;

import dev.belay.health.Assessment;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the innermost part in which two values differ, since whole records are too long to be compared by eye. */
final class Difference {

  private static final int CONTEXT = 20;
  private static final int LONGEST = 200;

  private Difference() {}

  /**
   * Tells where two values that are not equal differ.
   *
   * @return such as {@code input.order.actor must be bob, but was alice}, with everything but ASCII escaped
   */
  static String between(@Nullable Object expected, @Nullable Object found) {
    return between("", expected, found);
  }

  private static String between(String path, @Nullable Object expected, @Nullable Object found) {
    Map<String, @Nullable Object> first = parts(expected);
    Map<String, @Nullable Object> second = parts(found);
    if (expected != null && found != null && first.keySet().equals(second.keySet())) {
      for (Map.Entry<String, @Nullable Object> part : first.entrySet()) {
        @Nullable Object other = second.get(part.getKey());
        if (!Objects.equals(part.getValue(), other)) {
          String inner = path.isEmpty() ? part.getKey() : path + "." + part.getKey();
          return between(inner, part.getValue(), other);
        }
      }
    }
    String one = String.valueOf(expected);
    String another = String.valueOf(found);
    boolean both = one.length() <= LONGEST && another.length() <= LONGEST;
    int from = both ? 0 : Math.max(0, commonPrefix(one, another) - CONTEXT);
    return (path.isEmpty() ? "it" : path) + " must be " + cut(one, from) + ", but was "
        + cut(another, from);
  }

  /** What a value is made of; nothing for one that is compared as a whole. */
  private static Map<String, @Nullable Object> parts(@Nullable Object value) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    if (value instanceof Record part) {
      RecordComponent[] components = Objects.requireNonNull(part.getClass().getRecordComponents());
      for (RecordComponent component : components) {
        parts.put(component.getName(), read(component, part));
      }
    } else if (value instanceof Assessment assessment) {
      parts.put("verdict", assessment.verdict());
      parts.put("rollbackEvidence", assessment.rollbackEvidence());
      parts.put("promotionEvidence", assessment.promotionEvidence());
      parts.put("harm", assessment.harm());
      parts.put("missingRequests", assessment.missingRequests());
      parts.put("reason", assessment.reason());
      parts.put("numbers", assessment.numbers());
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> parts.put(String.valueOf(key), each));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        parts.put(String.valueOf(i), list.get(i));
      }
    }
    return parts;
  }

  private static @Nullable Object read(RecordComponent component, Record part) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records of the SPI can be read", e);
    }
  }

  private static int commonPrefix(String one, String another) {
    int length = 0;
    while (length < one.length()
        && length < another.length()
        && one.charAt(length) == another.charAt(length)) {
      length++;
    }
    return length;
  }

  private static String cut(String text, int from) {
    int to = Math.min(text.length(), from + LONGEST);
    return (from > 0 ? "..." : "")
        + printable(text.substring(Math.min(from, to), to))
        + (to < text.length() ? "..." : "");
  }

  /** Two texts that look alike are not the same: everything but ASCII is escaped. */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.chars().forEach(unit -> {
      if (unit >= ' ' && unit <= '~') {
        printable.append((char) unit);
      } else {
        printable.append(String.format(Locale.ROOT, "\\u%04x", unit));
      }
    });
    return printable.toString();
  }
}

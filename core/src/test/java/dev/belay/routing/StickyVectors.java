package dev.belay.routing;

/** Reads the texts and numbers of the test vectors of sticky assignment. */
final class StickyVectors {

  private StickyVectors() {}

  static long hash(String salt, String kind, String key) {
    long seed = StickyHash.seed(unescaped(salt));
    return switch (kind) {
      case "text" -> StickyHash.hash(unescaped(key), seed);
      case "number" -> StickyHash.hash(Long.parseLong(key), seed);
      default -> throw new AssertionError(kind);
    };
  }

  /** A text as JSON escapes it: a backslash before a quote or a backslash, or {@code u} and four digits. */
  static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (text.charAt(i + 1) == 'u') {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        plain.append(text.charAt(i + 1));
        i++;
      }
    }
    return plain.toString();
  }
}

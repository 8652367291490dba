package dev.belay.testkit.rehearsal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes what is HTML and well-formed XML at once: attributes are quoted, and all text is escaped. Not thread-safe.
 *
 * <p>Attributes are pairs of a name and a value. An element without content is closed by {@link #empty} only where HTML takes
 * that: those of SVG, and those that never have content.
 */
final class Markup {

  private final StringBuilder out = new StringBuilder();

  Markup open(String element, String... attributes) {
    begin(element, attributes);
    out.append('>');
    return this;
  }

  Markup close(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  Markup empty(String element, String... attributes) {
    begin(element, attributes);
    out.append("/>");
    return this;
  }

  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  Markup text(String text) {
    text.codePoints().forEach(this::escape);
    return this;
  }

  Markup newline() {
    out.append('\n');
    return this;
  }

  /** Adds what is markup already. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A coordinate, to a tenth of a pixel and without needless zeros. */
  static String pixel(double value) {
    return BigDecimal.valueOf(value)
        .setScale(1, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private void begin(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(int character) {
    switch (character) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(allowed(character) ? character : 0xFFFD);
    }
  }

  /** XML has no control characters and no halves of surrogate pairs, not even escaped. */
  private static boolean allowed(int character) {
    return character == '\t'
        || character == '\n'
        || (!Character.isISOControl(character)
            && Character.getType(character) != Character.SURROGATE
            && character != 0xFFFE
            && character != 0xFFFF);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

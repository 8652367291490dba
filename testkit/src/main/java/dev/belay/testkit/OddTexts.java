package dev.belay.testkit;

import java.util.List;

/** Texts that are easily lost or changed. */
final class OddTexts {

  /** One of each kind; the first two are blank. */
  static final List<String> ALL = List.of(
      "",
      " ",
      "  around  ",
      "tab\tline\nline\r\nold line\rend",
      "separators \u0085 \u2028 \u2029 of lines",
      "a \"quoted\" 'word' and a \\ with \\n, \\u0041 and %s ${x}",
      "{\"json\": [1, 2, null]}",
      "a,b;c|d=e&f<g>h#i//j--k",
      "null",
      "controls \u0001 \u001f \u007f",
      "a zero \u0000 in the middle",
      "caf\u00e9 and cafe\u0301",
      "\u65e5\u672c\u8a9e, \u05e2\u05d1\u05e8\u05d9\u05ea, \u202eturned",
      "\ud83d\ude42 and \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
      "\ufeffwith a mark, \ufffe \uffff",
      "half a pair \ud83d alone",
      "the other half \ude42 alone");

  /** Those of them that a command may hold: no control characters, no halves of a pair, nothing blank, nothing turned. */
  static final List<String> OF_COMMANDS = List.of(
      "  around  ",
      "a \"quoted\" 'word' and a \\ with \\n, \\u0041 and %s ${x}",
      "{\"json\": [1, 2, null]}",
      "a,b;c|d=e&f<g>h#i//j--k",
      "null",
      "caf\u00e9 and cafe\u0301",
      "\u65e5\u672c\u8a9e, \u05e2\u05d1\u05e8\u05d9\u05ea",
      "\ud83d\ude42 and \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
      "\ufeffwith a mark, \ufffe \uffff");

  /** As long as a reason with a stack trace in it. */
  static final String LONG = "the target refused it: ".repeat(1_000);

  private OddTexts() {}

  /** A text of the given length that is neither blank nor of one byte for each character. */
  static String ofLength(int length) {
    return "\u00e9\u65e5\ud83d\ude42x".repeat(length / 5 + 1).substring(0, length);
  }
}

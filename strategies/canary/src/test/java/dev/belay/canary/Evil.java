package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What somebody who means harm hands in, and what must not come of it. */
final class Evil {

  /** The beginning of a line that nobody but the logger may write. */
  private static final String FORGED = "WARN fraud: promoted by the boss";

  /** Forges a line, clears a terminal, turns what follows, and ends in half a pair. */
  static final String TEXT = "fine\n" + FORGED + "\r\u0000\u001b[2J\u0085\u2028\u2029\u202e\ud83d";

  private static final int LONGEST_LINE = 6_000;

  private Evil() {}

  /** A text that does not end, all of it evil. */
  static String endless() {
    return TEXT.repeat(2_000);
  }

  /** Exceptions that do harm when they are looked at. */
  static List<Supplier<RuntimeException>> exceptions() {
    return List.of(
        () -> new IllegalStateException(TEXT),
        () -> new IllegalStateException(endless()),
        () -> new IllegalStateException("outer", new IllegalStateException(endless())),
        () -> new Acting(() -> {
          throw new IllegalStateException(TEXT);
        }),
        () -> new Acting(() -> {
          throw new OutOfMemoryError(TEXT);
        }),
        () -> new Acting(Evil::overflow));
  }

  @SuppressWarnings("InfiniteRecursion")
  private static String overflow() {
    return overflow();
  }

  /** An exception whose methods all do the same. */
  private static final class Acting extends CompletionException {

    private static final long serialVersionUID = 1;

    private final transient Supplier<String> act;

    Acting(Supplier<String> act) {
      super("acting", null);
      this.act = act;
    }

    @Override
    public String getMessage() {
      return act.get();
    }

    @Override
    public String toString() {
      return act.get();
    }

    @Override
    public synchronized Throwable getCause() {
      return new IllegalStateException(act.get());
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return new StackTraceElement[act.get().length()];
    }
  }

  /** Every line of the log is the logger's own, printable and of bounded length. */
  static void assertLogIsClean() {
    List<String> lines = LogLines.lines();
    assertFalse(lines.isEmpty(), "nothing was logged");
    for (String line : lines) {
      assertClean(line.stripLeading());
    }
  }

  /** It is one printable line that nobody has forged. */
  static void assertClean(String line) {
    assertTrue(line.length() < LONGEST_LINE, () -> line.length() + " characters");
    assertFalse(line.startsWith(FORGED), line);
    assertTrue(
        line.codePoints().allMatch(Evil::isPrintable), () -> "not printable: " + escaped(line));
  }

  private static boolean isPrintable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE
        && "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".indexOf(codePoint)
            < 0;
  }

  private static String escaped(String line) {
    StringBuilder escaped = new StringBuilder();
    line.chars()
        .forEach(c -> escaped.append(
            c >= ' ' && c < 0x7F ? String.valueOf((char) c) : String.format("\\u%04x", c)));
    return escaped.toString();
  }
}

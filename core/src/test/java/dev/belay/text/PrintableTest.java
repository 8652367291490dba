package dev.belay.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a plain line",
        "caf\u00e9",
        "\u65e5\u672c\u8a9e",
        "\ud83d\ude42",
        "\ud83d\udc69\u200d\ud83d\udc67"
      })
  void leavesWhatIsPrintable(String text) {
    assertSame(text, Printable.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029",
        "\ud83d", "\ude42", "\u202a", "\u202e", "\u2066", "\u2069"
      })
  void replacesWhatIsNot(String evil) {
    assertFalse(Printable.isPrintable("a" + evil));
    assertEquals("a?b", Printable.of("a" + evil + "b"));
  }

  @Test
  void cutsWhatIsLongAndNoPairInHalves() {
    assertEquals(500, Printable.of("x".repeat(501)).length());
    assertTrue(Printable.of("x".repeat(10_000_000)).endsWith("xxx..."));
    assertEquals("ab...", Printable.shortened("ab\ud83d\ude42cdef", 6));
    assertEquals("ab\ud83d\ude42...", Printable.shortened("ab\ud83d\ude42cdef", 7));
  }

  @Test
  void putsNullIntoWords() {
    assertEquals("null", Printable.of(null));
  }

  /** An exception whose every method does what it can. */
  private static final class Evil extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int way;

    Evil(int way) {
      this.way = way;
    }

    private String act() {
      return switch (way) {
        case 0 -> "\nWARN all is well\u001b[2J" + "x".repeat(1_000_000);
        case 1 -> act();
        case 2 -> throw new OutOfMemoryError("not really");
        default -> throw new IllegalStateException();
      };
    }

    @Override
    public String getMessage() {
      return act();
    }

    @Override
    public String toString() {
      return act();
    }

    @Override
    public synchronized Throwable getCause() {
      return way == 0 ? this : new Evil(Integer.parseInt(act()));
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return way == 0
          ? new StackTraceElement[] {new StackTraceElement("a\nb", "c", "d", 1)}
          : new StackTraceElement[act().length()];
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void survivesEveryException(int way) {
    String line = Printable.of(new Evil(way));
    assertTrue(line.length() <= Printable.LONGEST, line);
    assertTrue(Printable.isPrintable(line), line);
    StringWriter printed = new StringWriter();
    new IllegalStateException("outer", Printable.failure(new Evil(way)))
        .printStackTrace(new PrintWriter(printed, true));
    assertTrue(printed.toString().length() < 20_000, "endless");
    printed.toString().lines().map(String::stripLeading).forEach(each -> {
      assertTrue(Printable.isPrintable(each), each);
      assertFalse(each.startsWith("WARN"), each);
    });
  }

  @Test
  void keepsTheStoryOfAnException() {
    Exception cause = new IllegalStateException("no connection");
    Exception failure = new IllegalArgumentException("no reading", cause);
    Throwable told = Printable.failure(failure);
    assertEquals("java.lang.IllegalArgumentException: no reading", told.toString());
    assertEquals("java.lang.IllegalStateException: no connection", String.valueOf(told.getCause()));
    assertEquals(failure.getStackTrace()[0], told.getStackTrace()[0]);
  }
}

package dev.belay.text;

import org.jspecify.annotations.Nullable;

/**
 * Texts of others, made fit for a log, a terminal, a message and a journal: one line of bounded length, whatever they are.
 *
 * <p>Printable is every character but control characters, separators of lines and paragraphs, halves of a surrogate pair, and
 * the marks that change the direction in which a text is shown (U+202A to U+202E and U+2066 to U+2069). Each of these becomes
 * {@code ?}. Nothing in here throws, even if what it reads does. Thread-safe.
 */
public final class Printable {

  /** So many characters are kept of a text that comes from a plug-in or an exception. */
  public static final int LONGEST = 500;

  /** So many characters of a refused value are shown. */
  private static final int LONGEST_SHOWN = 140;

  private static final String CUT = "...";

  private Printable() {}

  /**
   * Puts anything into a printable line of at most {@link #LONGEST} characters.
   *
   * @param any a text, an exception or anything else; its {@code toString} may throw, overflow the stack or return null
   * @return the line
   */
  public static String of(@Nullable Object any) {
    return shortened(words(any), LONGEST);
  }

  /**
   * Puts the message of an exception, without the name of its class, into a printable line of at most {@link #LONGEST} characters.
   *
   * @param failure an exception; its {@code getMessage} may throw, overflow the stack or return null
   * @return the line
   */
  public static String messageOf(Throwable failure) {
    try {
      return of(failure.getMessage());
    } catch (Throwable broken) {
      return of(failure);
    }
  }

  /**
   * Replaces what is not printable, and cuts what is too long.
   *
   * @param text a text
   * @param longest how many characters are kept, at least 3, with {@code ...} at the end of what was cut
   * @return the text itself if it is printable and short enough
   */
  public static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return isPrintable(text) ? text : replaced(text, text.length());
    }
    int end = longest - CUT.length();
    boolean halvesAPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return replaced(text, halvesAPair ? end - 1 : end) + CUT;
  }

  /**
   * Shows a value that was refused.
   *
   * @param value the value
   * @return it, printable and shortened
   */
  public static String shown(String value) {
    return shortened(value, LONGEST_SHOWN);
  }

  /**
   * Refuses a text that is blank, too long or not printable.
   *
   * @param name the name of the argument
   * @param value the text
   * @param longest how many characters it may have
   * @return the text
   * @throws IllegalArgumentException if it is refused; the message shows it printable and shortened
   */
  public static String require(String name, String value, int longest) {
    if (value.length() > longest || value.isBlank() || !isPrintable(value)) {
      throw new IllegalArgumentException(name + " must be 1 to " + longest
          + " printable characters and not blank, but was '" + shown(value) + "'");
    }
    return value;
  }

  /**
   * Refuses a text that is too long or not printable; it may be empty.
   *
   * @param name the name of the argument
   * @param value the text
   * @param longest how many characters it may have
   * @return the text
   * @throws IllegalArgumentException if it is refused; the message shows it printable and shortened
   */
  public static String requireAtMost(String name, String value, int longest) {
    if (value.length() > longest || !isPrintable(value)) {
      throw new IllegalArgumentException(name + " must be at most " + longest
          + " printable characters, but was '" + shown(value) + "'");
    }
    return value;
  }

  /**
   * Copies an exception for a logger: the same stack traces of it and its causes, with printable and shortened messages. Of the
   * exception itself nothing is called when the copy is printed.
   *
   * @param failure an exception; its methods may throw
   * @return the copy, without suppressed exceptions
   */
  public static Throwable failure(Throwable failure) {
    try {
      return new ToldFailure(failure, 0);
    } catch (Throwable noMemory) {
      return noMemory;
    }
  }

  /**
   * Tells whether a text can be shown as it is.
   *
   * @param text the text, of any length
   * @return false if it has a character that is not printable
   */
  public static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!isPrintable(codePoint)) {
        return false;
      }
      i += Character.charCount(codePoint);
    }
    return true;
  }

  private static boolean isPrintable(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> false;
      case Character.FORMAT -> !turns(codePoint);
      default -> true;
    };
  }

  /** Whether what follows is shown in another direction: what is read is then not what is written. */
  private static boolean turns(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static String replaced(String text, int end) {
    StringBuilder line = new StringBuilder(end + CUT.length());
    for (int i = 0; i < end; ) {
      int codePoint = text.codePointAt(i);
      line.appendCodePoint(isPrintable(codePoint) ? codePoint : '?');
      i += Character.charCount(codePoint);
    }
    return line.toString();
  }

  private static String words(@Nullable Object any) {
    if (any == null) {
      return "null";
    }
    try {
      return String.valueOf(any.toString());
    } catch (Throwable broken) {
      return any.getClass().getName() + " without words: its toString threw "
          + broken.getClass().getName();
    }
  }
}

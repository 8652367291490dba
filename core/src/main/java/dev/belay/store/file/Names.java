package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What files and folders are called. */
final class Names {

  static final String LOCK = "LOCK";
  static final String HOLDER = "holder";
  static final String PROGRESS = "progress";

  /** What a file is called after its name until it is whole. */
  static final String UNFINISHED = ".tmp";

  static final int MOST_BYTES = 64 * 1024;

  private static final String FOLDER = "endpoint-";
  private static final int LONGEST_FOLDER = 200;
  private static final Pattern NUMBER = Pattern.compile("%u[0-9a-f]{4}|%[0-9a-f]{2}");
  private static final Pattern SEGMENT = Pattern.compile("journal-\\d{16}\\.log");
  private static final Pattern SNAPSHOT = Pattern.compile("snapshot-\\d{16}\\.snap");

  private Names() {}

  /**
   * The folder of an endpoint. Everything but small letters, digits, {@code -} and {@code _} is written as a number, so that no
   * file system takes two names for one, or a name for something else. A long name is cut, and told apart by a hash.
   */
  static String folder(String endpoint) {
    StringBuilder name = new StringBuilder(FOLDER);
    for (int i = 0; i < endpoint.length(); i++) {
      char unit = endpoint.charAt(i);
      if (plain(unit)) {
        name.append(unit);
      } else {
        name.append(String.format(Locale.ROOT, unit < 0x80 ? "%%%02x" : "%%u%04x", (int) unit));
      }
    }
    if (name.length() <= LONGEST_FOLDER) {
      return name.toString();
    }
    Hash hash = Hash.after(Hash.NONE, 0, 0, ByteBuffer.wrap(encode(endpoint)));
    return name.substring(0, LONGEST_FOLDER - 33) + "~" + hash.toString().substring(0, 32);
  }

  private static boolean plain(char unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= '0' && unit <= '9')
        || unit == '-'
        || unit == '_';
  }

  static boolean isFolder(String name) {
    return name.startsWith(FOLDER);
  }

  /** The name that a folder is made from, or the folder's own if it was cut. */
  static String endpoint(String folder) {
    Matcher numbers = NUMBER.matcher(folder.substring(FOLDER.length()));
    String name = numbers.replaceAll(match -> {
      String digits = match.group().substring(match.group().length() == 3 ? 1 : 2);
      return Matcher.quoteReplacement(Character.toString(Integer.parseInt(digits, 16)));
    });
    return folder(name).equals(folder) ? name : folder;
  }

  static String segment(long first) {
    return String.format(Locale.ROOT, "journal-%016d.log", first);
  }

  static String snapshot(long sequence) {
    return String.format(Locale.ROOT, "snapshot-%016d.snap", sequence);
  }

  /** The first sequence of a segment, 0 if the file is none. */
  static long segmentOf(String name) {
    return SEGMENT.matcher(name).matches() ? number(name, "journal-") : 0;
  }

  /** The sequence of a snapshot, 0 if the file is none. */
  static long snapshotOf(String name) {
    return SNAPSHOT.matcher(name).matches() ? number(name, "snapshot-") : 0;
  }

  private static long number(String name, String before) {
    return Long.parseLong(name, before.length(), name.lastIndexOf('.'), 10);
  }

  /** An endpoint's name as bytes. */
  static byte[] encode(String endpoint) {
    return new Encoder().text(endpoint).toBytes();
  }

  static String decode(byte[] name) throws UnreadableException {
    return Decoder.decode(ByteBuffer.wrap(name), Decoder::text);
  }
}

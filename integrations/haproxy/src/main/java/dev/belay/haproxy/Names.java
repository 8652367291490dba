package dev.belay.haproxy;

import java.util.regex.Pattern;

/**
 * What may be written into a configuration or a command. A command of the runtime socket ends at a line break or a semicolon, and
 * its words at a space: nothing that holds one of them is ever sent.
 */
final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9.*-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])?:([0-9]{1,5})");
  private static final Pattern ABSOLUTE_PATH = Pattern.compile("(/[A-Za-z0-9_.+-]+){1,40}");
  private static final Pattern URL_PATH = Pattern.compile("/[A-Za-z0-9_.~/-]{0,200}");
  private static final int LARGEST_PORT = 65_535;
  private static final int LONGEST_SHOWN = 140;

  private Names() {}

  static String name(String argument, String value) {
    return require(
        argument,
        value,
        NAME.matcher(value).matches() && !value.contains(".."),
        "1 to 100 characters out of A-Z a-z 0-9 _ . : -, beginning with a letter or a digit, without '..'");
  }

  static String header(String argument, String value) {
    return require(
        argument,
        value,
        HEADER.matcher(value).matches(),
        "1 to 64 characters out of A-Z a-z 0-9 -, beginning with a letter");
  }

  /** A host may be left out, where HAProxy takes that for every address. */
  static String bindAddress(String argument, String value) {
    return require(argument, value, isAddress(value), "host:port, with a port in [1, 65535]");
  }

  static String serverAddress(String argument, String value) {
    return require(
        argument,
        value,
        isAddress(value) && value.charAt(0) != ':' && value.charAt(0) != '*',
        "host:port, with a port in [1, 65535]");
  }

  static String file(String argument, String value) {
    return require(
        argument,
        value,
        ABSOLUTE_PATH.matcher(value).matches() && !hasDotsAlone(value),
        "an absolute path whose parts are out of A-Z a-z 0-9 _ . + -, none of them '.' or '..'");
  }

  static String urlPath(String argument, String value) {
    return require(
        argument,
        value,
        URL_PATH.matcher(value).matches() && !hasDotsAlone(value),
        "a path out of A-Z a-z 0-9 _ . ~ - /, beginning with /, without a part '.' or '..'");
  }

  private static boolean isAddress(String value) {
    if (!ADDRESS.matcher(value).matches()) {
      return false;
    }
    int port = Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
    return port >= 1 && port <= LARGEST_PORT;
  }

  private static boolean hasDotsAlone(String path) {
    String closed = path + "/";
    return closed.contains("/./") || closed.contains("/../");
  }

  private static String require(String argument, String value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          argument + " must be " + range + ", but was '" + shown(value) + "'");
    }
    return value;
  }

  /** A refused value may hold anything; what is said of it is one line of ASCII. */
  private static String shown(String value) {
    String start =
        value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "..." : value;
    return start.replaceAll("[^\\x20-\\x7E]", "?");
  }
}

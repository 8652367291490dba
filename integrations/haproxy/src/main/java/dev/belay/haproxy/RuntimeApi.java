package dev.belay.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The few commands that a target needs. Thread-safe. */
final class RuntimeApi {

  private static final String UNKNOWN_MAP = "Unknown map identifier";
  private static final String NO_BACKEND = "Can't find backend";
  private static final String NO_ENTRY = "entry not found";
  private static final String NO_PERMISSION = "Permission denied";

  private final RuntimeSocket socket;
  private final String map;

  RuntimeApi(RuntimeSocket socket, String map) {
    this.socket = socket;
    this.map = map;
  }

  /**
   * What the map says.
   *
   * @param values the different texts under the key: none, or one, unless a person has added another
   */
  record Found(List<String> values) {

    Found {
      values = List.copyOf(values);
    }

    boolean isAbsent() {
      return values.isEmpty();
    }

    boolean isAmbiguous() {
      return values.size() > 1;
    }

    /** The value, empty if there is none, more than one, or one in another form. */
    Optional<MapValue> value() {
      return values.size() == 1 ? MapValue.parse(values.get(0)) : Optional.empty();
    }
  }

  Found read() throws IOException, RejectedException {
    String reply = socket.ask("show map " + map);
    if (reply.startsWith(UNKNOWN_MAP)) {
      throw new RejectedException("HAProxy knows no map " + map
          + ": name the file exactly as the configuration does, and reload HAProxy");
    }
    rejectIfDenied(reply);
    List<String> values = new ArrayList<>();
    for (String line : reply.lines().toList()) {
      // An address of the entry, which says nothing; the key; the value.
      String[] words = line.split(" ", 3);
      if (words.length == 3 && words[1].equals(MapValue.KEY) && !values.contains(words[2])) {
        values.add(words[2]);
      } else if (!line.startsWith("0x")) {
        throw new RejectedException("HAProxy's answer is not a map: " + line);
      }
    }
    return new Found(values);
  }

  /** Changes the value at one instant, for every request that HAProxy has not begun to route. */
  void write(MapValue value, boolean absent) throws IOException, RejectedException {
    String reply = socket.ask(
        (absent ? "add" : "set") + " map " + map + " " + MapValue.KEY + " " + value.text());
    if (reply.startsWith(NO_ENTRY)) {
      throw new IOException("the key '" + MapValue.KEY + "' was taken out of the map meanwhile");
    }
    rejectIfDenied(reply);
    if (!reply.isEmpty()) {
      throw new RejectedException("HAProxy has not taken the map value: " + reply);
    }
  }

  /** The servers of a backend, as HAProxy lists them. */
  String servers(String backend) throws IOException, RejectedException {
    String reply = socket.ask("show servers state " + backend);
    if (reply.startsWith(NO_BACKEND)) {
      throw new RejectedException("HAProxy has no backend '" + backend
          + "': add it to the configuration, and reload HAProxy");
    }
    rejectIfDenied(reply);
    return reply;
  }

  private static void rejectIfDenied(String reply) throws RejectedException {
    if (reply.startsWith(NO_PERMISSION)) {
      throw new RejectedException(
          "HAProxy has denied the command: raise the level of its 'stats socket' line");
    }
  }
}

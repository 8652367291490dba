package dev.belay.haproxy;

import java.util.Arrays;
import java.util.List;

/**
 * Whether a backend could take traffic, out of {@code show servers state}: one of its servers is running, is not drained, has a
 * weight, and has passed its check, if it has one. HAProxy takes a server that it has not checked yet for running; this does not.
 *
 * @param ready whether it could
 * @param detail how many servers could
 */
record Readiness(boolean ready, String detail) {

  private static final String RUNNING = "2";
  private static final String NO_ADMIN_STATE = "0";
  private static final int CHECK_CONFIGURED = 2;
  private static final int PASSED = 3;

  static Readiness of(String backend, String table) {
    List<String> lines = table.lines().toList();
    int head = 0;
    while (head < lines.size() && !lines.get(head).startsWith("# ")) {
      head++;
    }
    if (head == lines.size()) {
      return new Readiness(false, "backend " + backend + ": HAProxy's list of servers has no head");
    }
    List<String> columns = Arrays.asList(lines.get(head).substring(2).split(" "));
    List<List<String>> servers = lines.stream()
        .skip(head + 1L)
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.asList(line.split(" ")))
        .toList();
    long up = servers.stream().filter(server -> isUp(columns, server)).count();
    return new Readiness(
        up > 0, "backend " + backend + ": " + up + " of " + servers.size() + " servers up");
  }

  private static boolean isUp(List<String> columns, List<String> server) {
    boolean checked = (number(columns, server, "srv_check_state") & CHECK_CONFIGURED) != 0;
    return cell(columns, server, "srv_op_state").equals(RUNNING)
        && cell(columns, server, "srv_admin_state").equals(NO_ADMIN_STATE)
        && number(columns, server, "srv_uweight") > 0
        && (!checked || number(columns, server, "srv_check_result") >= PASSED);
  }

  private static int number(List<String> columns, List<String> server, String column) {
    String cell = cell(columns, server, column);
    return cell.matches("[0-9]{1,9}") ? Integer.parseInt(cell) : 0;
  }

  private static String cell(List<String> columns, List<String> server, String column) {
    int index = columns.indexOf(column);
    return index < 0 || index >= server.size() ? "" : server.get(index);
  }
}

package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import dev.belay.simulation.StickyUsers.Users;
import java.util.List;

/** The table about users who stay on one arm. */
final class StickyTables {

  private static final int RUNS = 300;
  private static final int LOOKS = 144;

  private StickyTables() {}

  static String sticky() {
    Table table = new Table(
        "users",
        "false rollback without floor, %",
        "with floor, %",
        "2 times, without floor",
        "with floor",
        "5 times, without floor",
        "with floor");
    row(table, "alike", new Users(1000, 1), 500);
    row(table, "differing, tau about .1", new Users(2.1, 1), 510);
    row(table, "differing, tau about .19", new Users(.58, 1), 520);
    row(table, "alike, failures in bursts of 10", new Users(1000, 10), 530);
    row(table, "differing and bursts", new Users(2.1, 10), 540);
    return """
        ### Sticky users

        50 of 1,000 buckets of users are the candidate's, 20 requests a second, base rate .01, tolerance 20 %, error
        probability 1 %, a look every ten minutes for 24 hours, 300 runs. False rollbacks are of a candidate as good as
        stable; then requests until rollback ± standard error, and the part of the runs rolled back. "tau" is the standard
        deviation that lasting differences of buckets give to the logarithm of the ratio.

        """ + table;
  }

  private static void row(Table table, String users, Users kind, long seed) {
    List<Result> healthy = StickyUsers.race(kind, 1, RUNS, LOOKS, seed);
    List<Result> twice = StickyUsers.race(kind, 2, RUNS, LOOKS, seed + 1);
    List<Result> five = StickyUsers.race(kind, 5, RUNS, LOOKS, seed + 2);
    table.row(
        users,
        Table.percent(healthy.get(0), Verdict.ROLL_BACK),
        Table.percent(healthy.get(1), Verdict.ROLL_BACK),
        Table.cost(twice.get(0)),
        Table.cost(twice.get(1)),
        Table.cost(five.get(0)),
        Table.cost(five.get(1)));
  }
}

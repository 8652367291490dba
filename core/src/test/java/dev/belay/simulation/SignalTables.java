package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.util.List;
import java.util.Locale;

/** The tables about latency, quality and drift. */
final class SignalTables {

  private static final int RUNS = 400;
  private static final int LOOKS = 2160;

  private SignalTables() {}

  static String latency() {
    Table table = new Table("candidate", "clairvoyant", "Belay", "multiple", "Flagger", "Argo");
    row(
        table,
        "1.5 times slower",
        Latencies.race(new Latencies.Slowdown(1, 1.5), RUNS, LOOKS, 401));
    row(table, "2 times slower", Latencies.race(new Latencies.Slowdown(1, 2), RUNS, LOOKS, 402));
    row(
        table,
        "3 % are 5 times slower",
        Latencies.race(new Latencies.Slowdown(.03, 5), RUNS, LOOKS, 403));
    healthy(table, "as fast", Latencies.race(new Latencies.Slowdown(1, 1), RUNS, LOOKS, 404));
    healthy(
        table,
        "1.2 times slower",
        Latencies.race(new Latencies.Slowdown(1, 1.2), RUNS, LOOKS, 405));
    return text("Latency", """
        Lognormal around 100 ms, tolerance 20 %. Flagger: 99th percentile of a minute above 500 ms, five times. Argo: 99th
        percentile of five minutes above 1.5 times stable's, more than three times. "Clairvoyant" watches the threshold
        that tells most.
        """) + table;
  }

  static String quality() {
    Table table =
        new Table("candidate", "clairvoyant", "Belay", "multiple", "Kayenta", "t-test each batch");
    row(table, "drop .05", Scores.race(.05, RUNS, LOOKS, 411));
    row(table, "drop .1", Scores.race(.1, RUNS, LOOKS, 412));
    healthy(table, "no drop", Scores.race(0, RUNS, LOOKS, 413));
    healthy(table, "drop .02, as tolerated", Scores.race(Scores.TOLERANCE, RUNS, LOOKS, 414));
    return text("Quality", """
        Scores from a beta distribution around .8, tolerated drop .02, labels in batches of 10 (and 190 of stable).
        """) + table;
  }

  static String drift() {
    Table table = new Table(
        "class share",
        "clairvoyant",
        "Belay",
        "multiple",
        "stability index > .2",
        "chi-square each minute");
    row(table, "8 % to 16 %", Drift.race(.08, .16, RUNS, LOOKS, 421));
    row(table, "1 % to 5 %", Drift.race(.01, .05, RUNS, LOOKS, 422));
    healthy(table, "8 %, unmoved", Drift.race(.08, .08, RUNS, LOOKS, 423));
    healthy(table, "8 % to 10.2 %, as tolerated", Drift.race(.08, .102, RUNS, LOOKS, 424));
    return text("Drift", """
        Ten classes, one of which moves; tolerated are 1.25 times the share and .2 points. "Clairvoyant" knows which class
        moves, and from where to where.
        """) + table;
  }

  private static String text(String heading, String settings) {
    return String.format(Locale.ROOT, """
            ### %s

            Requests or labels of the candidate until the alarm, mean of %d runs ± standard error, error probability 1 %%, at
            5 %% of 20 requests a second, looks 10 s apart, followed for 6 hours. Last rows: per cent of the runs with a false
            alarm.
            """, heading, RUNS) + settings + "\n";
  }

  private static void row(Table table, String candidate, List<Result> results) {
    table.row(
        candidate,
        Table.cost(results.get(1)),
        Table.cost(results.get(0)),
        Table.times(results.get(0), results.get(1)),
        Table.cost(results.get(2)),
        Table.cost(results.get(3)));
  }

  private static void healthy(Table table, String candidate, List<Result> results) {
    table.row(
        candidate,
        "",
        Table.percent(results.get(0), Verdict.ROLL_BACK) + " %",
        "",
        Table.percent(results.get(2), Verdict.ROLL_BACK) + " %",
        Table.percent(results.get(3), Verdict.ROLL_BACK) + " %");
  }
}

package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.util.List;
import java.util.Locale;

/** The tables about failures: both error probabilities, and exposure until rollback. */
final class FailureTables {

  private static final double[] BASES = {1e-4, .01, .3, .6};
  private static final double[] RATIOS = {1.5, 2, 5, 10, 50};
  private static final int ERROR_RUNS = 4000;
  private static final int ERROR_LOOKS = 1440;
  private static final int PEER_RUNS = 1000;
  private static final int PEER_LOOKS = FailureSettings.PEER_HOURS * 60;
  private static final int EXPOSURE_RUNS = 1000;

  private FailureTables() {}

  static String errors() {
    Table table = new Table(
        "base rate",
        "traffic",
        "false rollback, promised 5 %",
        "promised 1 %",
        "false promotion, promised 5 %",
        "promised 1 %");
    long seed = 100;
    for (double base : BASES) {
      for (Scenario scenario : Scenario.values()) {
        double perMinute = FailureSettings.perMinute(base);
        List<Result> rollback = errorRace(
                scenario.traffic(base, 1.2, 0, perMinute, ERROR_LOOKS), seed++)
            .enter(() -> new BelayFailureRule(.05, 0, ERROR_LOOKS * 60))
            .enter(() -> new BelayFailureRule(.01, 0, ERROR_LOOKS * 60))
            .run();
        List<Result> promotion = errorRace(
                scenario.traffic(base, 1.5, .001, perMinute, ERROR_LOOKS), seed++)
            .enter(() -> new BelayFailureRule(0, .05, ERROR_LOOKS * 60))
            .enter(() -> new BelayFailureRule(0, .01, ERROR_LOOKS * 60))
            .run();
        table.row(
            Table.rate(base),
            name(scenario),
            Table.percent(rollback.get(0), Verdict.ROLL_BACK),
            Table.percent(rollback.get(1), Verdict.ROLL_BACK),
            Table.percent(promotion.get(0), Verdict.PROMOTE),
            Table.percent(promotion.get(1), Verdict.PROMOTE));
      }
    }
    return String.format(
            Locale.ROOT, """
            ### Errors, looked at every minute for %d hours

            Per cent of %,d runs. The candidate is exactly at the edge: 1.2 times stable's rate for rollbacks, 1.5 times and 0.1
            points for promotions. The standard error is at most %.2f points. "Moving": a ramp of 1, 5, 25, 50, 90 %%, while
            the base rate swings by half and jumps to ten times its height one minute in 50. "Together": share 2 and 30 %%
            jump together with the base rate and four times as much (at most what keeps the candidate's rate below 1).

            """, ERROR_LOOKS / 60, ERROR_RUNS, 100 * Math.sqrt(.05 * .95 / ERROR_RUNS))
        + table;
  }

  private static Race<Interval> errorRace(Traffic<Interval> traffic, long seed) {
    return new Race<>(() -> traffic, Interval::calls, ERROR_RUNS, ERROR_LOOKS, seed);
  }

  private static String name(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT);
  }

  static String peerErrors() {
    Table table = new Table(
        "base rate", "traffic", "Belay", "Flagger", "Argo", "Kayenta", "z-test each minute");
    long seed = 200;
    for (double base : BASES) {
      for (Scenario scenario : Scenario.values()) {
        Traffic<Interval> traffic =
            scenario.traffic(base, 1, 0, FailureSettings.perMinute(base), PEER_LOOKS);
        List<Result> results = new Race<>(
                () -> traffic, Interval::calls, PEER_RUNS, PEER_LOOKS, seed++)
            .enter(() -> new BelayFailureRule(.01, 0, PEER_LOOKS * 60))
            .enter(Peers::flagger)
            .enter(Peers::argo)
            .enter(Peers::kayenta)
            .enter(Peers::peekedProportions)
            .run();
        String[] cells = new String[2 + results.size()];
        cells[0] = Table.rate(base);
        cells[1] = name(scenario);
        for (int i = 0; i < results.size(); i++) {
          cells[i + 2] = Table.percent(results.get(i), Verdict.ROLL_BACK);
        }
        table.row(cells);
      }
    }
    return String.format(Locale.ROOT, """
            ### Healthy candidates rolled back in %d hours

            Per cent of %,d runs with a candidate exactly as good as stable; Belay and the z-test at 1 %%.

            """, FailureSettings.PEER_HOURS, PEER_RUNS) + table;
  }

  static String exposure() {
    Table table = new Table(
        "base rate",
        "ratio",
        "clairvoyant",
        "Belay",
        "multiple",
        "extra failures, Belay",
        "Flagger",
        "Argo",
        "Kayenta",
        "z-test each minute");
    long seed = 300;
    for (double base : BASES) {
      for (double ratio : RATIOS) {
        if (ratio * base > 1) {
          continue;
        }
        List<Result> results = FailureSettings.exposure(base, ratio, EXPOSURE_RUNS, seed++);
        Result belay = results.get(0);
        double extra = base * (ratio - 1);
        table.row(
            Table.rate(base),
            String.valueOf(ratio),
            Table.cost(results.get(1)),
            Table.cost(belay),
            Table.times(belay, results.get(1)),
            Table.number(extra * belay.cost()),
            peer(results.get(2), extra),
            peer(results.get(3), extra),
            peer(results.get(4), extra),
            peer(results.get(5), extra));
      }
    }
    return String.format(Locale.ROOT, """
            ### Exposure until a bad candidate is rolled back

            Candidate requests, mean of %,d runs ± standard error, at 5 %% of 20 requests a second (200 at base rate 0.0001),
            with a tolerance of 20 %% and an error probability of 1 %%. Looks are 10 s apart (60 s at base rate 0.0001 below
            ratio 5). "Clairvoyant" is Wald's sequential test by someone who knows both rates. Belay only rolls back here: at
            base rate 0.0001 a candidate that fails 5 times as often is within the allowance of 0.1 points and may be promoted
            first. Other rules: requests / extra failures, followed for %d hours (a run without rollback counts with all of
            them); where they did not always roll back, the part of the runs in which they did. They do not know the
            tolerance, so read their exposure together with the table above.

            """, EXPOSURE_RUNS, FailureSettings.PEER_HOURS) + table;
  }

  private static String peer(Result result, double extraPerRequest) {
    return Table.number(result.cost())
        + " / "
        + Table.number(result.cost() * extraPerRequest)
        + Table.unfinished(result);
  }
}

package dev.belay.testkit.rehearsal;

import dev.belay.testkit.rehearsal.Plot.Point;
import dev.belay.testkit.simulation.TimelinePoint;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Plots of how runs went from moment to moment: a line for each run of which that was kept. Immutable. */
final class TimelinePlots {

  private static final double BASIS_POINTS_PER_PERCENT = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Evidence so many times beyond its threshold decides nothing more, and would hide the rest. */
  private static final double FAR = 3;

  /** Where a logarithmic axis begins, as a part of the shortest run. */
  private static final double BEGINNING = .1;

  /** More lines than that are drawn thinner. */
  private static final int FEW = 8;

  private final List<Run> runs;
  private final Axis time;

  private TimelinePlots(List<Run> runs) {
    this.runs = runs;
    double longest = runs.stream().mapToDouble(Run::seconds).max().orElse(0);
    double shortest = runs.stream().mapToDouble(Run::seconds).min().orElse(0);
    time = Axis.spansOrders(shortest, longest)
        ? Axis.times(BEGINNING * shortest, longest)
        : Axis.time(0, Math.max(1, longest));
  }

  static TimelinePlots of(Outcomes outcomes) {
    return new TimelinePlots(
        outcomes.runs().stream().filter(run -> !run.timeline().isEmpty()).toList());
  }

  /** How many runs are seen. */
  int size() {
    return runs.size();
  }

  Figure share() {
    List<List<Point>> lines = runs.stream().map(TimelinePlots::shares).toList();
    double most =
        lines.stream().flatMap(List::stream).mapToDouble(Point::y).max().orElse(0);
    Plot plot = plot("Share over time", Axis.linear(0, Math.max(1, most)), "candidate's share, %");
    for (int i = 0; i < runs.size(); i++) {
      plot.steps(lines.get(i), style(runs.get(i))).end(lines.get(i), Ending.of(runs.get(i)));
    }
    return new Figure("Share over time", plot.svg(), "");
  }

  /** The shares that were seen, and the end, which no evaluation sees. */
  private static List<Point> shares(Run run) {
    List<Point> points = points(run, point -> point.share() / BASIS_POINTS_PER_PERCENT);
    Point seen = points.get(points.size() - 1);
    Ending ending = Ending.of(run);
    double share = seen.y();
    if (ending == Ending.PROMOTED) {
      share = 100;
    } else if (share > 0 && !Double.isNaN(run.retreatSeconds())) {
      share = 0;
      points.add(new Point(Math.max(seen.x(), run.retreatSeconds()), share));
    }
    if (ending != Ending.ROLLED_BACK) {
      points.add(new Point(Math.max(seen.x(), run.seconds()), share));
    }
    return points;
  }

  Figure evidenceAgainst(double falseRollback) {
    return evidence(
        "Evidence against it", "unhealthy", falseRollback, TimelinePoint::rollbackEvidence);
  }

  Figure evidenceFor(double falsePromotion) {
    return evidence("Evidence for it", "proven", falsePromotion, TimelinePoint::promotionEvidence);
  }

  private Figure evidence(
      String title, String reached, double error, ToDoubleFunction<TimelinePoint> evidence) {
    double threshold = Math.log(1 / error);
    double far = FAR * threshold;
    List<List<Point>> lines = runs.stream().map(run -> points(run, evidence)).toList();
    DoubleSummaryStatistics all =
        lines.stream().flatMap(List::stream).mapToDouble(Point::y).summaryStatistics();
    Axis up = Axis.linear(
        Math.max(-far, Math.min(0, all.getMin())),
        Math.min(far, Math.max(1.2 * threshold, all.getMax())));
    Plot plot = plot(title + " over time", up, "natural logarithm");
    for (int i = 0; i < runs.size(); i++) {
      plot.line(lines.get(i), style(runs.get(i))).end(lines.get(i), Ending.of(runs.get(i)));
    }
    plot.level(
        threshold,
        String.format(
            Locale.ROOT, "%s from %.2f = ln(1/%s)", reached, threshold, Numbers.number(error)));
    return new Figure(title, plot.svg(), beyond(up, all));
  }

  private static String beyond(Axis axis, DoubleSummaryStatistics all) {
    return all.getMin() >= axis.low() && all.getMax() <= axis.high()
        ? ""
        : String.format(
            Locale.ROOT,
            "Evidence beyond the axis is drawn at its end: it goes from %s to %s.",
            Numbers.evidence(all.getMin()),
            Numbers.evidence(all.getMax()));
  }

  private static List<Point> points(Run run, ToDoubleFunction<TimelinePoint> number) {
    List<Point> points = new ArrayList<>();
    for (TimelinePoint point : run.timeline()) {
      double value = number.applyAsDouble(point);
      if (!Double.isNaN(value)) {
        points.add(new Point(point.at().toNanos() / NANOS_PER_SECOND, value));
      }
    }
    return points;
  }

  private Plot plot(String title, Axis up, String upName) {
    String told = String.format(
        Locale.ROOT,
        "%s, in %d runs: %d promoted, %d rolled back, %d never ended",
        title,
        runs.size(),
        count(Ending.PROMOTED),
        count(Ending.ROLLED_BACK),
        count(Ending.NEVER_ENDED));
    return new Plot(told, time, "time since the start", up, upName);
  }

  private long count(Ending ending) {
    return runs.stream().filter(run -> Ending.of(run) == ending).count();
  }

  private String style(Run run) {
    return Ending.of(run).style() + (runs.size() > FEW ? " many" : "");
  }
}

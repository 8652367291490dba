package dev.belay.testkit.rehearsal;

import dev.belay.testkit.rehearsal.Plot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Plots of how far runs are apart: cumulative curves, whose height says how many of all runs had at most so much. A curve that
 * not all runs belong to ends below 100 %. Immutable.
 */
final class DistributionPlots {

  private static final Axis PERCENT = Axis.linear(0, 100);

  private final Outcomes outcomes;

  DistributionPlots(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * A cumulative curve.
   *
   * @param words what happened so late or so often
   * @param style how it is drawn
   * @param numbers its numbers, which may be none
   */
  private record Curve(String words, String style, Distribution numbers) {

    boolean isEmpty() {
      return numbers.size() == 0;
    }

    String told(DoubleFunction<String> number) {
      return isEmpty()
          ? words + ": never"
          : String.format(
              Locale.ROOT,
              "%s: median %s, 95 %% at most %s, all at most %s",
              words,
              number.apply(numbers.quantile(.5)),
              number.apply(numbers.quantile(.95)),
              number.apply(numbers.quantile(1)));
    }
  }

  Figure times() {
    Curve promoted = new Curve("promoted", Ending.PROMOTED.style(), outcomes.secondsToPromotion());
    Curve retreated =
        new Curve("retreated", Ending.ROLLED_BACK.style(), outcomes.secondsToRetreat());
    List<Curve> curves = List.of(promoted, retreated);
    String title = "Time to promotion or retreat";
    String note = (promoted.isEmpty() ? "No run was promoted. " : "")
        + (retreated.isEmpty() ? "No run retreated." : "");
    double[] all = numbers(curves);
    if (all.length == 0) {
      return new Figure(title, "", note);
    }
    String told = told(title, curves, Numbers::time);
    Axis across = Axis.times(all);
    Plot plot = new Plot(told, across, "time since the start", PERCENT, "runs until then, %");
    return new Figure(title, drawn(plot, across, curves), note.strip());
  }

  Figure requests() {
    Curve requests = new Curve("requests", "all", outcomes.candidateRequests());
    return counts("Candidate requests", "requests in a run", List.of(requests), "");
  }

  Figure failures() {
    Curve failures = new Curve("failures", "all", outcomes.candidateFailures());
    Curve seen = new Curve("seen by callers", "seen", outcomes.failuresSeen());
    return counts(
        "Candidate failures",
        "failures in a run",
        List.of(failures, seen),
        "Dashed: those that callers saw.");
  }

  private Figure counts(String title, String name, List<Curve> curves, String note) {
    double[] all = numbers(curves);
    Axis across = Axis.counts(all);
    Plot plot = new Plot(
        told(title, curves, Numbers::count), across, name, PERCENT, "runs with at most so many, %");
    boolean hidesZeros = across.logarithmic() && DoubleStream.of(all).anyMatch(value -> value == 0);
    return new Figure(
        title,
        drawn(plot, across, curves),
        (note + (hidesZeros ? " The left edge stands for 0 as well." : "")).strip());
  }

  private static double[] numbers(List<Curve> curves) {
    return curves.stream()
        .flatMapToDouble(curve -> DoubleStream.of(curve.numbers().values()))
        .toArray();
  }

  private static String told(String title, List<Curve> curves, DoubleFunction<String> number) {
    return title + ", cumulative; "
        + curves.stream().map(curve -> curve.told(number)).collect(Collectors.joining("; "));
  }

  private String drawn(Plot plot, Axis across, List<Curve> curves) {
    curves.stream()
        .filter(curve -> !curve.isEmpty())
        .forEach(curve -> plot.steps(cumulative(curve.numbers(), across), curve.style()));
    return plot.svg();
  }

  /** From edge to edge. */
  private List<Point> cumulative(Distribution numbers, Axis across) {
    double percent = 100. / outcomes.runs().size();
    List<Point> points = new ArrayList<>();
    points.add(new Point(across.low(), 0));
    for (double number : numbers.values()) {
      points.add(new Point(number, percent * points.size()));
    }
    points.add(new Point(across.high(), percent * numbers.size()));
    return points;
  }
}

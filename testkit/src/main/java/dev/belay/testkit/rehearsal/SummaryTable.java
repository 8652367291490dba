package dev.belay.testkit.rehearsal;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A row of numbers for each kind of candidate. */
final class SummaryTable {

  private static final List<String> COLUMNS = List.of(
      "Promoted",
      "Rolled back",
      "Never ended",
      "Time to promotion",
      "Time to retreat",
      "Candidate requests",
      "Candidate failures",
      "Seen by callers");

  private static final String NOTE =
      "Parts of the runs: with their 95 % confidence intervals. Times and counts: the median, and what 95 % of the runs do not"
          + " exceed.";

  private final Markup out;
  private int column;

  private SummaryTable(Markup out) {
    this.out = out;
  }

  static void write(List<Outcomes> candidates, Markup out) {
    out.open("div", "class", "table").open("table", "class", "summary").newline();
    out.open("thead").open("tr").element("th", "The candidate", "scope", "col");
    COLUMNS.forEach(name -> out.element("th", name, "scope", "col"));
    out.close("tr").close("thead").newline().open("tbody").newline();
    for (int i = 0; i < candidates.size(); i++) {
      new SummaryTable(out).row(candidates.get(i), i);
    }
    out.close("tbody").close("table").close("div").newline();
    out.element("p", NOTE, "class", "summary-note").newline();
  }

  private void row(Outcomes outcomes, int number) {
    out.open("tr").open("th", "scope", "row");
    out.element("a", RehearsalText.told(outcomes.candidate()), "href", "#candidate-" + number);
    bar(outcomes);
    out.close("th").newline();
    for (Ending ending : Ending.values()) {
      share(ending.share(outcomes));
    }
    numbers(outcomes.secondsToPromotion(), Numbers::time);
    numbers(outcomes.secondsToRetreat(), Numbers::time);
    numbers(outcomes.candidateRequests(), Numbers::count);
    numbers(outcomes.candidateFailures(), Numbers::count);
    numbers(outcomes.failuresSeen(), Numbers::count);
    out.close("tr").newline();
  }

  private void share(Share share) {
    cell(
        String.format(Locale.ROOT, "%.1f %%", 100 * share.part()),
        String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * share.lower(), 100 * share.upper()));
  }

  private void numbers(Distribution numbers, DoubleFunction<String> told) {
    if (numbers.size() == 0) {
      cell("–", "no run");
    } else {
      cell(told.apply(numbers.quantile(.5)), "95 %: " + told.apply(numbers.quantile(.95)));
    }
  }

  private void cell(String large, String small) {
    out.open("td", "data-name", COLUMNS.get(column++));
    out.element("span", large, "class", "large").element("span", small, "class", "small");
    out.close("td").newline();
  }

  /** The three parts of all runs, side by side. */
  private void bar(Outcomes outcomes) {
    out.open(
        "svg",
        "class",
        "bar",
        "viewBox",
        "0 0 100 4",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    double from = 0;
    for (Ending ending : Ending.values()) {
      double width = 100 * ending.share(outcomes).part();
      if (width > 0) {
        out.empty(
            "rect",
            "class",
            ending.style(),
            "x",
            Markup.pixel(from),
            "width",
            Markup.pixel(width),
            "height",
            "4");
      }
      from += width;
    }
    out.close("svg");
  }
}

package dev.belay.testkit.rehearsal;

import dev.belay.RolloutPolicy;
import java.util.ArrayList;
import java.util.List;

/** A result as a page that needs nothing else: no script, no font, no network. It is well-formed XML as well. */
final class RehearsalPage {

  private final RehearsalResult result;
  private final RolloutPolicy policy;
  private final Markup out = new Markup();

  private RehearsalPage(RehearsalResult result) {
    this.result = result;
    this.policy = result.plan().policy();
  }

  static String of(RehearsalResult result) {
    RehearsalPage page = new RehearsalPage(result);
    page.write();
    return page.out.toString();
  }

  private void write() {
    List<Outcomes> candidates = new ArrayList<>();
    candidates.add(result.good());
    candidates.addAll(result.regressions());
    String title = "Rehearsal of " + result.plan().strategy().name();
    out.raw("<!DOCTYPE html>\n").open("html", "lang", "en").newline();
    head(title);
    out.open("body").newline().open("main").newline().open("header").newline();
    out.element("h1", title).newline();
    out.element("p", rehearsed(candidates.size())).newline();
    out.element("p", promised()).newline().close("header").newline();
    SummaryTable.write(candidates, out);
    for (int i = 0; i < candidates.size(); i++) {
      new CandidateSection(candidates.get(i), policy).write("candidate-" + i, out);
    }
    out.close("main").newline().close("body").newline().close("html").newline();
  }

  private void head(String title) {
    out.open("head").newline().empty("meta", "charset", "utf-8").newline();
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .newline();
    out.empty("meta", "name", "color-scheme", "content", "light dark").newline();
    out.element("title", title).newline();
    out.open("style")
        .newline()
        .raw(PageStyle.CSS)
        .close("style")
        .newline()
        .close("head")
        .newline();
  }

  private String rehearsed(int kinds) {
    return (result.runs() == 1 ? "1 run" : Numbers.count(result.runs()) + " runs")
        + (kinds == 1
            ? " of one kind of candidate"
            : " of each of " + kinds + " kinds of candidate")
        + ", from seed " + result.seed()
        + ", at " + result.traffic()
        + ", beside a stable version that fails "
        + Numbers.percent(result.stable().failureRate())
        + " of its calls.";
  }

  private String promised() {
    return "The policy promises to roll back at most " + Numbers.percent(policy.falseRollback())
        + " of the candidates that are no worse, and to promote at most "
        + Numbers.percent(policy.falsePromotion()) + " of those that are worse.";
  }
}

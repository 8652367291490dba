package dev.belay.testkit.rehearsal;

import dev.belay.RolloutPolicy;
import java.util.Map;

/** What the page says of one kind of candidate. */
final class CandidateSection {

  private final Outcomes outcomes;
  private final RolloutPolicy policy;
  private final TimelinePlots timelines;

  CandidateSection(Outcomes outcomes, RolloutPolicy policy) {
    this.outcomes = outcomes;
    this.policy = policy;
    this.timelines = TimelinePlots.of(outcomes);
  }

  void write(String id, Markup out) {
    out.open("section", "id", id).newline();
    out.element("h2", "A candidate that " + RehearsalText.told(outcomes.candidate()))
        .newline();
    key(out);
    out.open("div", "class", "figures").newline();
    if (timelines.size() > 0) {
      timelines.share().writeTo(out);
      timelines.evidenceAgainst(policy.falseRollback()).writeTo(out);
      timelines.evidenceFor(policy.falsePromotion()).writeTo(out);
    }
    DistributionPlots distributions = new DistributionPlots(outcomes);
    distributions.times().writeTo(out);
    distributions.requests().writeTo(out);
    distributions.failures().writeTo(out);
    out.close("div").newline();
    reasons(out);
    out.close("section").newline();
  }

  /** What colours and marks mean, and how many runs there are of each. */
  private void key(Markup out) {
    out.open("ul", "class", "key").newline();
    for (Ending ending : Ending.values()) {
      out.open("li").open("svg", "viewBox", "0 0 30 12", "aria-hidden", "true");
      out.empty("path", "class", ending.style(), "d", "M1 6H24", "stroke", "currentColor");
      out.empty("path", "class", "mark " + ending.style(), "d", "M24 6" + ending.mark());
      out.close("svg")
          .text(ending.told(ending.share(outcomes).count()))
          .close("li")
          .newline();
    }
    out.element("li", seen(), "class", "kept").close("ul").newline();
  }

  private String seen() {
    int all = outcomes.runs().size();
    if (timelines.size() == 0) {
      return "no run was kept from moment to moment";
    }
    return timelines.size() == all
        ? "over time: every run"
        : "over time: the first " + timelines.size() + " runs";
  }

  private void reasons(Markup out) {
    Map<String, Integer> reasons = outcomes.reasons();
    if (reasons.isEmpty()) {
      out.element("p", "No run retreated, and none was left waiting.", "class", "note")
          .newline();
      return;
    }
    out.element("h3", "Why runs retreated, or what they waited for").newline();
    out.open("table", "class", "reasons").newline();
    out.open("tbody").newline();
    reasons.forEach((reason, count) -> out.open("tr")
        .element("td", Numbers.count(count) + (count == 1 ? " run" : " runs"))
        .element("td", reason)
        .close("tr")
        .newline());
    out.close("tbody").close("table").newline();
    if (reasons.keySet().stream().anyMatch(reason -> reason.contains("#"))) {
      out.element("p", "# stands for a number.", "class", "note").newline();
    }
  }
}

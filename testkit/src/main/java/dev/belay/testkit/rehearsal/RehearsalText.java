package dev.belay.testkit.rehearsal;

import dev.belay.RolloutPolicy;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** A result as a table. */
final class RehearsalText {

  private final RehearsalResult result;
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);

  private RehearsalText(RehearsalResult result) {
    this.result = result;
  }

  static String of(RehearsalResult result) {
    RehearsalText writer = new RehearsalText(result);
    writer.head();
    List<Outcomes> all = new ArrayList<>();
    all.add(result.good());
    all.addAll(result.regressions());
    all.forEach(writer::outcomes);
    return writer.text.toString();
  }

  private void head() {
    RolloutPolicy policy = result.plan().policy();
    out.format(
        "rehearsal of %s, %d runs of each candidate from seed %d\n",
        result.plan().strategy().name(), result.runs(), result.seed());
    out.format(
        "  %s; stable fails %s of its calls; promised: false rollback %s, false promotion %s\n",
        result.traffic(),
        percent(result.stable().failureRate()),
        percent(policy.falseRollback()),
        percent(policy.falsePromotion()));
  }

  private void outcomes(Outcomes outcomes) {
    out.format("\na candidate that %s\n", told(outcomes.candidate()));
    out.format("  promoted      %s\n", outcomes.promoted());
    out.format("  rolled back   %s\n", outcomes.rolledBack());
    if (outcomes.unended().count() > 0) {
      out.format("  never ended   %s\n", outcomes.unended());
    }
    out.format("  %-28s %12s %12s %12s %12s\n", "", "median", "90 %", "95 %", "most");
    row("time to promotion, s", outcomes.secondsToPromotion(), "%,.1f");
    row("time to retreat, s", outcomes.secondsToRetreat(), "%,.1f");
    row("candidate requests", outcomes.candidateRequests(), "%,.0f");
    row("candidate failures", outcomes.candidateFailures(), "%,.0f");
    row("of these seen by callers", outcomes.failuresSeen(), "%,.0f");
    outcomes.reasons().forEach((reason, count) -> out.format("  %,7d times: %s\n", count, reason));
  }

  static String told(String candidate) {
    return candidate.startsWith("as ") ? "is " + candidate : candidate;
  }

  private void row(String name, Distribution numbers, String format) {
    if (numbers.size() > 0) {
      out.format(
          "  %-28s %12s %12s %12s %12s\n",
          name,
          number(format, numbers.quantile(.5)),
          number(format, numbers.quantile(.9)),
          number(format, numbers.quantile(.95)),
          number(format, numbers.quantile(1)));
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * part);
  }
}

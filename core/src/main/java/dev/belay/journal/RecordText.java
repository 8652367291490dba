package dev.belay.journal;

import dev.belay.health.Evaluation;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A record as people read it. */
final class RecordText {

  private RecordText() {}

  /** A record in some lines, after the one before it. */
  static String of(JournalRecord record, @Nullable JournalRecord before) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(
        Locale.ROOT,
        "%6d  %s  %s  %s/%d  %s\n",
        record.sequence(),
        record.at(),
        record.state().rollout(),
        record.state().phase(),
        record.state().stage(),
        record.strategy()));
    line(text, "what", what(record.input()));
    Inputs.order(record.input()).ifPresent(order -> line(text, "who", order.toString()));
    String split = record.state().split().toString();
    String earlier = before == null ? "" : before.state().split().toString();
    line(
        text,
        "split",
        earlier.isEmpty() || earlier.equals(split) ? split : earlier + " -> " + split);
    line(text, "why", record.reason());
    if (record.input() instanceof Input.Assessed assessed) {
      line(text, "seen", evidence(assessed.evaluation()));
    }
    return text.toString();
  }

  private static String what(Input input) {
    String detail = Inputs.detail(input);
    return Inputs.kind(input) + (detail.isEmpty() ? "" : ": " + detail);
  }

  private static String evidence(Evaluation evaluation) {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s; candidate %s; stable %s; against it %.3f of %.3f, for it %.3f of %.3f",
        evaluation.verdict(),
        evaluation.candidate().all(),
        evaluation.stable().all(),
        evaluation.rollbackEvidence(),
        evaluation.rollbackThreshold(),
        evaluation.promotionEvidence(),
        evaluation.promotionThreshold()));
    for (Evaluation.SignalResult signal : evaluation.signals()) {
      text.append("; ").append(signal.signal()).append(' ').append(signal.assessment());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "        %-6s%s\n", name, printable(value)));
  }

  /** One line, whatever stands in it, that does nothing to a terminal. */
  static String printable(String value) {
    return value.replaceAll("\\R", " / ").replaceAll("\\p{Cntrl}", "?");
  }
}

package dev.belay.testkit;

import dev.belay.RolloutDecision;
import dev.belay.RolloutReport;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What assertions say, and what they read out of a report to say it. Pure functions. */
final class AssertionText {

  private AssertionText() {}

  static AssertionError failure(String who, String expected, String found, String story) {
    return new AssertionError(
        who + " must " + expected + ", but " + found + "\n" + story.stripTrailing());
  }

  /** For example {@code 1 request} or {@code 2,000 requests}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static Duration requireTime(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time must be at least zero, but was " + time);
    }
    return time;
  }

  /** Why it stands where it does: a retreat has one reason, anything else the last step's and the last decision's. */
  static List<String> reasons(RolloutReport report) {
    List<RolloutDecision> decisions = report.decisions();
    Optional<RolloutDecision> retreat = decisions.stream()
        .filter(decision -> decision.to().phase() == Phase.RETREATING)
        .findFirst();
    if (retreat.isPresent()) {
      return List.of(retreat.get().reason());
    }
    List<String> reasons = new ArrayList<>();
    decisions.stream()
        .filter(RolloutDecision::isStep)
        .reduce((before, next) -> next)
        .ifPresent(step -> reasons.add(step.reason()));
    if (!decisions.isEmpty()) {
      reasons.add(decisions.get(decisions.size() - 1).reason());
    }
    return reasons.stream().distinct().toList();
  }

  /** Every phase, as often as it was entered. */
  static List<Phase> phases(RolloutReport report) {
    List<Phase> phases = new ArrayList<>();
    for (RolloutDecision decision : report.decisions()) {
      Phase phase = decision.to().phase();
      if (phases.isEmpty() || phases.get(phases.size() - 1) != phase) {
        phases.add(phase);
      }
    }
    return phases;
  }

  /** One line for each record. */
  static String journal(List<JournalRecord> journal) {
    StringBuilder text = new StringBuilder();
    for (JournalRecord record : journal) {
      text.append(String.format(
          Locale.ROOT,
          "%6d. %s %s: %s -> %s (%s)\n",
          record.sequence(),
          record.at(),
          record.state().rollout(),
          record.input().getClass().getSimpleName(),
          Story.place(record.state()),
          record.reason()));
    }
    return text.toString();
  }
}

package dev.belay.testkit;

import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts what happened into words. Pure functions. */
final class Story {

  private Story() {}

  static String violation(Exploration.Violation violation) {
    StringBuilder text =
        new StringBuilder(violation.rule()).append(" is broken: ").append(violation.what());
    int number = 0;
    for (Exploration.Step step : violation.path()) {
      text.append("\n  ").append(number++).append(". ").append(step);
    }
    return text.toString();
  }

  static String step(Exploration.Step step) {
    return (step.after().isZero() ? "" : "after " + step.after() + ", ") + step.input() + " -> "
        + place(step.state()) + " (" + step.reason() + ")";
  }

  /** For example {@code EXPOSING/1, model:1 90 %, model:2 10 %, proven, held for [TARGET]}. */
  static String place(RolloutState state) {
    List<String> parts = new ArrayList<>();
    parts.add(state.phase() + "/" + state.stage());
    parts.add(state.split().toString());
    if (state.proven()) {
      parts.add("proven");
    }
    if (state.urged()) {
      parts.add("urged");
    }
    if (!state.holds().isEmpty()) {
      parts.add("held for " + state.holds());
    }
    return String.join(", ", parts);
  }

  /** Steps from the beginning to a place; that time passes is part of the next step. */
  static List<Exploration.Step> path(Visit last) {
    List<Exploration.Step> steps = new ArrayList<>();
    Visit at = last;
    while (at != null) {
      Visit before = at.cause();
      steps.add(
          0,
          new Exploration.Step(
              before == null ? Duration.ZERO : Duration.between(before.arrived(), at.arrived()),
              at.input().text(),
              at.state(),
              at.reason()));
      at = before;
    }
    return steps;
  }
}

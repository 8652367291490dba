package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.RolloutPolicy;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.testkit.TwistedStrategy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnHistoryTest {

  private static List<List<DrawnHistory.Step>> histories() {
    return new StrategyRuns(TwistedStrategy.honest(), RolloutPolicy.builder().build(), "here")
        .histories();
  }

  @Test
  void getsEverywhereByEverything() {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    Set<Class<?>> inputs = new HashSet<>();
    for (List<DrawnHistory.Step> history : histories()) {
      for (DrawnHistory.Step step : history) {
        phases.add(step.transition().state().phase());
        inputs.add(step.input().getClass());
      }
    }
    assertEquals(EnumSet.allOf(Phase.class), phases);
    Set<Class<?>> expected = new HashSet<>();
    for (Class<?> sealed : List.of(Input.class, Command.class)) {
      expected.addAll(List.of(Objects.requireNonNull(sealed.getPermittedSubclasses())));
    }
    expected.remove(Command.class);
    // No strategy sees them.
    expected.removeAll(Set.of(Input.Begun.class, Input.Switched.class, Input.Restarted.class));
    assertEquals(expected, inputs);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertEquals(histories().toString(), histories().toString());
  }

  @Test
  void isToldInAFewLines() {
    List<DrawnHistory.Step> history = histories().get(0);
    String story = DrawnHistory.story(history);
    assertEquals(12, story.lines().filter(line -> !line.isBlank()).count(), story);
    assertTrue(story.contains("\n  80. 2026-01-0"), story);
  }
}

package dev.belay.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TransitionDiagramTest {

  private static final String DRAWN = """
      stateDiagram-v2
        [*] --> PREPARING
        PREPARING --> EXPOSING: Assessed
        EXPOSING --> RETREATING: Assessed, Tick
        RETREATING --> ROLLED_BACK: SplitConfirmed
        ROLLED_BACK --> [*]
      """;

  private static void prepare(TransitionTable.Builder table) {
    table.on(Phase.PREPARING, Input.Assessed.class, StandardRules::nothing, Phase.EXPOSING);
  }

  private static void expose(TransitionTable.Builder table) {
    table
        .on(Phase.EXPOSING, Input.Tick.class, StandardRules::tick, Phase.RETREATING)
        .on(Phase.EXPOSING, Command.Pause.class, StandardRules::pause)
        .leaving(Phase.EXPOSING, Input.Assessed.class, StandardRules::nothing, Phase.RETREATING);
  }

  private static void end(TransitionTable.Builder table) {
    table.on(
        Phase.RETREATING, Input.SplitConfirmed.class, StandardRules::nothing, Phase.ROLLED_BACK);
  }

  @Test
  void drawsOneArrowForTwoPhasesAndLeavesOutWhatStays() {
    TransitionTable.Builder table = TransitionTable.builder("mine");
    prepare(table);
    expose(table);
    end(table);
    assertEquals(DRAWN, TransitionDiagram.mermaid(table.build()));
  }

  @Test
  void drawsTheSameInWhicheverOrderTheRowsCame() {
    TransitionTable.Builder table = TransitionTable.builder("mine");
    end(table);
    expose(table);
    prepare(table);
    assertEquals(DRAWN, TransitionDiagram.mermaid(table.build()));
  }

  @Test
  void drawsNoPhaseThatTheTableDoesNotHave() {
    assertEquals(
        "stateDiagram-v2\n  [*] --> PREPARING\n",
        TransitionDiagram.mermaid(TransitionTable.builder("mine").build()));
  }
}

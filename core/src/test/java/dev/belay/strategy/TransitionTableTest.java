package dev.belay.strategy;

import static dev.belay.strategy.Situation.NOW;
import static dev.belay.strategy.Situation.at;
import static dev.belay.strategy.Situation.order;
import static dev.belay.strategy.Situation.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionTableTest {

  private final RolloutContext context = Situation.context();
  private final RolloutState exposing = at(Phase.EXPOSING, 100);

  private static Transition toBaking(
      RolloutContext context, RolloutState state, Input input, Instant now) {
    return Transition.to(state.with().phase(Phase.BAKING).build(), "on");
  }

  @Test
  void decidesByTheRowOfThePhaseAndTheInput() {
    TransitionTable table = TransitionTable.builder("mine")
        .on(Phase.EXPOSING, Input.Tick.class, TransitionTableTest::toBaking, Phase.BAKING)
        .on(Phase.BAKING, Input.Tick.class, StandardRules::nothing)
        .build();
    Transition transition = table.decide(context, exposing, new Input.Tick(), NOW);
    assertEquals(Phase.BAKING, transition.state().phase());
    assertEquals("on", transition.reason());
    Transition stayed = table.decide(context, transition.state(), new Input.Tick(), NOW);
    assertSame(transition.state(), stayed.state());
  }

  @Test
  void refusesACommandThatHasNoRowWithTheStory() {
    TransitionTable table = TransitionTable.builder("mine").build();
    Transition refused = table.decide(context, exposing, new Command.Approve(order("alice")), NOW);
    assertTrue(refused.refused());
    assertSame(exposing, refused.state());
    assertEquals("mine 'r1': Approve is not allowed in EXPOSING/1", refused.reason());
  }

  @Test
  void throwsForAnyOtherInputThatHasNoRow() {
    TransitionTable table = TransitionTable.builder("mine").build();
    IllegalStateException fault = assertThrows(
        IllegalStateException.class,
        () -> table.decide(context, exposing, new Input.SplitConfirmed(split(100)), NOW));
    assertEquals("mine 'r1': SplitConfirmed is not allowed in EXPOSING/1", fault.getMessage());
  }

  @Test
  void throwsWhenARowLeadsWhereItMustNot() {
    TransitionTable table = TransitionTable.builder("mine")
        .on(Phase.EXPOSING, Input.Tick.class, TransitionTableTest::toBaking)
        .build();
    IllegalStateException fault = assertThrows(
        IllegalStateException.class, () -> table.decide(context, exposing, new Input.Tick(), NOW));
    assertEquals(
        "mine 'r1': Tick led from EXPOSING/1 to BAKING/1, but may lead to [EXPOSING] only",
        fault.getMessage());
  }

  @Test
  void refusesARowThatIsAddedTwice() {
    TransitionTable.Builder builder = TransitionTable.builder("mine")
        .on(Phase.EXPOSING, Input.Tick.class, StandardRules::nothing);
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> builder.on(Phase.EXPOSING, Input.Tick.class, StandardRules::tick));
    assertEquals("a row must be added once, but EXPOSING x Tick came twice", refused.getMessage());
  }

  @Test
  void doesNotChangeWithTheBuilderThatMadeIt() {
    TransitionTable.Builder builder = TransitionTable.builder("mine");
    TransitionTable table = builder.build();
    builder.on(Phase.EXPOSING, Input.Tick.class, StandardRules::nothing);
    assertTrue(table.rows().isEmpty());
  }

  @Test
  void listsItsRowsInOrderWithThePhaseItselfAmongTheTargets() {
    TransitionTable table = TransitionTable.builder("mine")
        .on(Phase.EXPOSING, Input.Tick.class, StandardRules::tick, Phase.RETREATING)
        .on(Phase.BAKING, Input.Tick.class, StandardRules::nothing)
        .build();
    assertEquals(Phase.EXPOSING, table.rows().get(0).from());
    assertEquals(Set.of(Phase.EXPOSING, Phase.RETREATING), table.rows().get(0).to());
    assertEquals(Set.of(Phase.BAKING), table.rows().get(1).to());
  }

  /** Invariant 4: what every strategy gets for nothing. */
  @Test
  void retreatsFromEveryPhaseThatIsNoEndByItsStandardRows() {
    TransitionTable table = TransitionTable.builder("mine").standardRows().build();
    for (Phase phase : new Phase[] {Phase.PREPARING, Phase.EXPOSING, Phase.BAKING}) {
      RolloutState state = at(phase, 100);
      for (Input input : new Input[] {
        new Command.RollBack(order("alice")),
        new Input.Tripped("dead"),
        new Input.SplitRefused(split(100), "full")
      }) {
        Transition transition = table.decide(context, state, input, NOW);
        assertEquals(Phase.RETREATING, transition.state().phase());
        assertEquals(0, transition.state().share(context));
        assertFalse(transition.refused());
      }
    }
  }

  /** Invariant 6. */
  @Test
  void changesNothingAtAnEndByItsStandardRows() {
    TransitionTable table = TransitionTable.builder("mine").standardRows().build();
    for (Phase end : new Phase[] {Phase.PROMOTED, Phase.ROLLED_BACK}) {
      RolloutState state = at(end, 0);
      for (TransitionTable.Row<?> row : table.rows()) {
        if (row.from() == end) {
          assertEquals(Set.of(end), row.to());
        }
      }
      assertTrue(table
          .decide(context, state, new Command.RollBack(order("alice")), NOW)
          .refused());
      assertSame(
          state, table.decide(context, state, new Input.Tripped("dead"), NOW).state());
    }
  }
}

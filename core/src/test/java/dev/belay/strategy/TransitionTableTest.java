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
import java.util.EnumSet;
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

  @Test
  void hasNoStandardRowsForAPhaseThatItDoesNotGoThrough() {
    TransitionTable table = TransitionTable.builder("mine")
        .standardRows(EnumSet.of(Phase.PREPARING, Phase.BAKING))
        .build();
    assertTrue(table.rows().stream()
        .noneMatch(row -> row.from() == Phase.EXPOSING || row.to().contains(Phase.EXPOSING)));
    assertEquals(
        TransitionTable.builder("mine").standardRows().build().rows().stream()
            .filter(row -> row.from() != Phase.EXPOSING)
            .count(),
        table.rows().size());
  }

  @Test
  void refusesStandardRowsThatLeadOutOfARetreatOrAnEnd() {
    for (Phase phase : new Phase[] {Phase.RETREATING, Phase.ROLLED_BACK, Phase.PROMOTED}) {
      TransitionTable.Builder builder = TransitionTable.builder("mine");
      IllegalArgumentException refused = assertThrows(
          IllegalArgumentException.class, () -> builder.standardRows(EnumSet.of(phase)));
      assertEquals(
          "phases must come before a retreat or an end, but " + phase + " is among them",
          refused.getMessage());
    }
  }

  /** Invariant 7: nothing leads back to a version that is being released. */
  @Test
  void leadsOnlyToThePromotionOnceStableIsReleasedByItsStandardRows() {
    TransitionTable table = TransitionTable.builder("mine").standardRows().build();
    RolloutState releasing =
        at(Phase.BAKING, 10_000).with().proven(true).hold(Hold.RELEASE, true).build();
    for (Input input : new Input[] {
      new Command.RollBack(order("alice")),
      new Command.Pause(order("alice")),
      new Command.Resume(order("alice")),
      new Input.Tripped("dead"),
      new Input.SplitRefused(split(10_000), "full"),
      new Input.SplitConfirmed(split(10_000)),
      new Input.Drained(Situation.STABLE, 0),
      new Input.Drained(Situation.STABLE, 1),
      new Input.Readiness(false, "gone"),
      new Input.Tick()
    }) {
      assertSame(releasing, table.decide(context, releasing, input, NOW).state());
    }
    for (boolean done : new boolean[] {true, false}) {
      assertEquals(
          Phase.PROMOTED,
          table
              .decide(context, releasing, new Input.Released(done, ""), NOW)
              .state()
              .phase());
    }
  }
}

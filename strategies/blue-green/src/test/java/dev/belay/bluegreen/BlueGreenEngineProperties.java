package dev.belay.bluegreen;

import static dev.belay.bluegreen.Stage.BLUE;
import static dev.belay.bluegreen.Stage.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutPlan;
import dev.belay.Route;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** The engine with blue-green, under random traffic, commands and failures of everything around it. */
class BlueGreenEngineProperties {

  /** What happens next. */
  enum Kind {
    TRAFFIC,
    BAD_TRAFFIC,
    QUIET,
    BEGIN_CALL,
    END_CALL,
    PAUSE,
    RESUME,
    PROMOTE,
    ROLL_BACK,
    STORE_DOWN,
    STORE_UP,
    HANG,
    LET_GO
  }

  record Action(Kind kind, int amount) {}

  /** A history, and what is checked after each of its actions. */
  private static final class History {

    private final Stage world;
    private final Rollout rollout;
    private final int hook;
    private final Deque<Route> calls = new ArrayDeque<>();
    private final List<String> released = new ArrayList<>();
    private final List<RolloutState> seen = new ArrayList<>();

    History(int seed, int strategy, int hook) {
      this.hook = hook;
      world = new Stage(seed);
      BlueGreenStrategy.Builder builder = strategy == 1
          ? BlueGreenStrategy.afterSlice(Slice.percent(10).withRequests(100))
          : BlueGreenStrategy.atOnce().holdBackPercent(strategy == 2 ? 10 : 0);
      rollout = world.start(RolloutPlan.to("8")
          .strategy(builder.bake(Duration.ofSeconds(20)).build())
          .policy(Stage.shadowing()
              .deadline(Duration.ofMinutes(30))
              .retireWithin(Duration.ofSeconds(20))
              .build())
          .release(version -> {
            assertEquals(BLUE, version);
            assertEquals(GREEN, world.endpoint.live());
            assertEquals(0, calls.size(), "invariant 7: released with calls in flight");
            released.add(version.version());
            if (this.hook == 1) {
              throw new IllegalStateException("hook");
            }
          }));
    }

    void take(Action action) {
      switch (action.kind()) {
        case TRAFFIC -> traffic(action.amount() * 50, .01);
        case BAD_TRAFFIC -> traffic(action.amount(), .5);
        case QUIET -> world.time.advance(Duration.ofSeconds(action.amount()));
        case BEGIN_CALL -> {
          Route route = world.endpoint.route();
          if (route.version().equals(BLUE) && route.begin()) {
            calls.add(route);
          }
        }
        case END_CALL -> {
          if (!calls.isEmpty()) {
            calls.remove().end();
          }
        }
        case PAUSE -> rollout.pause("alice");
        case RESUME -> rollout.resume("alice");
        case PROMOTE -> rollout.promote("alice");
        case ROLL_BACK -> rollout.rollBack("alice", "no");
        case STORE_DOWN -> world.store.down = record -> true;
        case STORE_UP -> world.store.down = record -> false;
        case HANG -> world.hold(hook == 2 ? "Retirer" : "JournalWriter");
        case LET_GO -> world.letGo();
      }
      check();
    }

    private void traffic(int requests, double rate) {
      world.fails(GREEN, rate);
      for (int i = 0; i < requests; i++) {
        world.request();
      }
    }

    private void check() {
      RolloutState state = rollout.state();
      assertTrue(
          released.isEmpty() || state.holds(Hold.RELEASE) || state.phase() == Phase.PROMOTED,
          () -> "invariant 7: released in " + state);
      assertTrue(released.size() <= 1, "invariant 7: released twice");
      if (state.phase().retreat()) {
        assertEquals(0, world.share(), "invariant 4");
      }
      assertFalse(
          !seen.isEmpty()
              && seen.get(seen.size() - 1).phase().terminal()
              && seen.get(seen.size() - 1).phase() != state.phase(),
          "invariant 6");
      if (!seen.isEmpty() && seen.get(seen.size() - 1).phase().retreat()) {
        assertTrue(state.phase().retreat(), "invariant 3");
      }
      seen.add(state);
    }

    /** Nothing is broken any more: it comes to an end, and everything is written down. */
    void end() {
      world.store.down = record -> false;
      world.letGo();
      calls.forEach(Route::end);
      calls.clear();
      world.fails(GREEN, .01);
      rollout.resume("alice");
      world.until(() -> rollout.completion().toCompletableFuture().isDone());
      check();
      boolean promoted = rollout.state().phase() == Phase.PROMOTED;
      assertEquals(promoted ? GREEN : BLUE, world.endpoint.live());
      assertEquals(world.endpoint.live(), world.endpoint.route().version());
      assertEquals(0, world.endpoint.inFlight(BLUE));
      assertEquals(0, world.endpoint.inFlight(GREEN));
      if (!promoted) {
        assertEquals(List.of(), released);
      }
      journalIsTheState();
      for (RolloutDecision decision : rollout.report().decisions()) {
        int rise =
            decision.to().split().basisPoints(GREEN) - decision.from().split().basisPoints(GREEN);
        assertTrue(rise <= 0 || decision.evaluation().isPresent(), "invariant 2");
        assertTrue(
            decision.to().phase() != Phase.PROMOTED || decision.from().proven(), "invariant 5");
        assertFalse(decision.to().since().isBefore(decision.from().since()), "invariant 8");
      }
    }

    /** A step that was overtaken by a retreat while it was being written stands in the journal, and never was in force. */
    private void journalIsTheState() {
      List<JournalRecord> journal = world.store.journal();
      List<RolloutState> decided =
          rollout.report().decisions().stream().map(RolloutDecision::to).toList();
      int next = 0;
      int overtaken = 0;
      for (int i = 0; i < journal.size(); i++) {
        assertEquals(i + 1, journal.get(i).sequence());
        if (next < decided.size() && journal.get(i).state().equals(decided.get(next))) {
          next++;
        } else {
          overtaken++;
        }
      }
      assertEquals(decided.size(), next, "invariant 12: a decision is missing in the journal");
      assertTrue(overtaken <= 1, "invariant 12: more in the journal than was decided");
      assertEquals(rollout.state(), journal.get(journal.size() - 1).state(), "invariant 12");
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, seed = "20261123")
  @Label("invariants 2 to 8 and 12, whatever is broken meanwhile")
  void holdsItsInvariantsWhateverHappens(
      @ForAll("histories") List<Action> actions,
      @ForAll @IntRange(max = 2) int strategy,
      @ForAll @IntRange(max = 2) int hook) {
    History history = new History(actions.hashCode(), strategy, hook);
    actions.forEach(history::take);
    history.end();
    Statistics.label("end").collect(history.rollout.state().phase()).coverage(ends -> {
      ends.check(Phase.PROMOTED).percentage(share -> share > 10);
      ends.check(Phase.ROLLED_BACK).percentage(share -> share > 10);
    });
  }

  @Provide
  Arbitrary<List<Action>> histories() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(24, Arbitraries.just(Kind.TRAFFIC)),
                Tuple.of(1, Arbitraries.of(Kind.BAD_TRAFFIC, Kind.ROLL_BACK)),
                Tuple.of(
                    16,
                    Arbitraries.of(Kind.class)
                        .filter(kind -> kind != Kind.ROLL_BACK && kind != Kind.BAD_TRAFFIC))),
            Arbitraries.integers().between(1, 60))
        .as(Action::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(30);
  }
}

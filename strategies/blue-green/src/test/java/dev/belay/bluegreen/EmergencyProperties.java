package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.EmergencySwitch;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Emergency switches at any moment of any history. */
class EmergencyProperties {

  /** What happens next. */
  enum Action {
    START,
    TRAFFIC,
    LONG_TRAFFIC,
    FAILURES,
    QUIET,
    PAUSE,
    RESUME,
    ROLL_BACK,
    STORE_DOWN,
    STORE_UP,
    SWITCH,
    UNDO
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  @Label(
      "what serves is the last switch, or the end of a rollout after it, and the journal says so")
  void theLastSwitchServes(@ForAll("histories") List<Action> history) {
    World world = new World(history.hashCode());
    ModelVersion live = World.BLUE;
    Optional<EmergencySwitch> last = Optional.empty();
    Optional<Rollout> rollout = Optional.empty();
    Optional<Rollout> cutOff = Optional.empty();
    int names = 100;
    int switches = 0;
    for (Action action : history) {
      boolean running = rollout.isPresent()
          && !rollout.get().completion().toCompletableFuture().isDone();
      switch (action) {
        case START -> {
          if (!running) {
            rollout = Optional.of(
                world.endpoint.start(World.plan(String.valueOf(names++)).build(), "alice"));
          }
        }
        case TRAFFIC -> world.forDuration(Duration.ofSeconds(5));
        case LONG_TRAFFIC -> world.forDuration(Duration.ofMinutes(3));
        case FAILURES ->
          rollout.ifPresent(some -> {
            for (int i = 0; i < 300; i++) {
              if (world.endpoint.split().parts().containsKey(some.candidate())) {
                world.endpoint.routeOf(some.candidate()).failed(1);
              }
            }
          });
        case QUIET -> world.time.advance(Duration.ofSeconds(30));
        case PAUSE -> rollout.ifPresent(some -> some.pause("alice"));
        case RESUME -> rollout.ifPresent(some -> some.resume("alice"));
        case ROLL_BACK -> rollout.ifPresent(some -> some.rollBack("alice", ""));
        case STORE_DOWN -> world.store.down = true;
        case STORE_UP -> world.store.down = false;
        case SWITCH -> {
          last =
              Optional.of(world.endpoint.emergencySwitch(String.valueOf(names++), "bob", "hurry"));
          switches++;
          assertEquals(last.get().to(), world.request());
        }
        case UNDO -> {
          if (last.isPresent() && last.get().to().equals(world.endpoint.live())) {
            last = Optional.of(last.get().undo("bob"));
            switches++;
            assertEquals(last.get().to(), world.request());
          }
        }
      }
      boolean switched = action == Action.SWITCH || action == Action.UNDO;
      if (switched && last.isPresent() && last.get().to().equals(world.endpoint.live())) {
        live = last.get().to();
        cutOff = rollout;
      } else if (rollout.isPresent() && !rollout.equals(cutOff) && promoted(rollout.get())) {
        live = rollout.get().candidate();
      }
      assertEquals(live, world.endpoint.live());
      ModelVersion next = world.request();
      assertTrue(
          next.equals(live)
              || (rollout.isPresent()
                  && next.equals(rollout.get().candidate())
                  && world.endpoint.split().parts().containsKey(next)),
          next::toString);
    }
    world.store.down = false;
    rollout.ifPresent(some -> some.resume("alice"));
    world.forDuration(Duration.ofSeconds(10));
    rollout.ifPresent(some -> some.rollBack("alice", "the end"));
    world.forDuration(Duration.ofSeconds(30));

    List<JournalRecord> journal = world.journal();
    assertEquals(world.endpoint.live(), fold(journal));
    assertEquals(world.endpoint.live(), world.request());
    assertEquals(
        switches,
        journal.stream()
            .filter(record -> record.input() instanceof Input.Switched)
            .count());
    for (int i = 0; i < journal.size(); i++) {
      assertEquals(i + 1, journal.get(i).sequence());
    }
  }

  /** The promotion is decided, or over. */
  private static boolean promoted(Rollout rollout) {
    return rollout.state().phase() == Phase.PROMOTED || rollout.state().holds(Hold.RELEASE);
  }

  private static ModelVersion fold(List<JournalRecord> journal) {
    ModelVersion live = World.BLUE;
    for (JournalRecord record : journal) {
      if (record.state().phase() == Phase.PROMOTED) {
        live = record.candidate();
      }
    }
    return live;
  }

  @Provide
  Arbitrary<List<Action>> histories() {
    return Arbitraries.of(Action.class).list().ofMaxSize(20);
  }
}

package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The engine with the canary, under random traffic, waiting and commands. */
class EngineProperties {

  /** What happens next. */
  sealed interface Action {}

  /** Requests, of which the candidate fails some. */
  record Traffic(int requests, double candidateFailureRate) implements Action {}

  /** Nobody asks for anything. */
  record Quiet(int seconds) implements Action {}

  /** Somebody sends a command, perhaps again, perhaps after looking too long ago. */
  record Send(int kind, int id, boolean conditional, int revisionsAgo) implements Action {}

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  @Label("invariants 11 and 12: a command is one effect, and the journal is the state")
  void countsCommandsOnceAndWritesEverythingDown(@ForAll("histories") List<Action> history)
      throws StoreException {
    RolloutStore store = RolloutStore.inMemory();
    Simulation simulation =
        new Simulation(history.hashCode(), builder -> builder.store(store)).requestsPerSecond(200);
    Rollout rollout = simulation.start(
        CanaryStrategy.stages(CanaryStage.percent(10).withApproval(), CanaryStage.percent(40))
            .holdBackPercent(5)
            .bake(Duration.ofSeconds(30))
            .build());
    Map<String, CommandResult> results = new HashMap<>();
    for (Action action : history) {
      if (action instanceof Traffic traffic) {
        simulation.candidateFails(traffic.candidateFailureRate());
        for (int i = 0; i < traffic.requests(); i++) {
          simulation.request();
        }
      } else if (action instanceof Quiet quiet) {
        simulation.time.advance(Duration.ofSeconds(quiet.seconds()));
      } else if (action instanceof Send send) {
        send(simulation, rollout, send, results);
      }
    }
    simulation.time.settle();

    List<JournalRecord> journal = store.read("fraud");
    assertEquals(
        rollout.report().decisions().stream().map(RolloutDecision::to).toList(),
        journal.stream().map(JournalRecord::state).toList());
    assertEquals(rollout.state(), journal.get(journal.size() - 1).state());
    for (int i = 0; i < journal.size(); i++) {
      assertEquals(i + 1, journal.get(i).sequence());
    }
    results.forEach((id, result) -> {
      long effects = effects(journal, id);
      assertTrue(effects <= 1, () -> id + " had " + effects + " effects");
      if (!(result instanceof CommandResult.Applied)) {
        assertEquals(0, effects, () -> id + " was answered by " + result);
      }
    });
  }

  private static void send(
      Simulation simulation, Rollout rollout, Send send, Map<String, CommandResult> results) {
    simulation.time.settle();
    String id = "command-" + send.id();
    long revision = rollout.revision() - send.revisionsAgo();
    Command.Order order = new Command.Order(
        id, "alice", "", send.conditional() ? OptionalLong.of(revision) : OptionalLong.empty());
    Command command = switch (send.kind()) {
      case 0 -> new Command.Pause(order);
      case 1 -> new Command.Resume(order);
      case 2 -> new Command.Promote(order);
      case 3 -> new Command.RollBack(order);
      default -> new Command.Approve(order);
    };
    CompletableFuture<CommandResult> answer = rollout.send(command).toCompletableFuture();
    simulation.time.settle();
    CommandResult result = answer.join();
    if (results.containsKey(id)) {
      assertEquals(new CommandResult.Duplicate(results.get(id)), result);
    } else {
      results.put(id, result);
      if (send.conditional() && send.revisionsAgo() > 0) {
        assertInstanceOf(CommandResult.Stale.class, result);
      }
    }
  }

  private static long effects(List<JournalRecord> journal, String id) {
    return journal.stream()
        .filter(record ->
            record.input() instanceof Command command && command.order().id().equals(id))
        .count();
  }

  @Provide
  Arbitrary<List<Action>> histories() {
    Arbitrary<Action> traffic = Combinators.combine(
            Arbitraries.integers().between(1, 3_000), Arbitraries.of(0.0, .01, .01, .01, .3))
        .as(Traffic::new);
    Arbitrary<Action> quiet = Arbitraries.integers().between(0, 120).map(Quiet::new);
    Arbitrary<Action> send = Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of(0, 1, 2, 4, 4)), Tuple.of(1, Arbitraries.just(3))),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 2))
        .as(Send::new);
    return Arbitraries.oneOf(traffic, quiet, send).list().ofMaxSize(25);
  }
}

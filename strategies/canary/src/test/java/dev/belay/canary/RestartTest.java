package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a process finds in the journal of the one before it. */
class RestartTest {

  private static final Lease LEASE = new Lease("fraud", 1, "a test");
  private static final CanaryStrategy CANARY =
      CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ofMinutes(1)).build();

  private final RolloutStore store = RolloutStore.inMemory();

  private Simulation process() {
    return new Simulation(1, builder -> builder.store(store)).requestsPerSecond(200);
  }

  private List<JournalRecord> journal() throws StoreException {
    return store.read("fraud");
  }

  private JournalRecord last() throws StoreException {
    return journal().get(journal().size() - 1);
  }

  /** Writes a journal that ends with the first record that looks like the one before a crash. */
  private void crashAt(Predicate<RolloutState> moment) throws StoreException {
    RolloutStore whole = RolloutStore.inMemory();
    Simulation simulation =
        new Simulation(1, builder -> builder.store(whole)).requestsPerSecond(200);
    simulation.untilEnd(simulation.start(CANARY));
    for (JournalRecord record : whole.read("fraud")) {
      store.append(LEASE, record);
      if (moment.test(record.state())) {
        return;
      }
    }
    throw new AssertionError("there was no such moment");
  }

  @Test
  void goesOnWithTheVersionThatWasPromoted() throws StoreException {
    crashAt(state -> state.phase() == Phase.PROMOTED);
    int written = journal().size();

    Simulation next = process();
    next.time.settle();

    assertEquals(CANDIDATE, next.endpoint.live());
    assertEquals(TrafficSplit.all(CANDIDATE), next.endpoint.split());
    assertEquals(written, journal().size());
  }

  @Test
  void goesOnWithTheVersionThatAPersonSetLive() throws StoreException {
    Simulation first = process();
    first.endpoint.emergencySwitch("9", "alice", "7 leaks");
    first.time.settle();

    Simulation next = process();

    assertEquals(ModelVersion.of("fraud", "9"), next.endpoint.live());
    next.endpoint.emergencySwitch("6", "bob", "9 leaks too");
    next.time.settle();
    assertEquals("fraud:6!2", last().state().rollout(), "switches are numbered on");
  }

  /** The end of the rollout that a switch has cut off is written before the switch; the crash comes in between. */
  @Test
  void numbersSwitchesOnThatAreKnownOnlyByWhatTheyEnded() throws StoreException {
    RolloutStore whole = RolloutStore.inMemory();
    Simulation first = new Simulation(1, builder -> builder.store(whole)).requestsPerSecond(200);
    Rollout rollout = first.start(CANARY);
    first.untilPhase(rollout, Phase.EXPOSING);
    first.endpoint.emergencySwitch("9", "alice", "7 leaks");
    first.time.settle();
    for (JournalRecord record : whole.read("fraud")) {
      if (!(record.input() instanceof Input.Switched)) {
        store.append(LEASE, record);
      }
    }

    Simulation next = process();
    next.time.settle();
    next.endpoint.emergencySwitch("6", "bob", "7 leaks");
    next.time.settle();
    assertEquals("fraud:6!2", last().state().rollout());
  }

  @Test
  void endsARolloutThatWasCutOffOnStable() throws StoreException {
    crashAt(state -> state.phase() == Phase.EXPOSING && state.stage() == 1);

    Simulation next = process();
    assertEquals(TrafficSplit.all(STABLE), next.endpoint.split());
    next.time.settle();

    assertEquals(Phase.ROLLED_BACK, last().state().phase());
    assertEquals(Phase.RETREATING, journal().get(journal().size() - 2).state().phase());
    assertTrue(journal().get(journal().size() - 2).reason().contains("its process has ended"));
    assertEquals(STABLE, next.endpoint.live());
  }

  @Test
  void endsARetreatThatWasCutOffWithoutBeginningItAnew() throws StoreException {
    crashAt(state -> state.phase() == Phase.EXPOSING);
    process().time.settle();
    List<JournalRecord> whole = journal();
    RolloutStore cut = RolloutStore.inMemory();
    for (JournalRecord record : whole.subList(0, whole.size() - 1)) {
      cut.append(LEASE, record);
    }

    Simulation next = new Simulation(2, builder -> builder.store(cut));
    next.time.settle();

    assertEquals(whole.size(), cut.read("fraud").size());
    assertEquals(
        Phase.ROLLED_BACK, cut.read("fraud").get(whole.size() - 1).state().phase());
  }

  @Test
  void endsAPromotionThatWasDecidedOnTheCandidate() throws StoreException {
    crashAt(state -> state.holds(Hold.RELEASE));

    Simulation next = process();
    assertEquals(CANDIDATE, next.endpoint.live());
    assertEquals(TrafficSplit.all(CANDIDATE), next.endpoint.split());
    next.time.settle();

    assertEquals(Phase.PROMOTED, last().state().phase());
    assertTrue(last().reason().contains("its process has ended meanwhile"), last()::reason);
  }

  @Test
  void startsACandidateAgainThatWasCutOffOnlyWithRetry() throws StoreException {
    crashAt(state -> state.phase() == Phase.EXPOSING);
    Simulation next = process();

    assertThrows(IllegalArgumentException.class, () -> next.start(CANARY));
    Rollout rollout =
        next.endpoint.start(RolloutPlan.to("8").strategy(CANARY).retry().build(), "alice");
    next.untilEnd(rollout);

    assertEquals("fraud:8#2", rollout.id());
    assertEquals(Phase.PROMOTED, rollout.state().phase());
    List<JournalRecord> journal = journal();
    int begun = 0;
    while (!(journal.get(begun).state().attempt() == 2)) {
      begun++;
    }
    assertEquals(
        Phase.ROLLED_BACK,
        journal.get(begun - 1).state().phase(),
        "the end of the first attempt is written before the second begins");
  }

  @Test
  void knowsTheCommandsOfTheProcessBefore() throws StoreException {
    Simulation first = process();
    Rollout rollout = first.start(CANARY);
    first.untilPhase(rollout, Phase.EXPOSING);
    Command.Order order = new Command.Order("ticket-1", "alice", "", OptionalLong.empty());
    rollout.send(new Command.Pause(order));
    long revision = rollout.revision();
    first.time.settle();

    Simulation next = process();
    Rollout again =
        next.endpoint.start(RolloutPlan.to("8").strategy(CANARY).retry().build(), "alice");
    var answer = again.send(new Command.Pause(order)).toCompletableFuture();
    next.time.settle();

    CommandResult.Duplicate duplicate =
        assertInstanceOf(CommandResult.Duplicate.class, answer.join());
    assertEquals(new CommandResult.Applied(revision + 1), duplicate.first());
    assertFalse(again.state().holds(Hold.PAUSED), "it has no effect of its own");
  }

  @Test
  void tellsATargetElsewhereBeforeItWritesTheEnd() throws StoreException {
    crashAt(state -> state.phase() == Phase.EXPOSING);
    List<TrafficSplit> submitted = new ArrayList<>();
    boolean[] busy = {true};
    TrafficTarget target = new TrafficTarget() {
      @Override
      public Capabilities capabilities() {
        return new Capabilities(1, 1, Duration.ZERO);
      }

      @Override
      public Observation observe() {
        return new Observation(Optional.empty(), true, "");
      }

      @Override
      public SubmitResult submit(SplitIntent intent) {
        submitted.add(intent.split());
        return busy[0] ? new SubmitResult.Busy("updating") : new SubmitResult.AlreadyInForce();
      }
    };
    Simulation next = new Simulation(1, builder -> builder.store(store).target(target));
    next.time.advance(Duration.ofSeconds(10));
    assertEquals(Phase.RETREATING, last().state().phase());
    assertTrue(submitted.size() > 5, "it is asked again and again");

    busy[0] = false;
    next.time.advance(Duration.ofSeconds(10));
    assertEquals(Phase.ROLLED_BACK, last().state().phase());
    assertEquals(TrafficSplit.all(STABLE), submitted.get(submitted.size() - 1));
  }

  @Test
  void writesNothingBeforeWhatIsWritten() throws StoreException {
    crashAt(state -> state.phase() == Phase.EXPOSING);
    Simulation next = new Simulation(1, VirtualRuntime.seeded(1), builder -> builder.store(store));
    next.time.settle(); // its wall clock is at the beginning of the year again

    List<JournalRecord> journal = journal();
    for (int i = 1; i < journal.size(); i++) {
      assertFalse(journal.get(i).at().isBefore(journal.get(i - 1).at()), "time never runs back");
    }
    assertInstanceOf(Input.SplitConfirmed.class, last().input());
  }
}

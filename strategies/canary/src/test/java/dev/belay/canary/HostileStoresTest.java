package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Phase;
import dev.belay.testkit.JournalRecords;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores that throw, lie, and hand out journals that nobody wrote. */
@Timeout(120)
class HostileStoresTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  /** Answers as it is told from some moment on. */
  private static final class Told extends ForwardingRolloutStore {

    private @Nullable Supplier<@Nullable AppendResult> appending;
    private @Nullable Supplier<Boolean> saving;
    private @Nullable Supplier<EndpointJournal> loading;

    Told() {
      super(RolloutStore.inMemory());
    }

    @Override
    @SuppressWarnings("NullAway") // What a careless implementer does.
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      return appending == null ? super.append(lease, record) : appending.get();
    }

    @Override
    public boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException {
      return saving == null ? super.saveProgress(lease, progress) : saving.get();
    }

    @Override
    public EndpointJournal load(String endpoint) throws StoreException {
      return loading == null ? super.load(endpoint) : loading.get();
    }
  }

  private static Rollout exposed(Simulation simulation) {
    Rollout rollout = simulation.start(CanaryStrategy.stages(
            CanaryStage.percent(10).lasting(Duration.ofMinutes(1)), CanaryStage.percent(50))
        .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    return rollout;
  }

  private static void assertNoAdvanceButARetreat(
      Told store, Simulation simulation, Rollout rollout) {
    simulation.forDuration(Duration.ofMinutes(5));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE), "no advance");
    var unused = rollout.rollBack("alice", "enough");
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE), "a retreat at once");
    store.appending = null;
    store.saving = null;
    simulation.untilEnd(rollout);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  @Test
  void whateverAStoreThrowsStopsAdvancesAndNoRetreat() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Told store = new Told();
      Simulation simulation =
          new Simulation(1, builder -> builder.store(store)).requestsPerSecond(200);
      Rollout rollout = exposed(simulation);
      store.appending = () -> {
        throw failure.get();
      };
      store.saving = () -> {
        throw failure.get();
      };
      assertNoAdvanceButARetreat(store, simulation, rollout);
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aStoreThatAnswersNullStopsAdvancesAndNoRetreat() {
    Told store = new Told();
    Simulation simulation =
        new Simulation(2, builder -> builder.store(store)).requestsPerSecond(200);
    Rollout rollout = exposed(simulation);
    store.appending = () -> null;
    assertNoAdvanceButARetreat(store, simulation, rollout);
    Evil.assertLogIsClean();
  }

  /** It says that somebody else has written, whatever is appended. */
  @Test
  void aStoreThatAlwaysHasAConflictStopsAdvancesAndNoRetreat() {
    Told store = new Told();
    Simulation simulation =
        new Simulation(3, builder -> builder.store(store)).requestsPerSecond(200);
    Rollout rollout = exposed(simulation);
    store.appending = () -> new AppendResult.Conflict(Long.MAX_VALUE - 1);
    simulation.forDuration(Duration.ofMinutes(5));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE), "no advance");
    var unused = rollout.rollBack("alice", "enough");
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE), "a retreat at once");
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    Evil.assertLogIsClean();
  }

  @Test
  void aJournalThatCannotBeReadServesRequestsAndStartsNothing() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Told store = new Told();
      store.loading = () -> {
        throw failure.get();
      };
      Simulation simulation =
          new Simulation(4, builder -> builder.store(store)).requestsPerSecond(200);
      simulation.forDuration(Duration.ofSeconds(10));
      String message = String.valueOf(assertThrows(
              IllegalStateException.class,
              () -> simulation.start(CanaryStrategy.stagesOfPercent(10).build()))
          .getMessage());
      Evil.assertClean(message);
      store.loading = null;
      simulation.forDuration(Duration.ofMinutes(3));
      Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10).build());
      simulation.untilPhase(rollout, Phase.EXPOSING);
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aHolderOfTheJournalMayHaveAnyName() {
    RolloutStore store = new ForwardingRolloutStore(RolloutStore.inMemory()) {
      @Override
      public LeaseResult acquire(String endpoint, String holder) {
        return new LeaseResult.HeldBy(Evil.endless());
      }
    };
    String message = String.valueOf(assertThrows(
            IllegalStateException.class,
            () -> ModelEndpoint.builder("fraud")
                .live("7")
                .runtime(VirtualRuntime.seeded(1))
                .store(store)
                .build())
        .getMessage());
    Evil.assertClean(message);
  }

  /** Whoever can write the journal decides what is live; nothing that it says can stop the requests. */
  @Test
  void whateverAJournalSaysRequestsAreServedAndTheLogIsClean() {
    for (List<JournalRecord> records : List.of(
        JournalRecords.withOddTexts(),
        JournalRecords.withLongTexts(),
        JournalRecords.withOddNumbers(),
        JournalRecords.withOddTimes(),
        JournalRecords.drawn(1, 200))) {
      for (JournalRecord last : records) {
        Told store = new Told();
        store.loading = () -> new EndpointJournal(
            Optional.empty(), JournalRecords.numbered(List.of(last), 1), Optional.empty());
        Simulation simulation =
            new Simulation(5, builder -> builder.store(store)).requestsPerSecond(10);
        simulation.forDuration(Duration.ofSeconds(1));
        assertTrue(!simulation.endpoint.call(version -> version.version()).isEmpty());
      }
    }
    Evil.assertLogIsClean();
  }
}

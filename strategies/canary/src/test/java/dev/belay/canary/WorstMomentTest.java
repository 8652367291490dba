package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.Assessment;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What goes wrong, going wrong at the worst moment. */
class WorstMomentTest {

  /** A journal that fails for some records, and lets a test act while a record is being written. */
  private static final class WatchedStore extends ForwardingRolloutStore {

    private Predicate<JournalRecord> failing = record -> false;
    private Consumer<JournalRecord> meanwhile = record -> {};

    WatchedStore() {
      super(RolloutStore.inMemory());
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      meanwhile.accept(record);
      if (failing.test(record)) {
        throw new StoreException("disk", new IOException("full"));
      }
      return super.append(lease, record);
    }
  }

  private final WatchedStore store = new WatchedStore();
  private final Simulation simulation =
      new Simulation(1, builder -> builder.store(store)).requestsPerSecond(200);

  private Rollout start() {
    return simulation.start(CanaryStrategy.stagesOfPercent(10, 50)
        .bake(Duration.ofMinutes(1))
        .holdBackPercent(5)
        .build());
  }

  @Test
  void theCandidateDiesWhileTheReleaseOfStableIsWrittenDown() {
    store.meanwhile = record -> {
      if (record.state().holds(Hold.RELEASE)) {
        Route candidate = simulation.endpoint.routeOf(CANDIDATE);
        for (int i = 0; i < 25; i++) {
          candidate.failed(1);
        }
      }
    };
    Rollout rollout = start();

    simulation.untilEnd(rollout);

    assertEquals(
        Phase.ROLLED_BACK, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(STABLE, simulation.endpoint.live());
    assertEquals(STABLE, simulation.endpoint.route().version());
  }

  @Test
  void aPersonRollsBackWhileTheReleaseOfStableIsWrittenDown() {
    Rollout[] rollout = new Rollout[1];
    store.meanwhile = record -> {
      if (record.state().holds(Hold.RELEASE)) {
        rollout[0].rollBack("alice", "in the last moment");
      }
    };
    rollout[0] = start();

    simulation.untilEnd(rollout[0]);

    assertEquals(Phase.ROLLED_BACK, rollout[0].state().phase());
    assertEquals(STABLE, simulation.endpoint.route().version());
  }

  @Test
  void theStoreFailsOnceJustWhenTheReleaseOfStableIsWrittenDown() {
    int[] attempts = {0};
    store.failing = record -> record.state().holds(Hold.RELEASE) && attempts[0]++ == 0;
    Rollout rollout = start();

    simulation.untilEnd(rollout);

    assertEquals(2, attempts[0]);
    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
  }

  @Test
  void theStoreFailsOnceJustWhenThePromotionIsWrittenDown() {
    int[] attempts = {0};
    store.failing = record -> record.state().phase() == Phase.PROMOTED && attempts[0]++ == 0;
    Rollout rollout = start();

    simulation.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertFalse(rollout.completion().toCompletableFuture().isDone());
    simulation.time.advance(Duration.ofSeconds(2));

    assertEquals(2, attempts[0]);
    assertTrue(rollout.completion().toCompletableFuture().isDone());
  }

  /** The store has taken the record and only its answer is lost: the same record again is no second one. */
  @Test
  void theAnswerOfTheStoreIsLost() throws StoreException {
    int[] appends = {0};
    RolloutStore forgetful = new ForwardingRolloutStore(store) {
      @Override
      public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
        AppendResult result = super.append(lease, record);
        if (appends[0]++ % 3 == 2) {
          throw new StoreException("timeout", new IOException("no answer"));
        }
        return result;
      }
    };
    Simulation lossy =
        new Simulation(2, builder -> builder.store(forgetful)).requestsPerSecond(200);
    Rollout rollout = lossy.start(
        CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ofMinutes(1)).build());

    lossy.untilEnd(rollout);
    lossy.forDuration(Duration.ofSeconds(5));

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertEquals(
        rollout.report().decisions().stream().map(decision -> decision.to()).toList(),
        store.read("fraud").stream().map(JournalRecord::state).toList());
  }

  @Test
  void theStoreThrowsAnError() {
    int[] appends = {0};
    store.meanwhile = record -> {
      if (appends[0]++ == 3) {
        throw new NoClassDefFoundError("driver");
      }
    };
    Rollout rollout = start();

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
  }

  /** Someone else writes to the journal: no step forward from here, and a retreat all the same. */
  @Test
  void anotherWriterAppearsInTheJournal() throws StoreException {
    Rollout rollout = simulation.start(CanaryStrategy.stages(
            CanaryStage.percent(10).lasting(Duration.ofMinutes(1)), CanaryStage.percent(50))
        .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.forDuration(Duration.ofSeconds(10));
    List<JournalRecord> journal = store.read("fraud");
    JournalRecord last = journal.get(journal.size() - 1);
    store.append(
        new Lease("fraud", 1, "someone else"),
        new JournalRecord(
            last.sequence() + 1,
            last.at(),
            "someone else",
            last.stable(),
            last.candidate(),
            last.input(),
            last.state(),
            ""));

    simulation.forDuration(Duration.ofMinutes(10));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout.state().holds(Hold.STORE));

    rollout.rollBack("alice", "what is going on?");
    simulation.untilEnd(rollout);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  /** A person switches while an evaluation is made that would raise the share; the message comes after the decision. */
  @Test
  void nothingIsWrittenForwardOnceTheTrafficWasSentBack() throws StoreException {
    boolean[] switched = {false};
    HealthSignal watching = new HealthSignal() {
      @Override
      public String name() {
        return "watching";
      }

      @Override
      public boolean blocking() {
        return false;
      }

      @Override
      public SignalMonitor open(SignalContext context) {
        return increment -> {
          Rollout running = simulation.endpoint.rollout().orElseThrow();
          if (!switched[0] && running.state().ready() && !running.state().holds(Hold.TARGET)) {
            switched[0] = true;
            var unused = simulation.endpoint.emergencySwitch("9", "bob", "now");
          }
          return Assessment.builder(Verdict.INSUFFICIENT)
              .reason("it only watches")
              .build();
        };
      }
    };
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .observe(watching)
                .build())
            .build(),
        "alice");
    simulation.untilEnd(rollout);

    assertTrue(switched[0]);
    assertEquals("9", simulation.endpoint.live().version());
    assertTrue(
        store.read("fraud").stream().noneMatch(record -> record.state().phase() == Phase.EXPOSING),
        "a step that nobody took is not in the journal");
  }

  /** A signal without answers is unavailable; those that answer go on protecting. */
  @Test
  void anObservedSignalAnswersNull() {
    HealthSignal silent = new HealthSignal() {
      @Override
      public String name() {
        return "silent";
      }

      @Override
      public boolean blocking() {
        return false;
      }

      @Override
      @SuppressWarnings("NullAway") // What a careless implementer does.
      public SignalMonitor open(SignalContext context) {
        return increment -> null;
      }
    };
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .observe(silent)
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    Assessment answer = rollout.lastEvaluation().orElseThrow().signals().get(1).assessment();
    assertEquals(Verdict.UNAVAILABLE, answer.verdict());

    simulation.candidateFails(.5);
    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  @Test
  void aPauseHoldsEvenTheLastStepOfABake() {
    Rollout rollout = start();
    simulation.untilPhase(rollout, Phase.BAKING);
    simulation.until(() -> simulation.endpoint.split().basisPoints(CANDIDATE) == 10_000);
    rollout.pause("alice");

    simulation.forDuration(Duration.ofMinutes(30));
    assertEquals(Phase.BAKING, rollout.state().phase());

    rollout.resume("alice");
    simulation.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase());
  }

  @Test
  void aLabelArrivesForARequestFromBeforeTheRollout() {
    Route before = simulation.endpoint.route();
    Rollout rollout = start();
    simulation.untilPhase(rollout, Phase.EXPOSING);

    assertEquals(before, simulation.endpoint.routeOf(before.token()));
  }

  @Test
  void namesAreAsLongAsTheyMayBe() {
    ModelEndpoint endpoint = ModelEndpoint.builder("m".repeat(128))
        .live("7")
        .runtime(simulation.time)
        .build();
    Rollout rollout = endpoint.start(
        RolloutPlan.to("v".repeat(128))
            .strategy(CanaryStrategy.stagesOfPercent(10).build())
            .build(),
        "alice");
    rollout.rollBack("alice", "too long");
    endpoint.close();
    simulation.time.advance(Duration.ofSeconds(5));

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.Assessment.Explanation;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals that throw, lie about numbers, and talk without end. */
@Timeout(120)
class HostileSignalsTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  /** Says what it is told to. */
  private record Says(Supplier<Assessment> answer, Supplier<MonitorState> state, boolean blocking)
      implements HealthSignal {

    Says(Supplier<Assessment> answer, boolean blocking) {
      this(answer, () -> MonitorState.NONE, blocking);
    }

    @Override
    public String name() {
      return "hostile";
    }

    @Override
    public String description() {
      return "hostile " + Evil.endless();
    }

    @Override
    public boolean sequential() {
      return false;
    }

    @Override
    public SignalMonitor open(SignalContext context) {
      return new SignalMonitor() {
        @Override
        public Assessment assess(EvidenceIncrement increment) {
          return answer.get();
        }

        @Override
        public MonitorState save() {
          return state.get();
        }
      };
    }
  }

  private static RolloutPlan planWith(HealthSignal signal) {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ZERO).build())
        .policy(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .signal(signal)
            .build())
        .build();
  }

  private static void assertHolds(Supplier<Assessment> answer, boolean blocking) {
    Simulation simulation = new Simulation(1).requestsPerSecond(200);
    Rollout rollout = simulation.endpoint.start(planWith(new Says(answer, blocking)), "alice");
    simulation.forDuration(Duration.ofMinutes(2));
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertTrue(rollout.state().holds(Hold.SIGNAL), () -> rollout.report().toText());
    Assessment told = rollout.lastEvaluation().orElseThrow().signals().get(1).assessment();
    assertEquals(Verdict.UNAVAILABLE, told.verdict());
    Evil.assertClean(told.reason());
  }

  @Test
  void aSignalThatThrowsAnythingIsUnavailableAndHolds() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      for (boolean blocking : new boolean[] {true, false}) {
        assertHolds(
            () -> {
              throw failure.get();
            },
            blocking);
      }
    }
    assertHolds(
        () -> {
          throw new StackOverflowError(Evil.TEXT);
        },
        true);
    Evil.assertLogIsClean();
  }

  @Test
  @SuppressWarnings("NullAway") // What a careless implementer does.
  void numbersThatAreNoneMakeASignalUnavailable() {
    assertHolds(
        () -> Assessment.builder(Verdict.HEALTHY).evidence(Double.NaN, 0).build(), true);
    assertHolds(
        () -> Assessment.builder(Verdict.HEALTHY).evidence(0, Double.NaN).build(), false);
    assertHolds(() -> Assessment.builder(Verdict.HEALTHY).harm(Double.NaN).build(), true);
    assertHolds(() -> Assessment.builder(Verdict.HEALTHY).harm(2).build(), true);
    assertHolds(() -> Assessment.builder(null).build(), true);
    assertHolds(() -> null, false);
    Evil.assertLogIsClean();
  }

  private static Assessment talking() {
    Assessment.Builder talk = Assessment.builder(Verdict.HEALTHY).harm(0).reason(Evil.endless());
    for (int i = 0; i < 1_000; i++) {
      talk.number(i + Evil.TEXT.repeat(10), i);
    }
    return talk.build();
  }

  @Test
  void whatASignalSaysIsCutAndPrintableEverywhere() throws Exception {
    for (Supplier<Assessment> answer : List.<Supplier<Assessment>>of(
        HostileSignalsTest::talking,
        () -> Assessment.builder(Verdict.HEALTHY).harm(0).explained(() -> {
          throw Evil.exceptions().get(5).get();
        }),
        () -> Assessment.builder(Verdict.UNHEALTHY)
            .harm(0)
            .explained(() -> new Explanation(Evil.endless(), Map.of())))) {
      RolloutStore store = RolloutStore.inMemory();
      Simulation simulation =
          new Simulation(2, builder -> builder.store(store)).requestsPerSecond(200);
      RolloutPlan plan = planWith(new Says(answer, true));
      assertTrue(plan.toString().length() < 4_000, () -> plan.toString().length() + " characters");
      Rollout rollout = simulation.endpoint.start(plan, "alice");
      simulation.forDuration(Duration.ofSeconds(30));
      Assessment told = rollout.lastEvaluation().orElseThrow().signals().get(1).assessment();
      Evil.assertClean(told.reason());
      assertTrue(told.numbers().size() <= 200);
      told.numbers().keySet().forEach(Evil::assertClean);
      for (JournalRecord record : store.read("fraud")) {
        Evil.assertClean(record.reason());
      }
      rollout.report().toText().lines().forEach(Evil::assertClean);
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aStateThatCannotBeSavedIsLeftOut() {
    List<Supplier<MonitorState>> states = new ArrayList<>();
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      states.add(() -> {
        throw failure.get();
      });
    }
    states.add(() -> new MonitorState("endless", Collections.nCopies(1_000_000, 1.0)));
    for (Supplier<MonitorState> state : states) {
      for (boolean blocking : new boolean[] {true, false}) {
        Simulation simulation = new Simulation(3).requestsPerSecond(200);
        HealthSignal signal = new Says(
            () -> Assessment.builder(Verdict.HEALTHY).harm(0).reason("fine").build(),
            state,
            blocking);
        Rollout rollout = simulation.endpoint.start(planWith(signal), "alice");
        simulation.untilPhase(rollout, Phase.EXPOSING);
      }
    }
    Evil.assertLogIsClean();
  }

  /** A signal is asked one question at a time, however long it takes; what it answers in the end still counts. */
  @Test
  void aSignalThatRecoversIsBelievedAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Simulation simulation = new Simulation(4).requestsPerSecond(200);
    HealthSignal signal = new Says(
        () -> {
          if (broken.get()) {
            throw new StackOverflowError(Evil.TEXT);
          }
          return Assessment.builder(Verdict.HEALTHY).harm(0).reason("fine").build();
        },
        true);
    Rollout rollout = simulation.endpoint.start(planWith(signal), "alice");
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    broken.set(false);
    simulation.untilPhase(rollout, Phase.EXPOSING);
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutListener;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Verdict;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Signals, listeners, strategies, stores and targets that misbehave. */
class HostileWorldTest {

  private static RolloutPlan planWith(HealthSignal guard) {
    return RolloutPlan.to("8")
        .strategy(
            CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ofMinutes(1)).build())
        .policy(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .signal(guard)
            .build())
        .build();
  }

  @Test
  void aSignalThatThrowsHoldsAndNeverAdvances() {
    Simulation simulation = new Simulation(1).requestsPerSecond(200);
    AtomicBoolean broken = new AtomicBoolean(true);
    HealthSignal guard = HealthSignal.gauge(
        "queue",
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("no connection");
          }
          return 3;
        },
        10);
    Rollout rollout = simulation.endpoint.start(planWith(guard), "alice");

    simulation.forDuration(Duration.ofMinutes(20));
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.SIGNAL));
    Evaluation evaluation = rollout.lastEvaluation().orElseThrow();
    assertEquals(Verdict.UNAVAILABLE, evaluation.verdict());
    assertTrue(
        evaluation.signals().get(1).assessment().reason().contains("no connection"),
        evaluation::toString);

    broken.set(false);
    simulation.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
  }

  @Test
  void aGaugeAboveItsLimitRollsBack() {
    Simulation simulation = new Simulation(2).requestsPerSecond(200);
    double[] reading = {3};
    Rollout rollout = simulation.endpoint.start(
        planWith(HealthSignal.gauge("queue", () -> reading[0], 10)), "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);

    reading[0] = 11;
    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(
        rollout.report().toText().contains("queue is 11.00, above its limit of 10.00"),
        rollout.report()::toText);
  }

  @Test
  void anUnavailableSignalRollsBackOnlyIfThePolicySaysSo() {
    Simulation simulation = new Simulation(3).requestsPerSecond(200);
    AtomicBoolean broken = new AtomicBoolean();
    HealthSignal guard = HealthSignal.gauge("memory", () -> broken.get() ? Double.NaN : 1, 10);
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10).build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .signal(guard)
                .rollBackWhenUnavailableFor(Duration.ofMinutes(2))
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);

    broken.set(true);
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().toText().contains("unavailable for PT2M"));
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    List<RolloutDecision> heard = new ArrayList<>();
    RolloutListener broken = new RolloutListener() {
      @Override
      public void onDecision(Rollout rollout, RolloutDecision decision) {
        throw new IllegalStateException("broken listener");
      }

      @Override
      public void onEvaluation(Rollout rollout, Evaluation evaluation) {
        throw new AssertionError("broken listener");
      }
    };
    RolloutListener whole = new RolloutListener() {
      @Override
      public void onDecision(Rollout rollout, RolloutDecision decision) {
        heard.add(decision);
      }
    };
    Simulation simulation = new Simulation(
            4, builder -> builder.listener(broken).listener(whole))
        .requestsPerSecond(200);
    Rollout rollout = simulation.start(
        CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ZERO).build());

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertEquals(rollout.report().decisions(), heard);
  }

  /** Behaves like a canary until it is told to break a rule. */
  private static class Rogue implements RolloutStrategy {

    private final RolloutStrategy honest;
    private final Function<RolloutState, Optional<RolloutState>> crime;

    Rogue(RolloutStrategy honest, Function<RolloutState, Optional<RolloutState>> crime) {
      this.honest = honest;
      this.crime = crime;
    }

    @Override
    public String name() {
      return "rogue";
    }

    @Override
    public Course course() {
      return honest.course();
    }

    @Override
    public RolloutState begin(RolloutContext context, Instant now) {
      return honest.begin(context, now);
    }

    @Override
    public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
      return crime
          .apply(state)
          .map(next -> Transition.to(next, "because I can"))
          .orElseGet(() -> honest.decide(context, state, input, now));
    }
  }

  @Test
  void aStrategyThatBreaksAnInvariantIsSentBackWithItsNumber() {
    Simulation simulation = new Simulation(5).requestsPerSecond(200);
    TrafficSplit everything = TrafficSplit.between(Simulation.STABLE, CANDIDATE, 10_000);
    RolloutStrategy rogue = new Rogue(
        CanaryStrategy.stagesOfPercent(10, 50).build(),
        state -> state.phase() == Phase.EXPOSING && !state.holds(Hold.TARGET)
            ? Optional.of(
                state.with().enter(Phase.BAKING, 2, everything, state.since()).build())
            : Optional.empty());
    Rollout rollout =
        simulation.endpoint.start(RolloutPlan.to("8").strategy(rogue).build(), "alice");

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(
        rollout.report().toText().contains("invariant 2 is broken"), rollout.report()::toText);
    assertTrue(rollout.report().decisions().stream()
        .allMatch(step -> step.to().split().basisPoints(CANDIDATE) <= 1_000));
  }

  @Test
  void aStrategyThatThrowsIsSentBack() {
    Simulation simulation = new Simulation(6).requestsPerSecond(200);
    RolloutStrategy rogue = new Rogue(CanaryStrategy.stagesOfPercent(10, 50).build(), state -> {
      if (state.phase() == Phase.EXPOSING) {
        throw new IllegalStateException("lost my way");
      }
      return Optional.empty();
    });
    Rollout rollout =
        simulation.endpoint.start(RolloutPlan.to("8").strategy(rogue).build(), "alice");

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().toText().contains("lost my way"), rollout.report()::toText);
  }

  @Test
  @SuppressWarnings("NullAway") // What a careless implementer does.
  void aStrategyThatAnswersNullOrThrowsAnErrorIsSentBack() {
    for (boolean error : new boolean[] {true, false}) {
      Simulation simulation = new Simulation(13).requestsPerSecond(200);
      RolloutStrategy honest = CanaryStrategy.stagesOfPercent(10, 50).build();
      RolloutStrategy rogue = new Rogue(honest, state -> Optional.empty()) {
        @Override
        public Transition decide(
            RolloutContext context, RolloutState state, Input input, Instant now) {
          if (state.phase() != Phase.EXPOSING) {
            return honest.decide(context, state, input, now);
          }
          if (error) {
            throw new NoSuchMethodError("decide");
          }
          return null;
        }
      };
      Rollout rollout =
          simulation.endpoint.start(RolloutPlan.to("8").strategy(rogue).build(), "alice");

      simulation.untilEnd(rollout);

      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertTrue(
          rollout.report().toText().contains("strategy rogue failed"), rollout.report()::toText);
    }
  }

  /** A journal that can be told to fail. */
  private static final class FragileStore extends ForwardingRolloutStore {

    private boolean down;

    FragileStore() {
      super(RolloutStore.inMemory());
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      if (down) {
        throw new StoreException("disk", new IOException("full"));
      }
      return super.append(lease, record);
    }
  }

  @Test
  void aStoreThatIsDownStopsAdvancesAndNoRetreat() throws StoreException {
    FragileStore store = new FragileStore();
    Simulation simulation =
        new Simulation(7, builder -> builder.store(store)).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stages(
            CanaryStage.percent(10).lasting(Duration.ofMinutes(1)), CanaryStage.percent(50))
        .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);

    store.down = true;
    simulation.forDuration(Duration.ofMinutes(10));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE), "no advance");

    rollout.rollBack("alice", "enough");
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE), "a retreat at once");
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(Phase.RETREATING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.STORE));
    assertFalse(rollout.completion().toCompletableFuture().isDone());

    store.down = false;
    simulation.forDuration(Duration.ofSeconds(11));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    List<JournalRecord> journal = store.read("fraud");
    assertEquals(rollout.state(), journal.get(journal.size() - 1).state());
  }

  /** Invariant 12: folding the journal gives the state in memory. */
  @Test
  void theJournalHoldsEveryDecisionInOrder() throws StoreException {
    RolloutStore store = RolloutStore.inMemory();
    Simulation simulation =
        new Simulation(8, builder -> builder.store(store)).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    rollout.pause("alice");
    simulation.forDuration(Duration.ofSeconds(3));
    rollout.resume("alice");
    simulation.untilEnd(rollout);

    List<JournalRecord> journal = store.read("fraud");
    assertEquals(
        rollout.report().decisions().stream().map(RolloutDecision::to).toList(),
        journal.stream().map(JournalRecord::state).toList());
    for (int i = 0; i < journal.size(); i++) {
      assertEquals(i + 1, journal.get(i).sequence());
    }
  }

  /** A target elsewhere, in whole percents, that answers as it is told. */
  private static final class RemoteTarget implements TrafficTarget {

    private TrafficSplit inForce = TrafficSplit.all(Simulation.STABLE);
    private Function<TrafficSplit, SubmitResult> answer = split -> new SubmitResult.Accepted();
    private boolean ready = true;

    @Override
    public Capabilities capabilities() {
      return new Capabilities(100, 100, Duration.ofSeconds(2));
    }

    @Override
    public Observation observe() {
      return new Observation(Optional.of(inForce), ready, "remote");
    }

    @Override
    public SubmitResult submit(SplitIntent intent) {
      TrafficSplit split = intent.split();
      SubmitResult result = answer.apply(split);
      if (result instanceof SubmitResult.Accepted) {
        inForce = split;
      }
      return result;
    }
  }

  @Test
  void aTargetThatCannotExpressAShareIsFoundAtTheStart() {
    Simulation simulation = new Simulation(9, builder -> builder.target(new RemoteTarget()));
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> simulation.start(CanaryStrategy.stagesOfPercent(.5, 10).build()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("may ask for 0.5 %"), refused::toString);
    assertTrue(simulation.endpoint.rollout().isEmpty());
  }

  @Test
  void aTargetThatIsBusyOrUnknownIsAskedUntilTheSplitIsInForce() {
    RemoteTarget target = new RemoteTarget();
    Simulation simulation =
        new Simulation(10, builder -> builder.target(target)).requestsPerSecond(100);
    int[] troubles = {0};
    target.answer = split -> switch (troubles[0]++ % 4) {
      case 0 -> new SubmitResult.Busy("an update");
      case 1 -> new SubmitResult.Unknown("timeout");
      case 2 -> throw new IllegalStateException("connection reset");
      default -> new SubmitResult.Accepted();
    };
    Rollout rollout = simulation.start(
        CanaryStrategy.stagesOfPercent(2, 20).bake(Duration.ZERO).build());

    simulation.untilEnd(rollout);

    assertEquals(Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
    assertEquals(TrafficSplit.between(Simulation.STABLE, CANDIDATE, 10_000), target.inForce);
  }

  /** What people do with the answer to a command must not hold up the control of other endpoints. */
  @Test
  void whoeverWaitsForACommandDoesNotDoSoOnTheControlThread() {
    Simulation simulation = new Simulation(14).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(2, 20).build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    List<StackTraceElement> stack = new ArrayList<>();
    rollout
        .pause("alice")
        .thenAccept(answer -> stack.addAll(List.of(Thread.currentThread().getStackTrace())));

    simulation.time.settle();

    assertFalse(stack.isEmpty());
    assertTrue(
        stack.stream().noneMatch(frame -> frame.getClassName().endsWith("EndpointController")),
        stack::toString);
  }

  @Test
  void aTargetThatRefusesAStepEndsTheRollout() {
    RemoteTarget target = new RemoteTarget();
    Simulation simulation =
        new Simulation(11, builder -> builder.target(target)).requestsPerSecond(100);
    target.answer = split -> split.basisPoints(CANDIDATE) > 1_000
        ? new SubmitResult.Refused("no capacity")
        : new SubmitResult.Accepted();
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(2, 20).build());

    simulation.untilEnd(rollout);

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().toText().contains("no capacity"), rollout.report()::toText);
    assertEquals(0, target.inForce.basisPoints(CANDIDATE));
  }

  @Test
  void aCandidateThatIsNotReadyGetsNoTraffic() {
    RemoteTarget target = new RemoteTarget();
    target.ready = false;
    Simulation simulation =
        new Simulation(12, builder -> builder.target(target)).requestsPerSecond(100);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(2, 20).build());
    simulation.forDuration(Duration.ofMinutes(5));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.READINESS));

    target.ready = true;
    simulation.untilPhase(rollout, Phase.EXPOSING);
  }
}

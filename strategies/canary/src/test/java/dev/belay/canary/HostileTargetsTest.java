package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.Preparation;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets and hooks that talk, lie and throw. */
@Timeout(120)
class HostileTargetsTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  private static final class Told implements TrafficTarget {

    private TrafficSplit inForce = TrafficSplit.all(STABLE);
    private Function<TrafficSplit, @Nullable SubmitResult> answer =
        split -> new SubmitResult.Accepted();
    private @Nullable Supplier<@Nullable Observation> observed;

    @Override
    public Capabilities capabilities() {
      return new Capabilities(1, 1, Duration.ofSeconds(1));
    }

    @Override
    @SuppressWarnings("NullAway") // What a careless implementer does.
    public Observation observe() {
      return observed == null
          ? new Observation(Optional.of(inForce), true, Evil.endless())
          : observed.get();
    }

    @Override
    @SuppressWarnings("NullAway")
    public SubmitResult submit(SplitIntent intent) {
      TrafficSplit split = intent.split();
      SubmitResult result = answer.apply(split);
      if (result instanceof SubmitResult.Accepted) {
        inForce = split;
      }
      return result;
    }
  }

  /** A step to a target that takes a second to retreat may cost more than the default allows. */
  private static Rollout start(Simulation simulation) {
    return simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder()
                .blastRadius(BlastRadius.builder().failuresPerStep(1_000).build())
                .build())
            .build(),
        "alice");
  }

  private static void assertClean(Rollout rollout, RolloutStore store) throws Exception {
    for (JournalRecord record : store.read("fraud")) {
      Evil.assertClean(record.reason());
      Evil.assertClean(record.input().toString());
    }
    rollout.report().toText().lines().forEach(Evil::assertClean);
    Evil.assertLogIsClean();
  }

  @Test
  void whatATargetSaysIsCutAndPrintableEverywhere() throws Exception {
    for (String text : List.of(Evil.TEXT, Evil.endless())) {
      Told target = new Told();
      int[] asked = {0};
      target.answer = split -> switch (asked[0]++) {
        case 1 -> new SubmitResult.Busy(text);
        case 2 -> new SubmitResult.Conflict(text);
        case 3 -> new SubmitResult.Unknown(text);
        case 5 -> new SubmitResult.Refused(text);
        default -> new SubmitResult.Accepted();
      };
      RolloutStore store = RolloutStore.inMemory();
      Simulation simulation =
          new Simulation(1, builder -> builder.target(target).store(store)).requestsPerSecond(200);
      Rollout rollout = start(simulation);
      simulation.untilEnd(rollout);
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertClean(rollout, store);
    }
  }

  @Test
  void aTargetThatIsNotReadyMaySayWhyAtAnyLength() throws Exception {
    Told target = new Told();
    target.observed =
        () -> new Observation(Optional.of(TrafficSplit.all(STABLE)), false, Evil.endless());
    RolloutStore store = RolloutStore.inMemory();
    Simulation simulation =
        new Simulation(2, builder -> builder.target(target).store(store)).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10).build());
    simulation.forDuration(Duration.ofSeconds(30));
    assertTrue(rollout.state().holds(Hold.READINESS));
    assertClean(rollout, store);
  }

  /** It says that it has taken the split, and carries out another one. */
  @Test
  void aTargetThatLiesAboutTheSplitIsNeverCountedAsConfirmed() throws Exception {
    Told target = new Told();
    target.observed =
        () -> new Observation(Optional.of(TrafficSplit.all(CANDIDATE)), true, "all is well");
    RolloutStore store = RolloutStore.inMemory();
    Simulation simulation =
        new Simulation(3, builder -> builder.target(target).store(store)).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
    simulation.forDuration(Duration.ofMinutes(10));
    assertTrue(
        simulation.endpoint.split().basisPoints(CANDIDATE) <= 1_000,
        () -> rollout.report().toText());
    assertTrue(rollout.state().phase() != Phase.PROMOTED);
    assertClean(rollout, store);
  }

  @Test
  void aTargetThatAnswersNullIsAskedAgainAndServesOn() {
    Told target = new Told();
    target.answer = split -> null;
    target.observed = () -> null;
    Simulation simulation =
        new Simulation(4, builder -> builder.target(target)).requestsPerSecond(200);
    Rollout rollout = start(simulation);
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    target.answer = split -> new SubmitResult.Accepted();
    target.observed = null;
    simulation.untilPhase(rollout, Phase.EXPOSING);
  }

  @Test
  void aTargetThatThrowsAnythingIsAskedAgainAndServesOn() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Told target = new Told();
      target.answer = split -> {
        throw failure.get();
      };
      Simulation simulation =
          new Simulation(5, builder -> builder.target(target)).requestsPerSecond(200);
      Rollout rollout = start(simulation);
      simulation.forDuration(Duration.ofMinutes(1));
      assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
      target.answer = split -> new SubmitResult.Accepted();
      simulation.untilPhase(rollout, Phase.EXPOSING);
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aProbeThatThrowsAnythingHoldsTheCandidateBack() throws Exception {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      RolloutStore store = RolloutStore.inMemory();
      Simulation simulation =
          new Simulation(6, builder -> builder.store(store)).requestsPerSecond(200);
      Rollout rollout = simulation.endpoint.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(10).build())
              .prepare(Preparation.builder()
                  .probe(version -> {
                    throw failure.get();
                  })
                  .build())
              .build(),
          "alice");
      simulation.forDuration(Duration.ofSeconds(30));
      assertTrue(rollout.state().holds(Hold.READINESS));
      assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
      assertClean(rollout, store);
    }
  }

  @Test
  void aReleaseThatThrowsAnythingPromotesAllTheSame() throws Exception {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      RolloutStore store = RolloutStore.inMemory();
      Simulation simulation =
          new Simulation(7, builder -> builder.store(store)).requestsPerSecond(400);
      Rollout rollout = simulation.endpoint.start(
          RolloutPlan.to("8")
              .strategy(
                  CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ZERO).build())
              .release(version -> {
                throw failure.get();
              })
              .build(),
          "alice");
      simulation.untilEnd(rollout);
      assertEquals(
          Phase.PROMOTED, rollout.state().phase(), () -> rollout.report().toText());
      assertClean(rollout, store);
    }
  }
}

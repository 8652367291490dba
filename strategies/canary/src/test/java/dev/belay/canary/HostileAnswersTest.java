package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.FailureRate;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models whose answers and exceptions do harm. */
@Timeout(120)
class HostileAnswersTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  private static Rollout exposed(Simulation simulation) {
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    return rollout;
  }

  private static ModelVersion answer(ModelVersion version, Supplier<RuntimeException> failure) {
    if (version.equals(CANDIDATE)) {
      throw failure.get();
    }
    return version;
  }

  @Test
  void noExceptionOfTheCandidateReachesACallerOrALog() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Simulation simulation = new Simulation(1).requestsPerSecond(200);
      Rollout rollout = exposed(simulation);
      while (!rollout.state().phase().terminal()) {
        assertEquals(STABLE, simulation.endpoint.call(version -> answer(version, failure)));
        simulation.time.advance(Duration.ofMillis(5));
      }
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertEquals(0, rollout.report().failuresSeenByCallers());
    }
    Evil.assertLogIsClean();
  }

  @Test
  void noExceptionOfAnAsynchronousCandidateReachesACallerOrALog() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Simulation simulation = new Simulation(2).requestsPerSecond(200);
      Rollout rollout = exposed(simulation);
      while (!rollout.state().phase().terminal()) {
        CompletableFuture<ModelVersion> answer = simulation
            .endpoint
            .callAsync(version -> version.equals(CANDIDATE)
                ? CompletableFuture.<ModelVersion>failedFuture(failure.get())
                : CompletableFuture.completedFuture(version))
            .toCompletableFuture();
        assertEquals(STABLE, answer.getNow(CANDIDATE));
        simulation.time.advance(Duration.ofMillis(5));
      }
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    }
    Evil.assertLogIsClean();
  }

  @Test
  void anErrorOfTheCandidateIsAnsweredFromStable() {
    Simulation simulation = new Simulation(3).requestsPerSecond(200);
    Rollout rollout = exposed(simulation);
    while (!rollout.state().phase().terminal()) {
      assertEquals(STABLE, simulation.endpoint.call(version -> {
        if (version.equals(CANDIDATE)) {
          throw new StackOverflowError(Evil.TEXT);
        }
        return version;
      }));
      simulation.time.advance(Duration.ofMillis(5));
    }
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    Evil.assertLogIsClean();
  }

  /** A model that keeps one exception for all its failures would gather the candidate's in it. */
  @Test
  void anExceptionThatIsThrownAgainAndAgainDoesNotGrow() {
    Simulation simulation = new Simulation(4).requestsPerSecond(200);
    exposed(simulation);
    IllegalStateException kept = new IllegalStateException("overloaded");
    for (int i = 0; i < 1_000; i++) {
      assertSame(
          kept,
          assertThrows(
              IllegalStateException.class,
              () -> simulation.endpoint.call(version -> {
                if (version.equals(CANDIDATE)) {
                  throw new IllegalStateException("new");
                }
                throw kept;
              })));
    }
    assertTrue(kept.getSuppressed().length <= 3, () -> kept.getSuppressed().length + " kept");
  }

  @Test
  void countsAsFailureThatThrowsIsLoggedOnceAndNobodyIsTheWorse() {
    for (Supplier<RuntimeException> failure : Evil.exceptions()) {
      Simulation simulation = new Simulation(
              5,
              builder -> builder.countsAsFailure(thrown -> {
                throw failure.get();
              }))
          .requestsPerSecond(200);
      Rollout rollout = exposed(simulation);
      while (!rollout.state().phase().terminal()) {
        assertEquals(
            STABLE,
            simulation.endpoint.call(version -> answer(version, IllegalStateException::new)));
        simulation.time.advance(Duration.ofMillis(5));
      }
    }
    Evil.assertLogIsClean();
    assertEquals(
        Evil.exceptions().size(),
        LogLines.lines().stream()
            .filter(line -> line.contains("countsAsFailure threw"))
            .count());
  }

  @Test
  void classesAndScoresThatAreNoneAreNoEvidence() {
    Simulation simulation = new Simulation(6).requestsPerSecond(200);
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .signal(Quality.againstStable().build())
                .observe(Predictions.ofClasses(3).build())
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    for (int i = 0; i < 2_000; i++) {
      Route route = simulation.endpoint.route();
      route.succeeded(Long.MAX_VALUE);
      for (int index : new int[] {-1, 3, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        route.predictedClass(index);
      }
      for (double score : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -1, 2, 1e300}) {
        route.predictedScore(score);
        route.scored(score);
      }
      simulation.time.advance(Duration.ofMillis(5));
    }
    assertEquals(Phase.EXPOSING, rollout.state().phase(), () -> rollout.report().toText());
    Evil.assertLogIsClean();
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the callers of a service see of a bad candidate. */
class ShieldTest {

  private final Simulation simulation = new Simulation(1).requestsPerSecond(100);

  private Rollout expose(RolloutPolicy.Builder policy) {
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(20).build())
            .policy(policy.build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.time.settle();
    return rollout;
  }

  @Test
  void aCandidateWhoseEveryCallThrowsCostsUsersNothing() {
    Rollout rollout = expose(RolloutPolicy.builder());

    for (int i = 0; i < 5_000; i++) {
      String answer = simulation.endpoint.call(version -> {
        if (version.equals(CANDIDATE)) {
          throw new IllegalStateException("the model is broken");
        }
        return "answer of " + version;
      });
      assertEquals("answer of fraud:7", answer);
      simulation.time.advance(Duration.ofMillis(10));
    }

    RolloutReport report = rollout.report();
    assertEquals(Phase.ROLLED_BACK, report.phase());
    assertTrue(report.failuresAnswered() > 0);
    assertEquals(0, report.failuresSeenByCallers());
    assertEquals(0, simulation.endpoint.inFlight(CANDIDATE));
  }

  @Test
  void anAsynchronousCandidateWhoseEveryCallFailsCostsUsersNothing() {
    Rollout rollout = expose(RolloutPolicy.builder());

    for (int i = 0; i < 5_000; i++) {
      CompletableFuture<String> answer = simulation
          .endpoint
          .callAsync(version -> version.equals(CANDIDATE)
              ? CompletableFuture.<String>failedFuture(
                  new IllegalStateException("the model is broken"))
              : CompletableFuture.completedFuture("answer of " + version))
          .toCompletableFuture();
      assertEquals("answer of fraud:7", answer.join());
      simulation.time.advance(Duration.ofMillis(10));
    }

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(0, rollout.report().failuresSeenByCallers());
  }

  @Test
  void aCandidateThatIsTooSlowIsAnsweredFromStableAndCountsAsFailed() {
    Rollout rollout = expose(RolloutPolicy.builder().callDeadline(Duration.ofMillis(50)));

    for (int i = 0; i < 5_000 && !rollout.state().phase().terminal(); i++) {
      String answer = simulation.endpoint.call(version -> {
        simulation.time.spend(Duration.ofMillis(version.equals(CANDIDATE) ? 80 : 2));
        return version.version();
      });
      assertEquals("7", answer);
      simulation.time.advance(Duration.ofMillis(10));
    }

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(
        rollout.report().candidateCalls().all().requests(),
        rollout.report().candidateCalls().all().failures());
  }

  @Test
  void anAsynchronousCandidateThatNeverAnswersIsAnsweredFromStableAtItsDeadline() {
    Rollout rollout = expose(RolloutPolicy.builder().callDeadline(Duration.ofMillis(50)));

    for (int i = 0; i < 1_000; i++) {
      CompletableFuture<String> answer = simulation
          .endpoint
          .callAsync(version -> version.equals(CANDIDATE)
              ? new CompletableFuture<String>()
              : CompletableFuture.completedFuture("7"))
          .toCompletableFuture();
      simulation.time.advance(Duration.ofMillis(60));
      assertEquals("7", answer.join());
    }

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(0, rollout.report().failuresSeenByCallers());
    assertEquals(
        rollout.report().candidateCalls().all().failures(),
        simulation.endpoint.inFlight(CANDIDATE),
        "calls that never end stay in flight");
  }

  @Test
  void withoutTheShieldACallerSeesWhatTheCandidateThrew() {
    Rollout rollout = expose(RolloutPolicy.builder().shield(false));
    int seen = 0;
    for (int i = 0; i < 200; i++) {
      try {
        simulation.endpoint.call(version -> {
          if (version.equals(CANDIDATE)) {
            throw new IllegalStateException("the model is broken");
          }
          return "fine";
        });
      } catch (IllegalStateException e) {
        seen++;
      }
    }
    assertTrue(seen > 0);
    assertEquals(seen, rollout.report().failuresSeenByCallers());
  }

  @Test
  void whenStableFailsAsWellTheCallerSeesBothStories() {
    expose(RolloutPolicy.builder());
    boolean both = false;
    for (int i = 0; i < 200 && !both; i++) {
      IllegalStateException thrown = assertThrows(
          IllegalStateException.class,
          () -> simulation.endpoint.call(version -> {
            throw new IllegalStateException("failure of " + version);
          }));
      both = "failure of fraud:7".equals(thrown.getMessage())
          && thrown.getSuppressed().length == 1
          && "failure of fraud:8".equals(thrown.getSuppressed()[0].getMessage());
    }
    assertTrue(both);
  }

  @Test
  void anAsynchronousFailureOfStableReachesTheCaller() {
    CompletableFuture<String> answer = simulation
        .endpoint
        .<String>callAsync(
            version -> CompletableFuture.failedFuture(new IllegalStateException("down")))
        .toCompletableFuture();
    CompletionException thrown = assertThrows(CompletionException.class, answer::join);
    assertEquals("down", Objects.requireNonNull(thrown.getCause()).getMessage());
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every signal in a whole rollout, from the request to the end. */
class SignalsTest {

  private static final Duration GAP = Duration.ofMillis(2);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final SplittableRandom chance = new SplittableRandom(2);
  private final ModelEndpoint endpoint =
      ModelEndpoint.builder("fraud").live("7").runtime(time).build();

  private Rollout start(HealthSignal... signals) {
    RolloutPolicy.Builder policy = RolloutPolicy.builder().deadline(Duration.ofHours(2));
    for (HealthSignal signal : signals) {
      policy.signal(signal);
    }
    policy.observe(Predictions.ofClasses(3).build());
    return endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(5, 25, 50)
                .bake(Duration.ofMinutes(1))
                .build())
            .policy(policy.build())
            .build(),
        "alice");
  }

  /** Sends requests until the rollout has ended or the time is up. */
  private void run(Rollout rollout, Duration most, Consumer<Route> answer) {
    long end = time.nanoTime() + most.toNanos();
    while (!rollout.state().phase().terminal() && time.nanoTime() < end) {
      answer.accept(endpoint.route());
      time.advance(GAP);
    }
    time.settle();
  }

  private static boolean isCandidate(Route route) {
    return route.version().equals(CANDIDATE);
  }

  private long nanos(double factor) {
    return (long) (5e6 * factor * (1 + chance.nextDouble()));
  }

  @Test
  void rollsBackAVersionThatIsTwiceAsSlow() {
    Rollout rollout =
        start(FailureRate.againstStable().build(), Latency.againstStable().build());
    run(rollout, Duration.ofHours(1), route -> route.succeeded(nanos(isCandidate(route) ? 2 : 1)));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    String text = rollout.report().toText();
    assertTrue(text.contains("unhealthy: latency: "), text);
    assertFalse(text.contains("unhealthy: failure rate"), text);
  }

  @Test
  void rollsBackAVersionThatScoresLowerWhenTheLabelsComeTenSecondsLate() {
    Rollout rollout = start(Quality.againstStable().build());
    Deque<String> waiting = new ArrayDeque<>();
    run(rollout, Duration.ofHours(1), route -> {
      route.succeeded(nanos(1));
      waiting.add(route.token());
      if (waiting.size() > 5_000) {
        String token = waiting.remove();
        double mean = token.contains("candidate") ? .7 : .8;
        assertTrue(endpoint.label(token, mean + .2 * (chance.nextDouble() - .5)));
      }
    });
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    String text = rollout.report().toText();
    assertTrue(text.contains("unhealthy: quality: "), text);
    assertFalse(endpoint.label("unknown/9/stable/random", .5));
  }

  @Test
  void promotesAVersionThatIsAsFastAndAsGoodAndReportsItsDrift() {
    Rollout rollout = start(
        FailureRate.againstStable().build(),
        Latency.againstStable().build(),
        Quality.againstStable().build());
    run(rollout, Duration.ofHours(2), route -> {
      route.predictedClass(chance.nextDouble() < (isCandidate(route) ? .3 : .1) ? 1 : 0);
      route.scored(.8 + .2 * (chance.nextDouble() - .5));
      route.succeeded(nanos(1));
    });
    String text = rollout.report().toText();
    assertEquals(Phase.PROMOTED, rollout.state().phase(), text);
    assertTrue(text.contains("predictions (observed): "), text);
    assertTrue(text.contains("population stability index"), text);
  }

  /** A service that forgets to report every other call of the candidate would compare whatever it remembers. */
  @Test
  void standsStillWhenTheSplitIsNotTheOneThatWasAskedFor() {
    Rollout rollout = start(FailureRate.againstStable().build());
    run(rollout, Duration.ofHours(1), route -> {
      if (!isCandidate(route) || chance.nextBoolean()) {
        route.succeeded(nanos(1));
      }
    });
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.SIGNAL), rollout.report()::toText);
    rollout.rollBack("alice", "the split is broken");
    time.settle();
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  /** Outcomes of requests that a proxy has assigned say nothing about the split of this router. */
  @Test
  void takesOutcomesOfWhichOnlyTheVersionIsKnownForNoMismatch() {
    Rollout rollout = start(FailureRate.againstStable().build());
    time.settle();
    for (int i = 0; i < 50; i++) {
      endpoint.routeOf(CANDIDATE).succeeded(1_000);
    }
    run(rollout, Duration.ofSeconds(30), route -> {
      route.succeeded(nanos(1));
      endpoint.routeOf(CANDIDATE).succeeded(nanos(1));
    });
    assertFalse(rollout.state().holds(Hold.SIGNAL), rollout.report()::toText);
    assertTrue(rollout.report().candidateCalls().random().requests() > 10_000);
  }

  @Test
  void countsScoresAndPredictionsThatAreNone() {
    Rollout rollout = start(Quality.againstStable().build());
    run(rollout, Duration.ofSeconds(30), route -> {
      route.scored(Double.NaN);
      route.scored(Double.POSITIVE_INFINITY);
      route.predictedClass(-1);
      route.predictedScore(Double.NaN);
      route.succeeded(nanos(1));
    });
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    String reason =
        rollout.lastEvaluation().orElseThrow().signals().get(0).assessment().reason();
    assertTrue(reason.contains("no scores"), reason);
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.Assessment;
import dev.belay.health.FailureRate;
import dev.belay.health.Quality;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tokens that no route has, and qualities that are none. */
@Timeout(60)
class HostileLabelsTest {

  private static Rollout exposed(Simulation simulation) {
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .signal(Quality.againstStable().build())
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    return rollout;
  }

  private static Assessment quality(Rollout rollout) {
    return rollout.lastEvaluation().orElseThrow().signals().stream()
        .filter(signal -> signal.signal().contains("quality"))
        .map(signal -> signal.assessment())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aForgedTokenIsNotCountedAndCostsNothing() {
    Simulation simulation = new Simulation(1).requestsPerSecond(200);
    Rollout rollout = exposed(simulation);
    String real = simulation.endpoint.route().token();
    String endless = real + "x".repeat(10_000_000);
    List<String> forged =
        List.of("", real + " ", "x" + real, real.replace("8#1", "8#2"), Evil.TEXT, Evil.endless());
    Map<String, Double> before = counted(rollout);
    for (String token : forged) {
      assertFalse(simulation.endpoint.label(token, 1), () -> token.length() + " characters");
      String message = String.valueOf(
          assertThrows(IllegalArgumentException.class, () -> simulation.endpoint.routeOf(token))
              .getMessage());
      assertTrue(message.startsWith("token must come from a route of endpoint 'fraud'"), message);
      assertTrue(message.length() < 250, () -> message.length() + " characters");
      Evil.assertClean(message);
    }
    // Each of them hashed or compared would take hours.
    for (int i = 0; i < 10_000_000; i++) {
      assertFalse(simulation.endpoint.label(endless, 1));
    }
    simulation.forDuration(Duration.ofSeconds(3));
    assertEquals(before, counted(rollout));
    assertTrue(simulation.endpoint.label(real, 1));
  }

  /** What was counted; bounds move with time. */
  private static Map<String, Double> counted(Rollout rollout) {
    Map<String, Double> numbers = new TreeMap<>(quality(rollout).numbers());
    numbers.keySet().removeIf(name -> !name.matches(".*(Scores|Sum|SumOfSquares|Rejected)"));
    assertEquals(8, numbers.size());
    return numbers;
  }

  @Test
  void aQualityThatIsNoneIsRejectedAndEntersNoSum() {
    Simulation simulation = new Simulation(2).requestsPerSecond(200);
    Rollout rollout = exposed(simulation);
    double[] bad = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      -Double.MIN_VALUE,
      -1,
      1.0000001
    };
    for (int i = 0; i < 2_000; i++) {
      Route route = simulation.endpoint.route();
      route.succeeded(1_000);
      assertTrue(simulation.endpoint.label(route.token(), .8));
      for (double quality : bad) {
        assertTrue(simulation.endpoint.label(route.token(), quality));
      }
      simulation.time.advance(Duration.ofMillis(5));
    }
    simulation.forDuration(Duration.ofSeconds(3));
    Assessment quality = quality(rollout);
    quality
        .numbers()
        .forEach((name, value) ->
            assertTrue(!Double.isNaN(value), () -> name + " of " + quality.numbers()));
    assertTrue(quality.reason().contains("0.8"), quality::toString);
    assertTrue(simulation.endpoint.split().basisPoints(CANDIDATE) >= 1_000, "no retreat");
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sticky keys of users who mean harm. */
@Timeout(120)
class HostileKeysTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  private static Rollout exposedAtTenPercent(Simulation simulation, BlastRadius radius) {
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(10, 50).build())
            .policy(RolloutPolicy.builder().blastRadius(radius).build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
    return rollout;
  }

  @Test
  void aKeyOfAnyLengthAndCharactersIsServedAndStaysWhereItIs() {
    Simulation simulation = new Simulation(1).requestsPerSecond(200).sticky();
    exposedAtTenPercent(simulation, BlastRadius.builder().build());
    List<String> keys = new ArrayList<>(List.of(
        " ", "\u0000", "\n", "\ud83d", "\ude42\ud83d", "\u202e", Evil.TEXT, Evil.endless()));
    for (String part : List.of("x", "\u00e9", "\u65e5", "\ud83d\ude42", "\ud83d")) {
      keys.add(part.repeat(1_000_000));
    }
    for (String key : keys) {
      ModelVersion first = simulation.endpoint.route(key).version();
      ModelVersion second = simulation.endpoint.call(key, version -> version);
      assertEquals(first, second);
    }
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
  }

  @Test
  void anEmptyKeyIsRefusedAndHarmsNobodyElse() {
    Simulation simulation = new Simulation(2).requestsPerSecond(200).sticky();
    exposedAtTenPercent(simulation, BlastRadius.builder().build());
    for (int i = 0; i < 1_000; i++) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> simulation.endpoint.route(""));
      assertEquals("key must have at least 1 character, but was ''", refused.getMessage());
      simulation.request();
    }
    assertTrue(simulation.endpoint.split().basisPoints(CANDIDATE) >= 1_000, "no retreat");
  }

  /** Keys that the candidate has, as anybody can find out who sees which version answers. */
  private static List<String> keysOnTheCandidate(ModelEndpoint endpoint) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; keys.size() < 500; i++) {
      if (endpoint.route("user " + i).version().equals(CANDIDATE)) {
        keys.add("user " + i);
      }
    }
    return keys;
  }

  @Test
  void keysThatAllCollideOnTheCandidateHideNoFailureOfOthers() {
    Simulation simulation = new Simulation(3).requestsPerSecond(200).sticky();
    Rollout rollout = exposedAtTenPercent(
        simulation,
        BlastRadius.builder().maxFailures(50).maxConsecutiveFailures(1_000).build());
    List<String> chosen = keysOnTheCandidate(simulation.endpoint);
    simulation.failureRates(0, .5);
    for (int i = 0; i < 20_000 && !rollout.state().phase().terminal(); i++) {
      simulation.endpoint.route(chosen.get(i % chosen.size())).succeeded(1_000);
      simulation.request();
    }
    assertEquals(
        Phase.ROLLED_BACK, rollout.state().phase(), () -> rollout.report().toText());
    assertTrue(rollout.report().candidateCalls().all().failures() <= 50 + 50);
  }

  @Test
  void keysThatAllCollideOnTheCandidateSpendNoMoreThanTheBlastRadius() {
    Simulation simulation =
        new Simulation(4).failureRates(0, 0).requestsPerSecond(200).sticky();
    Rollout rollout = exposedAtTenPercent(
        simulation,
        BlastRadius.builder().maxFailures(50).maxConsecutiveFailures(1_000).build());
    List<String> chosen = keysOnTheCandidate(simulation.endpoint);
    long failures = 0;
    for (int i = 0; i < 10_000; i++) {
      Route route = simulation.endpoint.route(chosen.get(i % chosen.size()));
      if (route.version().equals(CANDIDATE)) {
        route.failed(1_000);
        failures++;
      }
    }
    assertEquals(50, failures);
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    simulation.untilEnd(rollout);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  @Test
  void noKeyIsLoggedWrittenDownOrReported() throws Exception {
    RolloutStore store = RolloutStore.inMemory();
    Simulation simulation = new Simulation(5, builder -> builder.store(store)).sticky();
    Rollout rollout = simulation.start(
        CanaryStrategy.stagesOfPercent(10, 50).bake(Duration.ZERO).build());
    for (int i = 0; i < 20_000; i++) {
      String key = "secret-" + i % 2_000;
      boolean fails = i % 100 == 0;
      Route route = simulation.endpoint.route(key);
      if (fails) {
        route.failed(1_000);
        assertFalse(route.toString().contains("secret"), route::toString);
        assertFalse(route.token().contains("secret"), route::toString);
      } else {
        route.succeeded(1_000);
      }
      simulation.time.advance(Duration.ofMillis(10));
    }
    var unused = rollout.rollBack("alice", "enough");
    simulation.forDuration(Duration.ofSeconds(5));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    String told = String.join("\n", LogLines.lines())
        + store.read("fraud")
        + store.load("fraud")
        + rollout.report().toText()
        + rollout.report()
        + rollout.lastEvaluation();
    assertFalse(LogLines.lines().isEmpty());
    assertFalse(told.contains("secret"), told);
  }
}

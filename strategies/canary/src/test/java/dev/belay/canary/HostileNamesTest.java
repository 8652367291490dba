package dev.belay.canary;

import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.strategy.RolloutStrategy;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Names of models, versions, signals and strategies, and salts, of whoever means harm. */
@Timeout(60)
class HostileNamesTest {

  private static final List<String> NAMES = List.of(
      Evil.TEXT, Evil.endless(), "", "\n", "8\n9", "../../etc/passwd", "8;rm -rf", "${jndi:x}");

  private static void assertRefused(String argument, Executable naming) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, naming).getMessage());
    assertTrue(message.startsWith(argument + " must be 1 to "), message);
    assertTrue(message.length() < 400, () -> message.length() + " characters");
    Evil.assertClean(message);
  }

  @Test
  void aNameThatIsNoneIsRefusedWithAShortPrintableMessage() {
    Simulation simulation = new Simulation(1);
    for (String name : NAMES) {
      assertRefused("model", () -> ModelEndpoint.builder(name));
      assertRefused("version", () -> ModelEndpoint.builder("fraud").live(name));
      assertRefused("candidate", () -> RolloutPlan.to(name));
      assertRefused("version", () -> simulation.endpoint.emergencySwitch(name, "alice", "why"));
    }
    assertEquals(STABLE, simulation.endpoint.live());
  }

  /** What a preview asks for may come from a request. */
  @Test
  void aPreviewOfAVersionThatIsNoneIsServedByStable() {
    Simulation simulation = new Simulation(2);
    for (String name : NAMES) {
      assertEquals(STABLE, simulation.endpoint.preview(name, version -> version));
    }
  }

  @Test
  void aSignalWithANameThatIsNoneIsRefused() {
    for (String name : List.of(Evil.TEXT, Evil.endless(), "x".repeat(101), "a\nb")) {
      HealthSignal signal = HealthSignal.gauge(name, () -> 1, 2);
      assertRefused(
          "signal name",
          () -> RolloutPolicy.builder()
              .signal(FailureRate.againstStable().build())
              .observe(signal)
              .build());
    }
  }

  @Test
  void aSaltThatIsNoneIsRefused() {
    for (String salt : List.of(Evil.TEXT, Evil.endless(), "", "x".repeat(201), "a\nb")) {
      assertRefused("salt", () -> RolloutPlan.to("8").salt(salt));
    }
    RolloutPlan.Builder unused = RolloutPlan.to("8").salt("x".repeat(200));
  }

  @Test
  void aStrategyWithANameThatIsNoneIsRefused() {
    for (String name : List.of(Evil.TEXT, Evil.endless(), "", "x".repeat(101))) {
      RolloutStrategy honest = CanaryStrategy.stagesOfPercent(10).build();
      RolloutStrategy named = (RolloutStrategy) Proxy.newProxyInstance(
          getClass().getClassLoader(),
          new Class<?>[] {RolloutStrategy.class},
          (proxy, method, arguments) ->
              method.getName().equals("name") ? name : method.invoke(honest, arguments));
      assertRefused("strategy name", () -> RolloutPlan.to("8").strategy(named).build());
    }
  }
}

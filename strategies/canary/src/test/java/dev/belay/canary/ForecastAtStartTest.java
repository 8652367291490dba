package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastAtStartTest {

  private final List<Scenario> asked = new ArrayList<>();

  /** Failures against stable, and remembers which scenarios it was asked about. */
  private final class Asked implements HealthSignal {

    private final HealthSignal signal = FailureRate.againstStable().build();

    @Override
    public String name() {
      return signal.name();
    }

    @Override
    public SignalMonitor open(SignalContext context) {
      return signal.open(context);
    }

    @Override
    public Optional<SignalForecast> forecast(Scenario scenario) {
      asked.add(scenario);
      return signal.forecast(scenario);
    }
  }

  private void start(RolloutPolicy.Builder policy) {
    Simulation world = new Simulation(1);
    world.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.paced().build())
            .policy(policy.signal(new Asked()).build())
            .build(),
        "test");
    world.endpoint.close();
  }

  @Test
  void asksTheSignalsAboutTheLastRungOfTheLadder() {
    start(RolloutPolicy.builder().expectedTraffic(ExpectedTraffic.perSecond(20).failing(.02)));
    assertEquals(new Scenario(.02, .02, .33, .01, .05), asked.get(0));
    assertEquals(
        List.of(.02, .04, .1, .2),
        asked.stream().map(Scenario::candidateFailureRate).toList());
  }

  @Test
  void asksNothingWithoutTrafficToExpect() {
    start(RolloutPolicy.builder().expectedTraffic(ExpectedTraffic.perSecond(20)));
    assertEquals(List.of(), asked);
  }
}

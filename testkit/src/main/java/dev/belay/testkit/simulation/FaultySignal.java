package dev.belay.testkit.simulation;

import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A signal that cannot be read while it is down.
 *
 * @param signal what it is otherwise
 * @param down whether it is down
 */
record FaultySignal(HealthSignal signal, BooleanSupplier down) implements HealthSignal {

  /** The same plan, with signals that are down when a test of their names says so. */
  static RolloutPlan in(RolloutPlan plan, Predicate<String> down) {
    RolloutPolicy policy = plan.policy();
    RolloutPolicy.Builder changed = policy.toBuilder().noSignals();
    policy.signals().forEach(signal -> changed.signal(of(signal, down)));
    policy.observed().forEach(signal -> changed.observe(of(signal, down)));
    return plan.toBuilder().policy(changed.build()).build();
  }

  private static HealthSignal of(HealthSignal signal, Predicate<String> down) {
    String name = signal.name();
    return new FaultySignal(signal, () -> down.test(name));
  }

  @Override
  public String name() {
    return signal.name();
  }

  @Override
  public String description() {
    return signal.description();
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    SignalMonitor monitor = signal.open(context);
    return new SignalMonitor() {
      @Override
      public Assessment assess(EvidenceIncrement increment) {
        if (down.getAsBoolean()) {
          throw new IllegalStateException("simulated: the signal is down");
        }
        return monitor.assess(increment);
      }

      @Override
      public MonitorState save() {
        return monitor.save();
      }

      @Override
      public void restore(MonitorState state) {
        monitor.restore(state);
      }
    };
  }

  @Override
  public boolean sequential() {
    return signal.sequential();
  }

  @Override
  public boolean learnsFromTraffic() {
    return signal.learnsFromTraffic();
  }

  @Override
  public boolean learnsFromShadow() {
    return signal.learnsFromShadow();
  }

  @Override
  public Optional<SignalForecast> forecast(Scenario scenario) {
    return signal.forecast(scenario);
  }

  @Override
  public boolean blocking() {
    return signal.blocking();
  }
}

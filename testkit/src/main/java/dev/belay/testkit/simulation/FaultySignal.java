package dev.belay.testkit.simulation;

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

/**
 * A signal that cannot be read while it is down.
 *
 * @param signal what it is otherwise
 * @param down whether it is down
 */
record FaultySignal(HealthSignal signal, BooleanSupplier down) implements HealthSignal {

  @Override
  public String name() {
    return signal.name();
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

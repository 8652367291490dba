package dev.belay.testkit.contract;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A right signal, of which each fault changes one thing. */
class BrokenSignal implements HealthSignal {

  private final HealthSignal right = new FailureBudget(.025);

  /** A signal of which the assessments are other ones. */
  static BrokenSignal saying(BiFunction<EvidenceIncrement, Assessment, Assessment> instead) {
    return by(() -> instead);
  }

  /** A signal of which each monitor has a way of its own to change its assessments. */
  static BrokenSignal by(Supplier<BiFunction<EvidenceIncrement, Assessment, Assessment>> instead) {
    return new BrokenSignal() {
      @Override
      public SignalMonitor open(SignalContext context) {
        BiFunction<EvidenceIncrement, Assessment, Assessment> own = instead.get();
        return new Monitor(super.open(context)) {
          @Override
          public Assessment assess(EvidenceIncrement increment) {
            return own.apply(increment, super.assess(increment));
          }
        };
      }
    };
  }

  /** The same assessment with another verdict and other evidence. */
  static Assessment assessment(Verdict verdict, double against, double towards) {
    return Assessment.builder(verdict)
        .evidence(against, towards)
        .reason("broken")
        .build();
  }

  /** A right monitor, of which each fault changes one thing. */
  static class Monitor implements SignalMonitor {

    private final SignalMonitor right;

    Monitor(SignalMonitor right) {
      this.right = right;
    }

    @Override
    public Assessment assess(EvidenceIncrement increment) {
      return right.assess(increment);
    }

    @Override
    public MonitorState save() {
      return right.save();
    }

    @Override
    public void restore(MonitorState state) {
      right.restore(state);
    }
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return right.open(context);
  }

  @Override
  public boolean learnsFromShadow() {
    return right.learnsFromShadow();
  }

  @Override
  public Optional<SignalForecast> forecast(Scenario scenario) {
    return right.forecast(scenario);
  }

  @Override
  public boolean blocking() {
    return false;
  }
}

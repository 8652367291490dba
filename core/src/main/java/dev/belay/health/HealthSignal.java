package dev.belay.health;

import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Something that turns evidence into a verdict.
 *
 * <p>A signal is a description, shared by all rollouts; {@link #open} starts what follows one of them. A signal of one line
 * is {@link #gauge}. Implementations are immutable.
 */
public interface HealthSignal {

  /**
   * A fixed limit on a reading of the user's own, such as a queue length or the memory in use. It is healthy while the
   * reading is at or below the limit, unhealthy as soon as it is above it, and unavailable while the reading throws or is
   * NaN. Use it as a guard: a fixed limit makes no promise about error probabilities and cannot carry a promotion alone.
   *
   * @param name what is read
   * @param reading reads it; may wait, since it runs off the control plane's threads
   * @param limit the largest healthy reading
   * @return the signal
   */
  static HealthSignal gauge(String name, DoubleSupplier reading, double limit) {
    return new GaugeSignal(name, reading, limit);
  }

  /**
   * Whether the split that happened is the split that was asked for. Every rollout has it; it need not be added. A mismatch
   * says nothing about the candidate, but that the comparison with it cannot be trusted: the signal is then unavailable, and
   * the rollout stands still until a person has looked. It errs with a probability of at most 0.001.
   *
   * @return the signal
   */
  static HealthSignal sampleRatio() {
    return new SampleRatioSignal();
  }

  /**
   * Names the signal in reports.
   *
   * @return always the same 1 to 100 printable characters, unique within a policy
   */
  String name();

  /**
   * Says what the signal looks at, with every setting that its verdict depends on. A rollout goes on in another process only
   * with signals that say the same.
   *
   * @return one line of at most 1 000 characters, of which the rest would be cut; by default the name
   */
  default String description() {
    return name();
  }

  /**
   * Starts following a rollout.
   *
   * @param context the rollout
   * @return a monitor with no evidence yet
   */
  SignalMonitor open(SignalContext context);

  /**
   * Tells whether the signal gathers evidence about calls. Only such a signal can carry a promotion, and only its evidence
   * has a part in the promise about false rollbacks.
   *
   * @return false for a fixed rule such as {@link #gauge}
   */
  default boolean sequential() {
    return true;
  }

  /**
   * Tells whether live calls of the candidate teach the signal anything. One that learns from nothing else says nothing before
   * the candidate has a share.
   *
   * @return true, the default, if they do
   */
  default boolean learnsFromTraffic() {
    return true;
  }

  /**
   * Tells whether calls in the shadow teach the signal anything: those that the candidate answers after stable has, while it has
   * no share.
   *
   * @return false, the default, if they do not
   */
  default boolean learnsFromShadow() {
    return false;
  }

  /**
   * Forecasts how many candidate requests the signal will need, before there are any. A pure function.
   *
   * @param scenario how often both versions fail, and what the policy asks of the signal
   * @return the forecast, empty (the default) if failure rates do not say how the signal will decide
   */
  default Optional<SignalForecast> forecast(Scenario scenario) {
    return Optional.empty();
  }

  /**
   * Tells whether assessing may wait. If so, it runs on a thread of its own, one increment after the other, and an answer
   * that does not come within the policy's {@code signalTimeout} makes the signal unavailable.
   *
   * @return false only for a monitor that computes and never waits
   */
  default boolean blocking() {
    return true;
  }
}

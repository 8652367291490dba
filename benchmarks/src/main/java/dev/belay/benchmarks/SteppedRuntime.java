package dev.belay.benchmarks;

import dev.belay.testkit.ForwardingRuntime;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What requests take from it, chance and the monotonic clock, is the system's; the control plane stands still but when it
 * is stepped. So the request path is measured as it is in production, on a rollout that does not move meanwhile.
 */
final class SteppedRuntime extends ForwardingRuntime {

  private final VirtualRuntime control;

  SteppedRuntime() {
    this(VirtualRuntime.seeded(1));
  }

  private SteppedRuntime(VirtualRuntime control) {
    super(control);
    this.control = control;
  }

  /** Runs what the control plane has to do within a duration. */
  void step(Duration duration) {
    control.advance(duration);
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public int randomBits() {
    return ThreadLocalRandom.current().nextInt();
  }
}

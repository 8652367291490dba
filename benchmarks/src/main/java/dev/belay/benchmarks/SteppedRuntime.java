package dev.belay.benchmarks;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What requests take from it, chance and the monotonic clock, is the system's; the control plane stands still but when it
 * is stepped. So the request path is measured as it is in production, on a rollout that does not move meanwhile.
 */
final class SteppedRuntime implements BelayRuntime {

  private final VirtualRuntime control = VirtualRuntime.seeded(1);

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

  @Override
  public Wakeup attach(Runnable task) {
    return control.attach(task);
  }

  @Override
  public Executor io() {
    return control.io();
  }

  @Override
  public Executor calls() {
    return control.calls();
  }
}

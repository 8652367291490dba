package dev.belay.testkit;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** A runtime that passes everything on to another one, for tests that change a part of that. As thread-safe as the other one. */
public abstract class ForwardingRuntime implements BelayRuntime {

  private final BelayRuntime runtime;

  /**
   * Stands before a runtime.
   *
   * @param runtime where everything goes
   */
  protected ForwardingRuntime(BelayRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public InstantSource clock() {
    return runtime.clock();
  }

  @Override
  public long nanoTime() {
    return runtime.nanoTime();
  }

  @Override
  public int randomBits() {
    return runtime.randomBits();
  }

  @Override
  public Wakeup attach(Runnable task) {
    return runtime.attach(task);
  }

  @Override
  public Executor io() {
    return runtime.io();
  }

  @Override
  public String process() {
    return runtime.process();
  }

  @Override
  public Executor calls() {
    return runtime.calls();
  }
}

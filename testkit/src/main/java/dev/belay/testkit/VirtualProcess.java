package dev.belay.testkit;

import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * A process in virtual time that can be killed: then nothing of it runs any more, neither what was asked for nor what comes back to
 * it, as after a SIGKILL. What is in a store stays, for the next process to find:
 *
 * <pre>{@code
 * VirtualProcess first = time.newProcess();
 * ModelEndpoint fraud = ModelEndpoint.builder("fraud").live("7").runtime(first).store(store).build();
 * ...
 * first.kill();
 * ModelEndpoint again = ModelEndpoint.builder("fraud").live("7").runtime(time.newProcess())
 *     .store(store).resume(plans).build();
 * }</pre>
 *
 * <p>Not thread-safe: virtual time is one thread.
 */
public final class VirtualProcess extends ForwardingRuntime {

  private final VirtualRuntime time;
  private boolean alive = true;

  VirtualProcess(VirtualRuntime time) {
    super(time);
    this.time = time;
  }

  /** Ends the process where it is. Killing twice has no effect. */
  public void kill() {
    alive = false;
  }

  /**
   * Tells whether the process runs.
   *
   * @return false after {@link #kill}
   */
  public boolean isAlive() {
    return alive;
  }

  private void whileAlive(Runnable work) {
    if (alive) {
      work.run();
    }
  }

  @Override
  public Wakeup attach(Runnable task) {
    return time.attach(() -> whileAlive(task));
  }

  @Override
  public Executor io() {
    return work -> time.schedule(Duration.ZERO, () -> whileAlive(work));
  }

  @Override
  public Executor calls() {
    return this::whileAlive;
  }
}

package dev.belay.testkit.simulation;

import dev.belay.runtime.Wakeup;
import dev.belay.testkit.ForwardingRuntime;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The threads of one process in virtual time. When it has ended, nothing of it runs any more: not what was asked for, and not
 * what comes back to it. Not thread-safe.
 */
final class SimulatedProcess extends ForwardingRuntime {

  private static final long NEVER = Long.MAX_VALUE;

  private final VirtualRuntime time;
  private final long lastStep;
  private final Runnable ended;
  private long steps;
  private boolean alive = true;

  private SimulatedProcess(VirtualRuntime time, long lastStep, Runnable ended) {
    super(time);
    this.time = time;
    this.lastStep = lastStep;
    this.ended = ended;
  }

  static SimulatedProcess living(VirtualRuntime time) {
    return new SimulatedProcess(time, NEVER, () -> {});
  }

  /** A process that ends by itself before it takes a certain step. */
  static SimulatedProcess endingBefore(long step, VirtualRuntime time, Runnable ended) {
    return new SimulatedProcess(time, step - 1, ended);
  }

  /** What a thread of a process that has ended meanwhile does next: nothing. */
  static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1;

    Ended() {
      super("the process has ended", null, false, false);
    }
  }

  void end() {
    alive = false;
  }

  boolean alive() {
    return alive;
  }

  /** Lets a thread of this process wait while everything else goes on. */
  void sleep(Duration duration) {
    time.advance(duration);
    if (!alive) {
      throw new Ended();
    }
  }

  /** Turns of control loops and tasks of input and output so far. */
  long steps() {
    return steps;
  }

  private void step(Runnable work) {
    if (alive && steps == lastStep) {
      alive = false;
      ended.run();
    }
    if (alive) {
      steps++;
      work.run();
    }
  }

  @Override
  public Wakeup attach(Runnable task) {
    return time.attach(() -> step(task));
  }

  @Override
  public Executor io() {
    return work -> time.schedule(Duration.ZERO, () -> step(work));
  }

  @Override
  public Executor calls() {
    return work -> {
      if (alive) {
        work.run();
      }
    };
  }
}

package dev.belay.routing;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A runtime whose time moves by hand and whose input and output wait until they are run. One thread. */
final class ManualRuntime implements BelayRuntime {

  private final IntSupplier randomBits;
  private final List<Timer> timers = new ArrayList<>();
  private final Queue<Runnable> io = new ArrayDeque<>();
  private Executor calls = Runnable::run;
  private long nanos = 1_000;

  ManualRuntime() {
    this(() -> 0);
  }

  ManualRuntime(IntSupplier randomBits) {
    this.randomBits = randomBits;
  }

  /** Lets time pass without running anything. */
  void spend(Duration duration) {
    nanos += duration.toNanos();
  }

  /** Lets time pass and runs the timers that are due. */
  void advance(Duration duration) {
    spend(duration);
    timers.forEach(Timer::fireIfDue);
  }

  void runIo() {
    for (Runnable work = io.poll(); work != null; work = io.poll()) {
      work.run();
    }
  }

  void callsOn(Executor executor) {
    calls = executor;
  }

  long waitingTimers() {
    return timers.stream().filter(Timer::isWaiting).count();
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public int randomBits() {
    return randomBits.getAsInt();
  }

  @Override
  public Wakeup attach(Runnable task) {
    Timer timer = new Timer(task);
    timers.add(timer);
    return timer;
  }

  @Override
  public Executor io() {
    return io::add;
  }

  @Override
  public Executor calls() {
    return work -> calls.execute(work);
  }

  private final class Timer implements Wakeup {

    private final Runnable task;
    private @Nullable Long due;

    Timer(Runnable task) {
      this.task = task;
    }

    @Override
    public void now() {
      task.run();
    }

    @Override
    public void after(Duration delay) {
      due = nanos + delay.toNanos();
    }

    @Override
    public void cancel() {
      due = null;
    }

    boolean isWaiting() {
      return due != null;
    }

    void fireIfDue() {
      if (due != null && due <= nanos) {
        due = null;
        task.run();
      }
    }
  }
}

package dev.belay.testkit;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * A runtime whose time stands still until a test moves it, with one thread: the test's own.
 *
 * <p>Control tasks, input and output run when time is moved, in the order in which they are due, and in the order in which
 * they were asked for when they are due at the same moment. Chance comes from a seed. So a rollout of a day runs in
 * milliseconds, and twice the same. Not thread-safe.
 *
 * <pre>{@code
 * VirtualRuntime time = VirtualRuntime.seeded(1);
 * ModelEndpoint endpoint = ModelEndpoint.builder("fraud").live("7").runtime(time).build();
 * ...
 * time.advance(Duration.ofMinutes(5));
 * }</pre>
 */
public final class VirtualRuntime implements BelayRuntime, Pause {

  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private Instant wallStart = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;
  private long order;

  private VirtualRuntime(long seed) {
    random = new SplittableRandom(seed);
  }

  private record Event(long due, long order, Runnable work) implements Comparable<Event> {

    @Override
    public int compareTo(Event other) {
      return due == other.due ? Long.compare(order, other.order) : Long.compare(due, other.due);
    }
  }

  /**
   * Makes a runtime at the beginning of the year 2026.
   *
   * @param seed decides all chance
   * @return the runtime
   */
  public static VirtualRuntime seeded(long seed) {
    return new VirtualRuntime(seed);
  }

  /**
   * Begins a process that can be killed. What is asked of this runtime itself goes on for good.
   *
   * @return a process in this time
   */
  public VirtualProcess newProcess() {
    return new VirtualProcess(this);
  }

  /**
   * Moves time, and runs everything that becomes due on the way, in order. What is run may move time as well, like a thread that
   * waits while the others go on; then time may move further than was asked for here.
   *
   * @param duration how far, at least zero
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    long until = nanos + requireNotNegative("duration", duration).toNanos();
    while (runNext(until)) {
      // It moves time.
    }
    nanos = Math.max(nanos, until);
  }

  /** Runs what is due first, if it is due by then. */
  private boolean runNext(long until) {
    Event event = events.peek();
    if (event == null || event.due() > until) {
      return false;
    }
    events.remove();
    nanos = Math.max(nanos, event.due());
    event.work().run();
    return true;
  }

  private static Duration requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must be at least zero, but was " + value);
    }
    return value;
  }

  /**
   * Moves time until something holds, and runs everything that becomes due on the way, in order. It is looked at before
   * each of these and at the end, so time stops at the moment at which it begins to hold.
   *
   * @param condition what is waited for
   * @param longest how far to move at most, at least zero
   * @return whether it holds
   * @throws IllegalArgumentException if the longest way is negative
   */
  public boolean advanceUntil(BooleanSupplier condition, Duration longest) {
    long until = nanos + requireNotNegative("longest", longest).toNanos();
    while (!condition.getAsBoolean()) {
      if (!runNext(until)) {
        nanos = Math.max(nanos, until);
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Runs everything that is due now. */
  public void settle() {
    advance(Duration.ZERO);
  }

  /**
   * Lets time pass inside a call that the test makes, without running anything: what a slow model does.
   *
   * @param duration how long the call takes, at least zero
   * @throws IllegalArgumentException if the duration is negative
   */
  @Override
  public void spend(Duration duration) {
    nanos += requireNotNegative("duration", duration).toNanos();
  }

  /**
   * Runs something later.
   *
   * @param delay how much later, at least zero
   * @param work what to run
   */
  @Override
  public void schedule(Duration delay, Runnable work) {
    events.add(new Event(nanos + delay.toNanos(), order++, work));
  }

  /**
   * Sets the wall clock, as an operator or a time server does. The monotonic clock goes on as before.
   *
   * @param jump how far, either way
   */
  public void jumpWallClock(Duration jump) {
    wallStart = wallStart.plus(jump);
  }

  @Override
  public InstantSource clock() {
    return () -> wallStart.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public int randomBits() {
    return random.nextInt();
  }

  @Override
  public Wakeup attach(Runnable task) {
    return new Task(task);
  }

  @Override
  public Executor io() {
    return work -> schedule(Duration.ZERO, work);
  }

  @Override
  public Executor calls() {
    return Runnable::run;
  }

  private final class Task implements Wakeup {

    private final Runnable work;
    private boolean wanted;
    private long timer;
    private boolean cancelled;

    Task(Runnable work) {
      this.work = work;
    }

    @Override
    public void now() {
      if (!wanted) {
        wanted = true;
        schedule(Duration.ZERO, () -> {
          wanted = false;
          run();
        });
      }
    }

    @Override
    public void after(Duration delay) {
      long mine = ++timer;
      schedule(delay, () -> {
        if (mine == timer) {
          run();
        }
      });
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    private void run() {
      if (!cancelled) {
        work.run();
      }
    }
  }
}

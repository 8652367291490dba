package dev.belay.runtime;

import dev.belay.text.Printable;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs the tasks of many endpoints.
 *
 * <p>A request to run pushes the task onto a stack, at most once at a time, and unparks the thread: one compare-and-set on
 * the task, one on the stack, no allocation, because the link of the stack is a field of the task. This is what lets a
 * failing call nudge the control plane from the request path. Timers are a heap that only the thread itself touches; a
 * task whose delay changed is pushed like any other and sorted in by the thread.
 */
final class ControlLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final AtomicReference<@Nullable Task> woken = new AtomicReference<>();
  private final PriorityQueue<Task> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.sortedDue - b.sortedDue, 0));
  private final Thread thread;

  ControlLoop(String name) {
    thread = new Thread(this, name);
    thread.setDaemon(true);
    thread.start();
  }

  Wakeup attach(Runnable work) {
    return new Task(work);
  }

  @Override
  public void run() {
    while (true) {
      for (Task task = woken.getAndSet(null); task != null; ) {
        Task next = task.next;
        task.next = null;
        task.pushed.set(false);
        task.handle();
        task = next;
      }
      long now = System.nanoTime();
      for (Task due = timers.peek(); due != null && due.sortedDue - now <= 0; due = timers.peek()) {
        timers.poll();
        due.fire();
      }
      Task first = timers.peek();
      if (woken.get() != null) {
        continue;
      }
      if (first == null) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, first.sortedDue - System.nanoTime());
      }
    }
  }

  private final class Task implements Wakeup {

    private final Runnable work;
    private final AtomicBoolean pushed = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicLong due = new AtomicLong(NEVER);
    private volatile boolean cancelled;
    private @Nullable Task next;
    private long sortedDue = NEVER;

    Task(Runnable work) {
      this.work = work;
    }

    @Override
    public void now() {
      wanted.set(true);
      push();
    }

    @Override
    public void after(Duration delay) {
      due.set(System.nanoTime() + delay.toNanos());
      push();
    }

    @Override
    public void cancel() {
      cancelled = true;
      due.set(NEVER);
      push();
    }

    private void push() {
      if (pushed.compareAndSet(false, true)) {
        Task top;
        do {
          top = woken.get();
          next = top;
        } while (!woken.compareAndSet(top, this));
        LockSupport.unpark(thread);
      }
    }

    /** On the thread of the loop: sorts a changed delay in, and runs if wanted. */
    private void handle() {
      long newDue = due.get();
      if (newDue != sortedDue) {
        timers.remove(this);
        sortedDue = newDue;
        if (newDue != NEVER) {
          timers.add(this);
        }
      }
      if (wanted.getAndSet(false)) {
        work();
      }
    }

    /** On the thread of the loop, taken from the heap: a delay that was asked for meanwhile stays. */
    private void fire() {
      due.compareAndSet(sortedDue, NEVER);
      sortedDue = NEVER;
      work();
    }

    private void work() {
      if (cancelled) {
        return;
      }
      try {
        work.run();
      } catch (Throwable failure) {
        LOG.error("A control task failed; it stays attached", Printable.failure(failure));
      }
    }
  }
}

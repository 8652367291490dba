package dev.belay.routing;

import dev.belay.ModelCall;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A candidate call that may not take longer than its deadline.
 *
 * <p>A blocking call cannot be given up by the thread it blocks, so it runs on another one, which is interrupted when the
 * time is up. Until it really ends it stays counted as in flight. If no thread is free, stable answers and nothing is
 * credited: threads are shared by all endpoints, and another one's candidate may hold them.
 */
final class DeadlineCall<T extends @Nullable Object, X extends Exception> {

  private final Caller caller;
  private final CreditedRoute route;
  private final ModelCall<T, X> call;

  DeadlineCall(Caller caller, CreditedRoute route, ModelCall<T, X> call) {
    this.caller = caller;
    this.route = route;
    this.call = call;
  }

  T run(Shield shield) throws X {
    long start = caller.runtime().nanoTime();
    Task<T> task = new Task<>(route, call);
    Throwable failed;
    try {
      caller.runtime().calls().execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      route.end();
      return caller.callStable(call);
    }
    try {
      T answer = task.get(shield.deadlineNanos(), TimeUnit.NANOSECONDS);
      long elapsed = caller.elapsedSince(start);
      if (elapsed <= shield.deadlineNanos()) {
        route.succeeded(elapsed);
        return answer;
      }
      failed = late(shield);
      route.failed(elapsed);
    } catch (TimeoutException timeout) {
      task.cancel(true);
      failed = late(shield);
      route.failed(caller.elapsedSince(start));
    } catch (ExecutionException thrown) {
      failed = thrown.getCause() == null ? thrown : thrown.getCause();
      if (!caller.credit(route, failed, caller.elapsedSince(start))) {
        throw Sneaky.<RuntimeException>as(failed);
      }
    } catch (InterruptedException interrupted) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return caller.callStable(call);
    }
    return caller.answerFromStable(shield, failed, call);
  }

  private TimeoutException late(Shield shield) {
    return new TimeoutException(route.version()
        + " did not answer within "
        + TimeUnit.NANOSECONDS.toMillis(shield.deadlineNanos())
        + " ms");
  }

  /** Ends the call in flight exactly once, even if it was cancelled before it began. */
  private static final class Task<T extends @Nullable Object> extends FutureTask<T> {

    private final CreditedRoute route;

    Task(CreditedRoute route, ModelCall<T, ?> call) {
      super(() -> call.on(route.version()));
      this.route = route;
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        route.end();
      }
    }
  }
}

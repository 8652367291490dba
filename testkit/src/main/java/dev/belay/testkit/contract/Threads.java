package dev.belay.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does things at the same time, on a thread for each. */
final class Threads {

  /** Longer than anything takes that ends at all. */
  private static final long PATIENCE_SECONDS = 60;

  private Threads() {}

  /** Something to do that has no result. */
  @FunctionalInterface
  interface Task {

    void run() throws Exception;
  }

  /** Does all tasks at once, and throws what the first of them that failed has thrown. */
  static void run(List<Task> tasks) throws Exception {
    List<Callable<Boolean>> done = new ArrayList<>();
    for (Task task : tasks) {
      done.add(() -> {
        task.run();
        return true;
      });
    }
    List<Boolean> unused = all(done);
  }

  /** Begins all tasks at once, waits for their ends, and throws what the first of them that failed has thrown. */
  static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(threads.submit(() -> {
          start.await();
          return task.call();
        }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("one of several threads failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(
          "several threads must end within " + PATIENCE_SECONDS + " s, but did not", e);
    } finally {
      threads.shutdownNow();
    }
  }
}

package dev.belay.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Many users who send rows to the service at a steady rate, and count what they see.
 *
 * <p>A bounded number of threads sends one request after the other. If the service is slower than the rate, the rate falls:
 * no backlog builds up.
 */
final class LoadGenerator implements AutoCloseable {

  private static final int THREADS = 16;
  private static final long STOP_MILLIS = 10_000;

  private final URI service;
  private final List<Row> rows;
  private final int users;
  private final long pauseNanos;
  private final HttpClient client = Http.client();
  private final List<Thread> threads = new ArrayList<>();

  private final AtomicLong requests = new AtomicLong();
  private final LongAdder failures = new LongAdder();
  private final LongAdder right = new LongAdder();
  private final Set<Integer> usersSeen = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Milestone milestone;
  private volatile boolean stopped;

  private LoadGenerator(URI service, List<Row> rows, int users, int requestsPerSecond) {
    this.service = service;
    this.rows = rows;
    this.users = users;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(THREADS) / requestsPerSecond;
  }

  /**
   * Starts to send.
   *
   * @param service where to
   * @param rows what
   * @param users how many users there are
   * @param requestsPerSecond how much they send together
   */
  static LoadGenerator start(URI service, List<Row> rows, int users, int requestsPerSecond) {
    LoadGenerator load = new LoadGenerator(service, rows, users, requestsPerSecond);
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Thread thread = new Thread(() -> load.run(random), "users-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  /**
   * What the users have seen.
   *
   * @param requests requests that were answered or failed
   * @param failures those that failed
   * @param right those that were answered with the right label
   * @param users different users that sent one
   */
  record Counts(long requests, long failures, long right, int users) {

    Counts minus(Counts earlier) {
      return new Counts(
          requests - earlier.requests, failures - earlier.failures, right - earlier.right, users);
    }

    /** Returns the part of the requests that was answered right. */
    double accuracy() {
      return (double) right / Math.max(1, requests);
    }
  }

  Counts counts() {
    return new Counts(requests.get(), failures.sum(), right.sum(), usersSeen.size());
  }

  /** Completes when so many more requests are through. Ask for one such number at a time. */
  CompletableFuture<Counts> more(long count) {
    Milestone next = new Milestone(requests.get() + count, new CompletableFuture<>());
    milestone = next;
    return next.reached();
  }

  private record Milestone(long requests, CompletableFuture<Counts> reached) {}

  private void run(SplittableRandom random) {
    long next = System.nanoTime() + random.nextLong(pauseNanos);
    while (!stopped) {
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
        continue;
      }
      next = Math.max(next + pauseNanos, System.nanoTime());
      try {
        send(random.nextInt(users), rows.get(random.nextInt(rows.size())));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void send(int user, Row row) throws InterruptedException {
    HttpRequest request = Http.post(service, row.toLine())
        .header(PredictionService.USER_HEADER, "user-" + user)
        .build();
    boolean failed = true;
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      failed = response.statusCode() != Http.OK;
      if (!failed && response.body().equals(row.label())) {
        right.increment();
      }
    } catch (IOException unreachable) {
      // A user sees no difference between an error and no answer.
    }
    if (failed) {
      failures.increment();
    }
    usersSeen.add(user);
    long done = requests.incrementAndGet();
    Milestone goal = milestone;
    if (goal != null && done >= goal.requests()) {
      goal.reached().complete(counts());
    }
  }

  /** Sends nothing more and waits for the answers that are due. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

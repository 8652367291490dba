package dev.belay.databricks.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What was asked, the last of it, and what will never be answered. Thread-safe. */
final class CallLog {

  static final int KEPT = 10_000;

  private final Deque<Call> calls = new ArrayDeque<>();
  private CompletableFuture<Call> hang = new CompletableFuture<>();

  synchronized void add(Call call) {
    if (calls.size() == KEPT) {
      calls.remove();
    }
    calls.add(call);
  }

  synchronized List<Call> all() {
    return List.copyOf(calls);
  }

  synchronized CompletableFuture<Call> nextHang() {
    return hang.copy();
  }

  void hangs(Call call) {
    CompletableFuture<Call> told;
    synchronized (this) {
      told = hang;
      hang = new CompletableFuture<>();
    }
    told.complete(call);
  }
}

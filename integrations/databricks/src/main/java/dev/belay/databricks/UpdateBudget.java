package dev.belay.databricks;

import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Keeps the number of updates far below what the platform allows a workspace, 50 in five minutes: at most {@value #USUAL} of any
 * kind, and {@value #URGENT} with those that are urgent, so that a retreat never waits for updates of ours.
 * Not thread-safe.
 */
final class UpdateBudget {

  static final int USUAL = 20;
  static final int URGENT = 35;
  private static final long WINDOW = Duration.ofMinutes(5).toNanos();

  private final BelayRuntime runtime;
  private final Deque<Long> sent = new ArrayDeque<>();

  UpdateBudget(BelayRuntime runtime) {
    this.runtime = runtime;
  }

  /** Takes one update out of the budget; if there is none left, tells how long to wait and takes nothing. */
  Optional<Duration> take(boolean urgent) {
    long now = runtime.nanoTime();
    sent.removeIf(time -> now - time >= WINDOW);
    int limit = urgent ? URGENT : USUAL;
    if (sent.size() < limit) {
      sent.addLast(now);
      return Optional.empty();
    }
    long due = sent.stream().skip(sent.size() - limit).findFirst().orElse(now) + WINDOW;
    return Optional.of(Duration.ofNanos(due - now));
  }
}

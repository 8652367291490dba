package dev.belay.engine;

import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of decisions: the wall clock when the endpoint was made, moved on by the monotonic clock. It never runs
 * backwards, and a change of the wall clock neither shortens nor lengthens a stage.
 */
final class EngineClock {

  /** A journal that says a later one was not written by a clock, and may not lead where no moment can be added to. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final BelayRuntime runtime;
  private volatile Instant start;
  private final long startNanos;

  EngineClock(BelayRuntime runtime) {
    this.runtime = runtime;
    this.start = runtime.clock().instant();
    this.startNanos = runtime.nanoTime();
  }

  /** Moves on to a moment that has been written down, if the wall clock was behind it; called by one thread. */
  void notBefore(Instant known) {
    Instant now = now();
    Instant moment = known.isAfter(LATEST) ? LATEST : known;
    if (now.isBefore(moment)) {
      start = start.plus(Duration.between(now, moment));
    }
  }

  Instant now() {
    return start.plusNanos(runtime.nanoTime() - startNanos);
  }
}

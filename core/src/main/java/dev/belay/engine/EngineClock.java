package dev.belay.engine;

import dev.belay.runtime.BelayRuntime;
import java.time.Instant;

/**
 * The time of decisions: the wall clock when the endpoint was made, moved on by the monotonic clock. It never runs
 * backwards, and a change of the wall clock neither shortens nor lengthens a stage.
 */
final class EngineClock {

  private final BelayRuntime runtime;
  private final Instant start;
  private final long startNanos;

  EngineClock(BelayRuntime runtime) {
    this.runtime = runtime;
    this.start = runtime.clock().instant();
    this.startNanos = runtime.nanoTime();
  }

  Instant now() {
    return start.plusNanos(runtime.nanoTime() - startNanos);
  }
}

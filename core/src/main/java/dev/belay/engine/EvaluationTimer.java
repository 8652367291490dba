package dev.belay.engine;

import java.time.Duration;
import java.time.Instant;

/** When to evaluate: at a steady interval, and soon after the candidate failed. Used by the control thread alone. */
final class EvaluationTimer {

  /** However often the candidate fails, the evaluations that this asks for lie so far apart. */
  private static final Duration NUDGE_SPACING = Duration.ofNanos(200_000);

  private final Duration interval;
  private Instant nextSteady;
  private Instant last;

  EvaluationTimer(Duration interval, Instant now) {
    this.interval = interval;
    this.nextSteady = now.plus(interval);
    this.last = now;
  }

  /** Whether the steady evaluation is due; if so, the next one is set. */
  boolean takeSteady(Instant now) {
    if (now.isBefore(nextSteady)) {
      return false;
    }
    nextSteady = now.plus(interval);
    return true;
  }

  /** Whether enough time has passed since the last evaluation for another one out of turn. */
  boolean spaced(Instant now) {
    return !now.isBefore(last.plus(NUDGE_SPACING));
  }

  void evaluated(Instant now) {
    last = now;
  }

  /** Makes the steady evaluation due at once. */
  void hurry(Instant now) {
    nextSteady = now;
  }

  /** How long until there is something to do. */
  Duration untilNext(Instant now, boolean nudged) {
    Instant next = nextSteady;
    if (nudged && last.plus(NUDGE_SPACING).isBefore(next)) {
      next = last.plus(NUDGE_SPACING);
    }
    return next.isBefore(now) ? Duration.ZERO : Duration.between(now, next);
  }
}

package dev.belay.bluegreen;

import dev.belay.health.Verdict;
import java.time.Duration;

/** Something that happens to a machine some time after the last thing. */
record Event(Duration after, Kind kind, Verdict verdict, double harm, long requests) {

  enum Kind {
    ASSESSED,
    TICK,
    READY,
    NOT_READY,
    CONFIRMED,
    CONFIRMED_ANOTHER,
    CHANGED,
    REFUSED,
    DRAINED,
    DRAINED_IN_PART,
    DRAINED_ANOTHER,
    RELEASED,
    NOT_RELEASED,
    TRIPPED,
    PAUSE,
    RESUME,
    APPROVE,
    PROMOTE,
    ROLL_BACK
  }

  /** An evaluation after two minutes that proves the candidate. */
  static Event healthy() {
    return assessed(Verdict.HEALTHY);
  }

  /** An evaluation after two minutes, with little harm left and many requests. */
  static Event assessed(Verdict verdict) {
    return new Event(Duration.ofMinutes(2), Kind.ASSESSED, verdict, .0001, 100_000);
  }

  /** Something that happens at once. */
  static Event now(Kind kind) {
    return after(Duration.ZERO, kind);
  }

  static Event after(Duration duration, Kind kind) {
    return new Event(duration, kind, Verdict.HEALTHY, .0001, 100_000);
  }
}

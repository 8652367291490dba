package dev.belay.testkit;

/**
 * One version of a fake endpoint: its script, its chance and its counters. Thread-safe; the lock is held for a few additions
 * only, so that the numbers of calls and what is in flight fit together.
 */
final class FakeVersion {

  private final Script script;
  private final long streamSeed;
  private long calls;
  private long answers;
  private long failures;

  FakeVersion(String name, FakeModel model, long seed) {
    script = model.script();
    streamSeed = Draws.streamSeed(seed, name);
  }

  /** Counts a call in and decides it. Unless this throws, the caller ends it with {@link #end}. */
  Outcome begin(long elapsedNanos, Object input) {
    Moment moment = counted(elapsedNanos);
    boolean decided = false;
    try {
      Outcome outcome = script.of(moment, Draws.ofCall(streamSeed, moment.number()), input);
      decided = true;
      return outcome;
    } finally {
      if (!decided) {
        end(false);
      }
    }
  }

  private synchronized Moment counted(long elapsedNanos) {
    calls++;
    return new Moment(elapsedNanos, calls, calls - answers - failures);
  }

  synchronized void end(boolean answered) {
    if (answered) {
      answers++;
    } else {
      failures++;
    }
  }

  synchronized FakeCounts counts() {
    return new FakeCounts(calls, answers, failures);
  }

  boolean upAt(long elapsedNanos) {
    return script.upAt(elapsedNanos);
  }
}

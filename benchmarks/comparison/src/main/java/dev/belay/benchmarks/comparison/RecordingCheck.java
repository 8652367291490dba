package dev.belay.benchmarks.comparison;

/** Refuses a contender that does not count every outcome. */
final class RecordingCheck {

  private static final int CALLS = 10_000;
  private static final int ONE_FAILURE_IN = 100;
  private static final long NANOS = 5_000_000;

  private RecordingCheck() {}

  static void require(Object contender, Recorder recorder) {
    for (int i = 0; i < CALLS; i++) {
      recorder.record(NANOS + i, i % ONE_FAILURE_IN != 0);
    }
    long calls = Math.min(CALLS, recorder.remembered());
    long failures = calls / ONE_FAILURE_IN;
    Counted expected = new Counted(calls - failures, failures);
    Counted counted = recorder.counted();
    if (!counted.equals(expected)) {
      throw new IllegalStateException(
          contender + " must have counted " + expected + ", but has " + counted);
    }
  }
}

package dev.belay.benchmarks.comparison;

/** Counts calls by their outcome, and sorts their latencies into a histogram. */
interface Recorder extends AutoCloseable {

  /** Counts one call. */
  void record(long nanos, boolean success);

  /** Returns what has been counted. */
  Counted counted();

  /** Returns how many of the last calls are known. */
  default int remembered() {
    return Integer.MAX_VALUE;
  }

  @Override
  default void close() {}
}

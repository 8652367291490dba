package dev.belay.benchmarks.comparison;

import dev.belay.ModelCall;
import dev.belay.ModelVersion;

/**
 * Calls a model: chooses the version by a key, counts the outcome and its latency, takes no more traffic to a candidate that
 * keeps failing, and lets stable answer where the candidate has failed.
 */
interface ModelCaller extends AutoCloseable {

  /** Calls one version, or both. */
  ModelVersion call(String key, ModelCall<ModelVersion, RuntimeException> model);

  /** Returns how the calls of the candidate ended. */
  Counted candidateCalls();

  @Override
  void close();
}

package dev.belay.benchmarks.comparison;

import dev.belay.ModelVersion;
import dev.belay.benchmarks.Endpoints;

/** Refuses a contender whose stable version does not answer where the candidate has failed, or that does not count it. */
final class CallCheck {

  /** Fewer than any circuit breaker waits for. */
  private static final int FAILURES = 3;

  private CallCheck() {}

  static void require(Object contender, ModelCaller caller, String[] keys) {
    Counted before = caller.candidateCalls();
    int failures = 0;
    for (int i = 0; failures < FAILURES; i++) {
      if (!caller.call(keys[i], version -> version).equals(Endpoints.CANDIDATE)) {
        continue;
      }
      failures++;
      ModelVersion answer = caller.call(keys[i], CallCheck::failAsCandidate);
      if (!answer.equals(Endpoints.STABLE)) {
        throw new IllegalStateException(
            contender + " must answer with stable, but did with " + answer);
      }
    }
    Counted expected = new Counted(before.successes() + FAILURES, before.failures() + FAILURES);
    Counted counted = caller.candidateCalls();
    if (!counted.equals(expected)) {
      throw new IllegalStateException(
          contender + " must have counted " + expected + ", but has " + counted);
    }
  }

  private static ModelVersion failAsCandidate(ModelVersion version) {
    if (version.equals(Endpoints.CANDIDATE)) {
      throw new IllegalStateException("failure");
    }
    return version;
  }
}

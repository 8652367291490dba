package dev.belay.benchmarks.comparison;

import dev.belay.ModelCall;
import dev.belay.ModelVersion;
import dev.belay.benchmarks.Endpoints;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;

/**
 * What a team would put together: a flag chooses the version, Micrometer's timers with histograms count the outcome and its
 * latency, a circuit breaker of resilience4j is around the candidate, and stable answers where the candidate has failed.
 */
final class ComposedCaller implements ModelCaller {

  private final Chooser chooser;
  private final Recorder stable = MicrometerRecorder.histogram(Endpoints.STABLE.version());
  private final Recorder candidate = MicrometerRecorder.histogram(Endpoints.CANDIDATE.version());
  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("candidate");

  ComposedCaller(Chooser chooser) {
    this.chooser = chooser;
  }

  @Override
  public ModelVersion call(String key, ModelCall<ModelVersion, RuntimeException> model) {
    if (chooser.candidate(key) && breaker.tryAcquirePermission()) {
      long start = System.nanoTime();
      try {
        ModelVersion answer = model.on(Endpoints.CANDIDATE);
        long nanos = System.nanoTime() - start;
        candidate.record(nanos, true);
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        return answer;
      } catch (RuntimeException e) {
        long nanos = System.nanoTime() - start;
        candidate.record(nanos, false);
        breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
      }
    }
    return callStable(model);
  }

  private ModelVersion callStable(ModelCall<ModelVersion, RuntimeException> model) {
    long start = System.nanoTime();
    try {
      ModelVersion answer = model.on(Endpoints.STABLE);
      stable.record(System.nanoTime() - start, true);
      return answer;
    } catch (RuntimeException e) {
      stable.record(System.nanoTime() - start, false);
      throw e;
    }
  }

  @Override
  public Counted candidateCalls() {
    return candidate.counted();
  }

  @Override
  public void close() {
    chooser.close();
    stable.close();
    candidate.close();
  }
}

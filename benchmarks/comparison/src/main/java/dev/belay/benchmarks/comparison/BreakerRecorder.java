package dev.belay.benchmarks.comparison;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.concurrent.TimeUnit;

/**
 * A circuit breaker of resilience4j over the last 100 calls, which never opens. It counts failures and slow calls, and has no
 * histogram.
 */
final class BreakerRecorder implements Recorder {

  private static final int WINDOW = 100;
  private static final int ALL = 100;
  private static final Throwable FAILURE = new IllegalStateException("failure");

  private final CircuitBreaker breaker = CircuitBreaker.of(
      "candidate",
      CircuitBreakerConfig.custom()
          .slidingWindow(WINDOW, WINDOW, SlidingWindowType.COUNT_BASED)
          .failureRateThreshold(ALL)
          .build());

  @Override
  public void record(long nanos, boolean success) {
    if (success) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILURE);
    }
  }

  @Override
  public Counted counted() {
    return new Counted(
        breaker.getMetrics().getNumberOfSuccessfulCalls(),
        breaker.getMetrics().getNumberOfFailedCalls());
  }

  @Override
  public int remembered() {
    return WINDOW;
  }
}

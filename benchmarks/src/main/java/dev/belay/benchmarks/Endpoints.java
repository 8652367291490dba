package dev.belay.benchmarks;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;

/** The endpoints that are measured. What is public is for the comparison with other libraries. */
public final class Endpoints {

  /** The version that has the rest. */
  public static final ModelVersion STABLE = ModelVersion.of("fraud", "7");

  /** The version that has ten percent. */
  public static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  static final int SHARE = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DRAWS = 1_000_000;

  private Endpoints() {}

  static ModelEndpoint atRest(BelayRuntime runtime) {
    return ModelEndpoint.builder(STABLE.model())
        .live(STABLE.version())
        .runtime(runtime)
        .build();
  }

  /** A blast radius that nothing spends. */
  static BlastRadius.Builder unlimited() {
    return BlastRadius.builder()
        .maxConsecutiveFailures(Integer.MAX_VALUE)
        .failuresPerStep(Double.MAX_VALUE);
  }

  /** Two signals, evaluated at an interval. */
  static RolloutPolicy policy(BlastRadius blastRadius, Duration evaluationInterval) {
    return RolloutPolicy.builder()
        .signal(FailureRate.againstStable().build())
        .signal(FailureRate.atMost(.05))
        .blastRadius(blastRadius)
        .evaluationInterval(evaluationInterval)
        .build();
  }

  /** Ten percent for the candidate, for longer than any measurement takes. */
  static RolloutPlan plan(RolloutPolicy policy) {
    return RolloutPlan.to(CANDIDATE.version())
        .strategy(CanaryStrategy.stages(
                CanaryStage.basisPoints(SHARE).lasting(policy.deadline().dividedBy(2)),
                CanaryStage.percent(50))
            .build())
        .policy(policy)
        .build();
  }

  /**
   * An endpoint in a rollout at ten percent, whose control plane stands still from now on.
   *
   * @return the endpoint, for the caller to close
   */
  public static ModelEndpoint atTenPercent() {
    SteppedRuntime runtime = new SteppedRuntime();
    ModelEndpoint endpoint = atRest(runtime);
    Duration interval = Duration.ofMillis(1);
    endpoint.start(plan(policy(unlimited().build(), interval)), "benchmark");
    awaitExposure(endpoint, () -> runtime.step(interval));
    requireShare(endpoint);
    return endpoint;
  }

  /** Waits until the candidate has its share, doing something meanwhile. */
  static void awaitExposure(ModelEndpoint endpoint, Runnable meanwhile) {
    long start = System.nanoTime();
    while (endpoint.split().basisPoints(CANDIDATE) != SHARE) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("candidate must have 10 % by now, but " + endpoint);
      }
      meanwhile.run();
    }
  }

  private static void requireShare(ModelEndpoint endpoint) {
    int hits = 0;
    for (int i = 0; i < DRAWS; i++) {
      if (endpoint.route().version().equals(CANDIDATE)) {
        hits++;
      }
    }
    double percent = 100.0 * hits / DRAWS;
    if (!(percent >= 9.8 && percent <= 10.2)) {
      throw new IllegalStateException(
          "share must be 9.8 to 10.2 % over " + DRAWS + " draws, but was " + percent);
    }
  }

  /** The first number from a start on that is assigned to a version. */
  static long keyOf(ModelEndpoint endpoint, ModelVersion version) {
    long key = 0;
    while (!endpoint.route(key).version().equals(version)) {
      key++;
    }
    return key;
  }
}

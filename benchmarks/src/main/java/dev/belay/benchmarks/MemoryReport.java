package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.RolloutPlan;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints the heap that an endpoint takes: at rest, and in a rollout with two signals at 10 %. Most of it are the stripes of
 * the recorders, whose number follows the processors.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dreport=MemoryReport
 * </pre>
 */
public final class MemoryReport {

  private static final int AT_REST = 1_000;
  private static final int IN_ROLLOUT = 200;
  private static final int WARM_UP = 10;

  private MemoryReport() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    keep(endpoints(WARM_UP, true));
    double rest = bytesPerEndpoint(AT_REST, false);
    double rollout = bytesPerEndpoint(IN_ROLLOUT, true);
    System.out.printf(
        Locale.ROOT,
        "processors %d, Java %s%nat rest     %,9.0f bytes per endpoint, mean of %,d%nin rollout  %,9.0f bytes per endpoint, mean of %,d%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        rest,
        AT_REST,
        rollout,
        IN_ROLLOUT);
  }

  /**
   * Measures.
   *
   * @param count how many endpoints to make, at least 1
   * @param inRollout whether each is in a rollout
   * @return the mean of the bytes of heap that each takes
   */
  public static double bytesPerEndpoint(int count, boolean inRollout) {
    long before = Heap.usedBytes();
    List<ModelEndpoint> endpoints = endpoints(count, inRollout);
    long after = Heap.usedBytes();
    keep(endpoints);
    return (double) (after - before) / count;
  }

  private static List<ModelEndpoint> endpoints(int count, boolean inRollout) {
    RolloutPlan plan =
        Endpoints.plan(Endpoints.policy(Endpoints.unlimited().build(), Duration.ofSeconds(1)));
    List<ModelEndpoint> endpoints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ModelEndpoint endpoint = Endpoints.atRest(BelayRuntime.system());
      if (inRollout) {
        endpoint.start(plan, "report");
      }
      endpoints.add(endpoint);
    }
    if (inRollout) {
      endpoints.forEach(
          endpoint -> Endpoints.awaitExposure(endpoint, () -> LockSupport.parkNanos(1_000_000)));
    }
    return endpoints;
  }

  /** Ends the rollouts; until then the endpoints are reachable. */
  private static void keep(List<ModelEndpoint> endpoints) {
    for (ModelEndpoint endpoint : endpoints) {
      endpoint.close();
      endpoint
          .rollout()
          .ifPresent(rollout -> rollout.completion().toCompletableFuture().join());
    }
  }
}

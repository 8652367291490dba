package dev.belay.benchmarks;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.FailureRate;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Prints how long it takes from the start of the call of {@code failed} that decides to the moment at which the router has
 * nothing for the candidate, over 1 000 rollouts each, on the system's runtime with its real threads.
 *
 * <ul>
 *   <li>cap: the fifth failure spends the blast radius;
 *   <li>breaker: the twentieth failure in a row means a dead candidate;
 *   <li>signal: a failure makes the failure rate against stable cross its threshold; the control thread is nudged, evaluates
 *       and decides.
 * </ul>
 *
 * <p>The very first rollout of a process runs code that nothing has compiled yet; it is printed apart.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dreport=ReactionReport
 * </pre>
 */
public final class ReactionReport {

  private static final int ROLLOUTS = 1_000;
  private static final int CAP = 5;
  private static final int IN_A_ROW = 20;
  private static final int MOST_FAILURES = 1_000;
  private static final long LATENCY = 5_000_000;
  private static final long LONGEST_WAIT_NANOS = 50_000_000;
  private static final long AFTER_EVALUATION_NANOS = 1_000_000;

  private ReactionReport() {}

  /** Sends failures into an exposed rollout and times the one that decides. */
  private interface Scenario {

    long decisiveNanos(ModelEndpoint endpoint, Rollout rollout);
  }

  /**
   * How long reactions of one kind took.
   *
   * @param name what decides
   * @param first the microseconds of the very first one, cold
   * @param micros the microseconds of the others, in ascending order
   */
  public record Reactions(String name, double first, List<Double> micros) {

    /**
     * Returns a quantile.
     *
     * @param share in (0, 1]
     * @return in microseconds
     */
    public double quantile(double share) {
      return micros.get((int) Math.ceil(share * micros.size()) - 1);
    }
  }

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.printf(
        "%-10s %10s %10s %10s %10s %10s  microseconds%n", "", "first", "p50", "p90", "p99", "max");
    for (Reactions reactions : measure(ROLLOUTS)) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %10.1f %10.1f %10.1f %10.1f %10.1f%n",
          reactions.name(),
          reactions.first(),
          reactions.quantile(.5),
          reactions.quantile(.9),
          reactions.quantile(.99),
          reactions.quantile(1));
    }
  }

  /**
   * Measures.
   *
   * @param rollouts how many of each kind, at least 1
   * @return the reactions of each kind
   */
  public static List<Reactions> measure(int rollouts) {
    return List.of(
        reactions(
            rollouts,
            "cap",
            policy(Endpoints.unlimited().maxFailures(CAP).build()),
            (endpoint, rollout) -> tripped(endpoint, CAP)),
        reactions(
            rollouts,
            "breaker",
            policy(Endpoints.unlimited().maxConsecutiveFailures(IN_A_ROW).build()),
            (endpoint, rollout) -> tripped(endpoint, IN_A_ROW)),
        reactions(
            rollouts, "signal", policy(Endpoints.unlimited().build()), ReactionReport::condemned));
  }

  private static RolloutPolicy policy(BlastRadius blastRadius) {
    return RolloutPolicy.builder()
        .signal(FailureRate.againstStable().build())
        .blastRadius(blastRadius)
        .evaluationInterval(Duration.ofMillis(10))
        .build();
  }

  private static Reactions reactions(
      int rollouts, String name, RolloutPolicy policy, Scenario scenario) {
    double first = micros(policy, scenario);
    List<Double> others =
        Stream.generate(() -> micros(policy, scenario)).limit(rollouts).sorted().toList();
    return new Reactions(name, first, others);
  }

  private static double micros(RolloutPolicy policy, Scenario scenario) {
    RolloutPlan plan = Endpoints.plan(policy);
    try (ModelEndpoint endpoint = Endpoints.atRest(BelayRuntime.system())) {
      Rollout rollout = endpoint.start(plan, "report");
      Endpoints.awaitExposure(endpoint, () -> LockSupport.parkNanos(100_000));
      double micros = scenario.decisiveNanos(endpoint, rollout) / 1e3;
      rollout.completion().toCompletableFuture().join();
      return micros;
    }
  }

  private static long tripped(ModelEndpoint endpoint, int failures) {
    Route candidate = endpoint.routeOf(Endpoints.CANDIDATE);
    for (int i = 1; i < failures; i++) {
      candidate.failed(LATENCY);
    }
    if (retreated(endpoint)) {
      throw new IllegalStateException("the last failure must decide, but an earlier one did");
    }
    long start = System.nanoTime();
    candidate.failed(LATENCY);
    while (!retreated(endpoint)) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - start;
  }

  /** Gives both versions a past with 1 % failures, then lets the candidate fail every time, until one failure decides. */
  private static long condemned(ModelEndpoint endpoint, Rollout rollout) {
    Route stable = endpoint.routeOf(Endpoints.STABLE);
    Route candidate = endpoint.routeOf(Endpoints.CANDIDATE);
    succeed(stable, 891);
    succeed(candidate, 100);
    for (int i = 0; i < 9; i++) {
      stable.failed(LATENCY);
    }
    for (int failure = 1; failure <= MOST_FAILURES; failure++) {
      succeed(stable, 9);
      long start = System.nanoTime();
      candidate.failed(LATENCY);
      long evaluated = Long.MAX_VALUE;
      long now = start;
      while (now - start < LONGEST_WAIT_NANOS && evaluated > now - AFTER_EVALUATION_NANOS) {
        boolean retreated = retreated(endpoint);
        now = System.nanoTime();
        if (retreated) {
          return now - start;
        }
        if (evaluated == Long.MAX_VALUE && evaluatedFailures(rollout) >= failure) {
          evaluated = now;
        }
      }
      if (retreated(endpoint)) {
        return System.nanoTime() - start;
      }
    }
    throw new IllegalStateException(MOST_FAILURES + " failures must decide, but did not");
  }

  private static void succeed(Route route, int times) {
    for (int i = 0; i < times; i++) {
      route.succeeded(LATENCY);
    }
  }

  private static long evaluatedFailures(Rollout rollout) {
    return rollout
        .lastEvaluation()
        .map(evaluation -> evaluation.candidate().all().failures())
        .orElse(0L);
  }

  private static boolean retreated(ModelEndpoint endpoint) {
    return endpoint.split().basisPoints(Endpoints.CANDIDATE) == 0;
  }
}

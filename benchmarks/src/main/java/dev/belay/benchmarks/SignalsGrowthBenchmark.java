package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A second of one rollout with one signal and with up to ten: failures and latency against stable, failures against an objective,
 * quality, predictions, and objectives for one percentile of the latency after the other.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=SignalsGrowthBenchmark "-Dbench.args=-prof gc"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignalsGrowthBenchmark {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final List<HealthSignal> SIGNALS = List.of(
      FailureRate.againstStable().build(),
      Latency.againstStable().build(),
      FailureRate.atMost(.05),
      Quality.againstStable().build(),
      Predictions.ofClasses(3).build(),
      Latency.atMost(LIMIT, .5),
      Latency.atMost(LIMIT, .8),
      Latency.atMost(LIMIT, .9),
      Latency.atMost(LIMIT, .95),
      Latency.atMost(LIMIT, .99));

  /** How many signals the policy has. */
  @Param({"1", "2", "4", "6", "8", "10"})
  public int signals;

  private VirtualRuntime time = VirtualRuntime.seeded(1);
  private ModelEndpoint endpoint = Endpoints.atRest(time);
  private int calls;

  /** Starts a rollout. */
  @Setup(Level.Iteration)
  public void start() {
    time = VirtualRuntime.seeded(1);
    endpoint = Endpoints.atRest(time);
    RolloutPolicy.Builder policy =
        RolloutPolicy.builder().blastRadius(Endpoints.unlimited().build());
    SIGNALS.subList(0, signals).forEach(policy::signal);
    endpoint.start(Endpoints.plan(policy.build()), "benchmark");
    Endpoints.awaitExposure(endpoint, () -> time.advance(SECOND));
  }

  /** A second with a hundred calls. */
  @Benchmark
  public void second() {
    Route stable = endpoint.routeOf(Endpoints.STABLE);
    Route candidate = endpoint.routeOf(Endpoints.CANDIDATE);
    for (int i = 0; i < 100; i++) {
      Route route = i % 10 == 0 ? candidate : stable;
      long spread = (calls++ * 7919L) % 1_000;
      route.succeeded(5_000_000 + 10_000 * spread);
      route.scored(spread / 1e3);
      route.predictedClass((int) (spread % 3));
    }
    time.advance(SECOND);
  }
}

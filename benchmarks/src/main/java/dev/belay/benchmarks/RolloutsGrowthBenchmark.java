package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A second of the whole control plane with many endpoints in a rollout: each gets ten calls, evaluates two signals once, and
 * decides.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=RolloutsGrowthBenchmark "-Dbench.args=-prof gc"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RolloutsGrowthBenchmark {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** How many endpoints are in a rollout. */
  @Param({"1", "10", "30", "60", "100", "300", "1000"})
  public int rollouts;

  private final List<ModelEndpoint> endpoints = new ArrayList<>();
  private VirtualRuntime time = VirtualRuntime.seeded(1);

  /** Starts the rollouts. */
  @Setup(Level.Iteration)
  public void start() {
    time = VirtualRuntime.seeded(1);
    endpoints.clear();
    for (int i = 0; i < rollouts; i++) {
      ModelEndpoint endpoint = Endpoints.atRest(time);
      endpoint.start(
          Endpoints.plan(Endpoints.policy(Endpoints.unlimited().build(), SECOND)), "benchmark");
      endpoints.add(endpoint);
    }
    for (ModelEndpoint endpoint : endpoints) {
      Endpoints.awaitExposure(endpoint, () -> time.advance(SECOND));
    }
  }

  /** Checks that they still run. */
  @TearDown(Level.Iteration)
  public void check() {
    for (ModelEndpoint endpoint : endpoints) {
      if (endpoint.split().basisPoints(Endpoints.CANDIDATE) != Endpoints.SHARE) {
        throw new IllegalStateException("rollout must still be at 10 %, but " + endpoint);
      }
    }
  }

  /** A second of all of them. */
  @Benchmark
  public void second() {
    for (ModelEndpoint endpoint : endpoints) {
      Route stable = endpoint.routeOf(Endpoints.STABLE);
      for (int i = 0; i < 9; i++) {
        stable.succeeded(1_000);
      }
      endpoint.routeOf(Endpoints.CANDIDATE).succeeded(1_000);
    }
    time.advance(SECOND);
  }
}

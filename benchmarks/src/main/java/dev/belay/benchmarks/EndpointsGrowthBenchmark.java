package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Assigning a request by its key in a process with many endpoints, each of them in a rollout at 10 %: always on the same endpoint,
 * which shows whether the others are in the way, and on all of them in a random order, which adds what the processor's caches cannot
 * hold.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=EndpointsGrowthBenchmark "-Dbench.args=-prof gc"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx12g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EndpointsGrowthBenchmark {

  private static final int MANY = 4_096;

  /** How many endpoints there are. */
  @Param({"1", "10", "100", "1000", "10000"})
  public int endpoints;

  private final String[] keys = new String[MANY];
  private final int[] order = new int[MANY];
  private ModelEndpoint[] all = {};
  private int next;

  /** Makes the endpoints and has each give 10 % to its candidate. */
  @Setup
  public void start() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < MANY; i++) {
      keys[i] = Keys.text(random, 16, 'a');
      order[i] = random.nextInt(endpoints);
    }
    SteppedRuntime runtime = new SteppedRuntime();
    Duration interval = Duration.ofSeconds(1);
    all = new ModelEndpoint[endpoints];
    for (int i = 0; i < endpoints; i++) {
      all[i] = Endpoints.atRest(runtime);
      all[i].start(
          Endpoints.plan(Endpoints.policy(Endpoints.unlimited().build(), interval)), "benchmark");
    }
    for (ModelEndpoint endpoint : all) {
      Endpoints.awaitExposure(endpoint, () -> runtime.step(interval));
    }
  }

  /** Always the first one. */
  @Benchmark
  public Route sameEndpoint() {
    return all[0].route(keys[next++ & (MANY - 1)]);
  }

  /** One after the other, in a random order. */
  @Benchmark
  public Route anyEndpoint() {
    int i = next++ & (MANY - 1);
    return all[order[i]].route(keys[i]);
  }
}

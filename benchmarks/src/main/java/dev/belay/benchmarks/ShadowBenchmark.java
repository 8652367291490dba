package dev.belay.benchmarks;

import dev.belay.ModelCall;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.ShadowCalls;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What shadow calls cost the thread of a caller: whole calls around a model that does nothing, on an endpoint whose candidate
 * is ready and takes no traffic. The control plane runs for real; look at {@code cpu.callers}.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=ShadowBenchmark \
 *   "-Dbench.args=-prof gc -prof dev.belay.benchmarks.CpuTimeProfiler -t 1"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ShadowBenchmark {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How the candidate is called. */
  public enum Calls {
    /** Not at all. */
    NONE,
    /** For one request in a hundred. */
    ONE_PERCENT,
    /** For every request, and it never answers: all but the first few are dropped. */
    ALL_DROPPED
  }

  /** How the candidate is called. */
  @Param
  public Calls calls = Calls.NONE;

  private final CountDownLatch end = new CountDownLatch(1);
  private ModelEndpoint endpoint = Endpoints.atRest(BelayRuntime.system());
  private ModelCall<ModelVersion, RuntimeException> call = version -> version;

  /** Starts a rollout that waits for an approval. */
  @Setup
  public void start() throws InterruptedException {
    endpoint = Endpoints.atRest(BelayRuntime.system());
    RolloutPolicy.Builder policy = RolloutPolicy.builder();
    switch (calls) {
      case NONE -> {}
      case ONE_PERCENT -> policy.shadow(ShadowCalls.ofPercent(1).build());
      case ALL_DROPPED -> {
        policy.shadow(ShadowCalls.ofPercent(100).deadline(Duration.ofHours(1)).build());
        call = version -> version.equals(Endpoints.CANDIDATE) ? hang(version) : version;
      }
    }
    RolloutPlan plan = RolloutPlan.to(Endpoints.CANDIDATE.version())
        .strategy(
            BlueGreenStrategy.atOnce().holdBackPercent(5).approvedCutover().build())
        .policy(policy.build())
        .build();
    Rollout rollout = endpoint.start(plan, "benchmark");
    long start = System.nanoTime();
    while (!rollout.state().ready()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("candidate must be ready by now, but " + rollout);
      }
      Thread.sleep(1);
    }
  }

  private ModelVersion hang(ModelVersion version) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return version;
  }

  /** Says what came of the shadow calls, and checks that nothing else has happened. */
  @TearDown
  public void check() {
    end.countDown();
    RolloutReport report = endpoint.rollout().orElseThrow().report();
    System.out.println(report.shadow() + "; " + report.shadowDropped() + " dropped");
    if (report.phase().terminal() || report.candidateCalls().all().requests() > 0) {
      throw new IllegalStateException("candidate must have no traffic, but " + endpoint);
    }
    endpoint.close();
  }

  /** A call that is assigned at random. */
  @Benchmark
  public ModelVersion call() {
    return endpoint.call(call);
  }
}

package dev.belay.benchmarks;

import dev.belay.ModelCall;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Route;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Crediting an outcome (count, failure, latency), and whole calls around a model that does nothing, on an endpoint in a
 * rollout at 10 %.
 *
 * <p>The failures of the candidate nudge the control plane once; in production a nudge is taken again every 200 microseconds
 * at most.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=RecordBenchmark "-Dbench.args=-prof gc -t 1"
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {

  private static final ModelCall<ModelVersion, RuntimeException> NO_OP = version -> version;

  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {

    final LongAdder first = new LongAdder();
    final LongAdder second = new LongAdder();
    final LongAdder third = new LongAdder();
    final ModelEndpoint rollout = Endpoints.atTenPercent();
    final Route stable = rollout.routeOf(Endpoints.STABLE);
    final Route candidate = rollout.routeOf(Endpoints.CANDIDATE);
    final long stableKey = Endpoints.keyOf(rollout, Endpoints.STABLE);
    final long candidateKey = Endpoints.keyOf(rollout, Endpoints.CANDIDATE);
    final ModelEndpoint rest = Endpoints.atRest(new SteppedRuntime());
  }

  /** The latencies of one thread: around 5 milliseconds, spread over a factor of about a hundred. */
  @State(Scope.Thread)
  public static class Latencies {

    private static final int MANY = 4_096;

    private final long[] nanos = new long[MANY];
    private int next;

    /** Makes the latencies. */
    @Setup
    public void make() {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < MANY; i++) {
        double spread = -3;
        for (int n = 0; n < 6; n++) {
          spread += random.nextDouble();
        }
        nanos[i] = (long) (5e6 * Math.exp(1.5 * spread));
      }
    }

    /**
     * Returns the next latency.
     *
     * @return in nanoseconds
     */
    public long next() {
      return nanos[next++ & (MANY - 1)];
    }
  }

  /** Floor. */
  @Benchmark
  public void floorIncrement(Shared shared) {
    shared.first.increment();
  }

  /** Floor. */
  @Benchmark
  public void floorThreeIncrements(Shared shared) {
    shared.first.increment();
    shared.second.increment();
    shared.third.increment();
  }

  /** Floor: to come by a latency. */
  @Benchmark
  public long floorNextLatency(Latencies latencies) {
    return latencies.next();
  }

  /** Floor of a call. */
  @Benchmark
  public long floorTwoNanoTimes() {
    long start = System.nanoTime();
    return System.nanoTime() - start;
  }

  /** A success of stable. */
  @Benchmark
  public void stableSucceeded(Shared shared, Latencies latencies) {
    shared.stable.succeeded(latencies.next());
  }

  /** A failure of stable. */
  @Benchmark
  public void stableFailed(Shared shared, Latencies latencies) {
    shared.stable.failed(latencies.next());
  }

  /** A success of the candidate, which looks at the tripwire. */
  @Benchmark
  public void candidateSucceeded(Shared shared, Latencies latencies) {
    shared.candidate.succeeded(latencies.next());
  }

  /** A failure of the candidate, which the tripwire counts. */
  @Benchmark
  public void candidateFailed(Shared shared, Latencies latencies) {
    shared.candidate.failed(latencies.next());
  }

  /** A call outside any rollout: counts and clocks, but no latency. */
  @Benchmark
  public ModelVersion callAtRest(Shared shared) {
    return shared.rest.call(NO_OP);
  }

  /** A call that is assigned at random. */
  @Benchmark
  public ModelVersion callAtTenPercent(Shared shared) {
    return shared.rollout.call(NO_OP);
  }

  /** A call that goes to stable, by its key. */
  @Benchmark
  public ModelVersion callStable(Shared shared) {
    return shared.rollout.call(shared.stableKey, NO_OP);
  }

  /** A call that goes to the candidate, by its key, under the shield. */
  @Benchmark
  public ModelVersion callCandidate(Shared shared) {
    return shared.rollout.call(shared.candidateKey, NO_OP);
  }
}

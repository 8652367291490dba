package dev.belay.benchmarks;

import dev.belay.ModelCall;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a store that hangs costs a request: whole calls around a model that does nothing, from all processors, on an endpoint at ten
 * percent. The control plane runs for real.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=StoreHangBenchmark "-Dbench.args=-prof gc"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(Threads.MAX)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreHangBenchmark {

  /** What the store does once the candidate has its share. */
  public enum Store {
    /** It answers at once. */
    ANSWERS,
    /** Neither a record nor the progress is ever answered for. */
    HANGS
  }

  /** What the store does. */
  @Param
  public Store store = Store.ANSWERS;

  private final CountDownLatch end = new CountDownLatch(1);
  private final ModelCall<ModelVersion, RuntimeException> call = version -> version;
  private volatile boolean hanging;
  private ModelEndpoint endpoint = Endpoints.atRest(BelayRuntime.system());

  private final class Hanging extends ForwardingRolloutStore {

    Hanging() {
      super(RolloutStore.inMemory());
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      hang();
      return super.append(lease, record);
    }

    @Override
    public boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException {
      hang();
      return super.saveProgress(lease, progress);
    }

    private void hang() {
      if (hanging) {
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Brings the candidate to ten percent, lets the store hang, and has a decision wait for it. */
  @Setup
  public void start() {
    endpoint = ModelEndpoint.builder(Endpoints.STABLE.model())
        .live(Endpoints.STABLE.version())
        .store(new Hanging())
        .build();
    endpoint.start(
        Endpoints.plan(Endpoints.policy(Endpoints.unlimited().build(), Duration.ofMillis(100))),
        "benchmark");
    Endpoints.awaitExposure(endpoint, () -> LockSupport.parkNanos(1_000_000));
    hanging = store == Store.HANGS;
    var unused = endpoint.rollout().orElseThrow().pause("benchmark");
  }

  /** Checks that the share is as it was. */
  @TearDown
  public void check() {
    if (endpoint.split().basisPoints(Endpoints.CANDIDATE) != Endpoints.SHARE) {
      throw new IllegalStateException("candidate must have 10 %, but " + endpoint);
    }
    end.countDown();
    endpoint.close();
  }

  /** A call that is assigned at random. */
  @Benchmark
  public ModelVersion call() {
    return endpoint.call(call);
  }
}

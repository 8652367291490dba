package dev.belay.benchmarks;

import dev.belay.ModelVersion;
import dev.belay.Route;
import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.recording.VersionRecorder;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.Tripwire;
import dev.belay.runtime.BelayRuntime;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Assigning a request while another thread publishes one split after the other, as a cutover and a retreat do: at 10 % and at
 * 90 % in turn, beside a thread that wakes as often and publishes nothing. The tables are made beforehand, because making one
 * is no work of the request path; look at {@code cpu.callers}.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=FlipBenchmark \
 *   "-Dbench.args=-prof gc -prof dev.belay.benchmarks.CpuTimeProfiler -t 1"
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlipBenchmark {

  private static final long PERIOD_NANOS = 1_000_000;
  private static final int OTHER_SHARE = 9_000;

  /** Whether the split flips, 1 000 times a second. */
  @Param({"false", "true"})
  public boolean flips;

  private final RoutingTable.Arm stable = arm(Endpoints.STABLE);
  private final RoutingTable.Arm candidate = arm(Endpoints.CANDIDATE);
  private final Router router = new Router(RoutingTable.atRest(stable), BelayRuntime.system());
  private final Tripwire tripwire =
      new Tripwire(router, Integer.MAX_VALUE, Integer.MAX_VALUE, System::nanoTime, () -> {});
  private final Thread publisher = new Thread(this::publish, "publisher");
  private volatile boolean stopped;
  private volatile long published;
  private long key;
  private long startedAt;

  private static RoutingTable.Arm arm(ModelVersion version) {
    CreditedRoute route = new CreditedRoute(
        version,
        version.toString(),
        new CallRecorder(new VersionRecorder()),
        new InFlight(),
        null,
        null,
        null);
    return new RoutingTable.Arm(route, route, route, route, new BucketRecorder());
  }

  /** Starts the other thread. */
  @Setup
  public void start() {
    router.publish(router.table(), table(Endpoints.SHARE));
    startedAt = System.nanoTime();
    publisher.setDaemon(true);
    publisher.start();
  }

  private RoutingTable table(int share) {
    return RoutingTable.during(stable, candidate, share, 1, tripwire);
  }

  private void publish() {
    RoutingTable[] tables = {router.table(), table(OTHER_SHARE)};
    long next = startedAt;
    while (!stopped) {
      next += PERIOD_NANOS;
      LockSupport.parkNanos(next - System.nanoTime());
      if (flips && router.publish(tables[0], tables[1])) {
        RoutingTable before = tables[0];
        tables[0] = tables[1];
        tables[1] = before;
        published++;
      }
    }
  }

  /** Says how often it was published. */
  @TearDown
  public void stop() throws InterruptedException {
    stopped = true;
    publisher.join();
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    System.out.printf("%.0f splits published in a second%n", published / seconds);
  }

  /** At random. */
  @Benchmark
  public Route random() {
    return router.route();
  }

  /** By a number. */
  @Benchmark
  public Route number() {
    return router.route(key++);
  }
}

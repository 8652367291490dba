package dev.belay.benchmarks.comparison;

import dev.belay.ModelCall;
import dev.belay.ModelVersion;
import dev.belay.benchmarks.Endpoints;
import dev.belay.benchmarks.comparison.ChooserBenchmark.Cursor;
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
 * A whole guarded call around a model that does nothing, by a key as long as a UUID: Belay beside what a team would put
 * together.
 *
 * <pre>
 * ./mvnw -q -Pcomparison -pl benchmarks/comparison -am verify -DskipTests \
 *   -Dbench=comparison.CallBenchmark "-Dbench.args=-prof gc -t 1"
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallBenchmark {

  private static final ModelCall<ModelVersion, RuntimeException> NO_OP = version -> version;

  /** What is measured. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH opens it first.
  public static class Subject {

    /** Whose it is. */
    @Param
    public CallContender contender = CallContender.BELAY;

    private final String[] keys = KeyKind.ASCII_36.keys();
    private ModelCaller caller;

    /** Opens and checks it. */
    @Setup(Level.Trial)
    public void open() {
      caller = contender.open();
      SplitCheck.require(
          contender, KeyKind.ASCII_36, key -> caller.call(key, NO_OP).equals(Endpoints.CANDIDATE));
      CallCheck.require(contender, caller, keys);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
      caller.close();
    }
  }

  /** Floor: the clock before and after. */
  @Benchmark
  public long floorTwoNanoTimes() {
    long start = System.nanoTime();
    return System.nanoTime() - start;
  }

  /** A call by a key. */
  @Benchmark
  public ModelVersion call(Subject subject, Cursor cursor) {
    return subject.caller.call(cursor.next(subject.keys), NO_OP);
  }
}

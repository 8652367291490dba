package dev.belay.benchmarks.comparison;

import dev.belay.benchmarks.RecordBenchmark;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * To count an outcome and its latency: Belay beside libraries for metrics. One call in 128 fails.
 *
 * <pre>
 * ./mvnw -q -Pcomparison -pl benchmarks/comparison -am verify -DskipTests \
 *   -Dbench=RecorderBenchmark "-Dbench.args=-prof gc -t 1"
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecorderBenchmark {

  private static final int FAILURE_MASK = 127;

  /** What the floors are made of. */
  @State(Scope.Benchmark)
  public static class Adders {

    final LongAdder first = new LongAdder();
    final LongAdder second = new LongAdder();
    final LongAdder third = new LongAdder();
  }

  /** The same latencies as in Belay's own benchmark. */
  @State(Scope.Thread)
  public static class Latencies extends RecordBenchmark.Latencies {}

  /** What is measured. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH opens it first.
  public static class Subject {

    /** Whose it is. */
    @Param
    public RecorderContender contender = RecorderContender.BELAY;

    private Recorder recorder;

    /** Opens and checks it. */
    @Setup(Level.Trial)
    public void open() {
      recorder = contender.open();
      RecordingCheck.require(contender, recorder);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
      recorder.close();
    }
  }

  /** Floor. */
  @Benchmark
  public void floorIncrement(Adders adders) {
    adders.first.increment();
  }

  /** Floor. */
  @Benchmark
  public void floorThreeIncrements(Adders adders) {
    adders.first.increment();
    adders.second.increment();
    adders.third.increment();
  }

  /** Floor: to come by a latency. */
  @Benchmark
  public long floorNextLatency(Latencies latencies) {
    return latencies.next();
  }

  /** An outcome. */
  @Benchmark
  public void record(Subject subject, Latencies latencies) {
    long nanos = latencies.next();
    subject.recorder.record(nanos, (nanos & FAILURE_MASK) != 0);
  }
}

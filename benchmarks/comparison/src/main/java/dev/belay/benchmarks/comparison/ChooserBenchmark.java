package dev.belay.benchmarks.comparison;

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
 * To learn from a key which version serves it, at ten percent: Belay beside libraries for feature flags and experiments.
 *
 * <pre>
 * ./mvnw -q -Pcomparison -pl benchmarks/comparison -am verify -DskipTests \
 *   -Dbench=ChooserBenchmark "-Dbench.args=-prof gc -t 1"
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChooserBenchmark {

  /** The keys. */
  @State(Scope.Benchmark)
  public static class Keys {

    /** What they look like. */
    @Param
    public KeyKind kind = KeyKind.ASCII_16;

    private String[] keys = {};

    /** Makes the keys. */
    @Setup
    public void make() {
      keys = kind.keys();
    }
  }

  /** Where one thread is among the keys. */
  @State(Scope.Thread)
  public static class Cursor {

    private int next;

    String next(String[] keys) {
      return keys[next++ & (KeyKind.MANY - 1)];
    }
  }

  /** What is measured. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH opens it first.
  public static class Subject {

    /** Whose it is. */
    @Param
    public ChooserContender contender = ChooserContender.BELAY;

    private Chooser chooser;

    /** Opens and checks it. */
    @Setup(Level.Trial)
    public void open(Keys keys) {
      chooser = contender.open();
      SplitCheck.require(contender, keys.kind, chooser::candidate);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
      chooser.close();
    }
  }

  /** Floor: to come by a key, and to look at its first letter. */
  @Benchmark
  public char floorNextKey(Keys keys, Cursor cursor) {
    return cursor.next(keys.keys).charAt(0);
  }

  /** Floor: to read each letter of a key and mix it by one exclusive or and one multiplication (FNV-1a, 64 bits). */
  @Benchmark
  public long floorSimplestHash(Keys keys, Cursor cursor) {
    String key = cursor.next(keys.keys);
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /** By a key. */
  @Benchmark
  public boolean choose(Subject subject, Keys keys, Cursor cursor) {
    return subject.chooser.candidate(cursor.next(keys.keys));
  }
}

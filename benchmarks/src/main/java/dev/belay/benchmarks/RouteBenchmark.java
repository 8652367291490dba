package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
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
 * Assigning a request, on an endpoint in a rollout at 10 %, beside the floors that it is judged by.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=RouteBenchmark "-Dbench.args=-prof gc -t 1"
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {

  /** What all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {

    final LongAdder adder = new LongAdder();
    final ModelEndpoint rollout = Endpoints.atTenPercent();
    volatile int word = 1;
  }

  /** The keys of one thread: many, and in an order that a branch predictor cannot learn. */
  @State(Scope.Thread)
  public static class KeysOfThread {

    private static final int MANY = 4_096;

    final String[] ascii16 = new String[MANY];
    final String[] ascii36 = new String[MANY];
    final String[] ascii200 = new String[MANY];
    final String[] umlauts16 = new String[MANY];
    private int next;
    private long number;

    /** Makes the keys. */
    @Setup
    public void make() {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < MANY; i++) {
        ascii16[i] = Keys.text(random, 16, 'a');
        ascii36[i] = Keys.text(random, 36, 'a');
        ascii200[i] = Keys.text(random, 200, 'a');
        umlauts16[i] = Keys.text(random, 16, '\u00e0');
      }
    }

    String next(String[] keys) {
      return keys[next++ & (MANY - 1)];
    }

    long nextNumber() {
      return number++;
    }
  }

  /** Floor. */
  @Benchmark
  public int floorVolatileRead(Shared shared) {
    return shared.word;
  }

  /** Floor. */
  @Benchmark
  public int floorRandom() {
    return ThreadLocalRandom.current().nextInt();
  }

  /** Floor. */
  @Benchmark
  public void floorIncrement(Shared shared) {
    shared.adder.increment();
  }

  /** Floor. */
  @Benchmark
  public long floorNanoTime() {
    return System.nanoTime();
  }

  /** Floor: to come by a key, and to look at its first letter. */
  @Benchmark
  public char floorNextKey(KeysOfThread keys) {
    return keys.next(keys.ascii16).charAt(0);
  }

  /** At random. */
  @Benchmark
  public Route random(Shared shared) {
    return shared.rollout.route();
  }

  /** By a number. */
  @Benchmark
  public Route number(Shared shared, KeysOfThread keys) {
    return shared.rollout.route(keys.nextNumber());
  }

  /** By a text of 16 letters. */
  @Benchmark
  public Route text16(Shared shared, KeysOfThread keys) {
    return shared.rollout.route(keys.next(keys.ascii16));
  }

  /** By a text as long as a UUID. */
  @Benchmark
  public Route text36(Shared shared, KeysOfThread keys) {
    return shared.rollout.route(keys.next(keys.ascii36));
  }

  /** By a long text. */
  @Benchmark
  public Route text200(Shared shared, KeysOfThread keys) {
    return shared.rollout.route(keys.next(keys.ascii200));
  }

  /** By a text of 16 letters of two bytes each. */
  @Benchmark
  public Route umlauts16(Shared shared, KeysOfThread keys) {
    return shared.rollout.route(keys.next(keys.umlauts16));
  }
}

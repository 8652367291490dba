package dev.belay.benchmarks.page;

import dev.belay.benchmarks.CpuTimeProfiler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The benchmarks of the page, and how long each is measured. */
final class Runs {

  private static final String REQUEST_PATH =
      "\\.(ChooserBenchmark|RecorderBenchmark|CallBenchmark|RouteBenchmark|RecordBenchmark|FlipBenchmark|ShadowBenchmark)\\.";
  private static final String SCALING = "\\.(RouteBenchmark|RecordBenchmark)\\.";
  private static final String RECORDED_THREADS =
      "\\.RecordBenchmark\\.(stableSucceeded|floorThreeIncrements)$";
  private static final String STORE_HANGS = "\\.StoreHangBenchmark\\.";
  private static final String CONTROL_PLANE =
      "\\.(EvaluationBenchmark|EndpointsGrowthBenchmark|RolloutsGrowthBenchmark|SignalsGrowthBenchmark)\\.";
  private static final String JOURNAL = "\\.JournalGrowthBenchmark\\.";

  private final boolean quick;

  private Runs(boolean quick) {
    this.quick = quick;
  }

  static Runs of(boolean quick) {
    return new Runs(quick);
  }

  Collection<RunResult> run() throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    results.addAll(new Runner(timed(REQUEST_PATH, 1).build()).run());
    results.addAll(new Runner(timed(SCALING, 2).build()).run());
    for (int threads : new int[] {4, 8, 16, 32}) {
      results.addAll(new Runner(timed(RECORDED_THREADS, threads).build()).run());
    }
    results.addAll(new Runner(timed(STORE_HANGS, 2).mode(Mode.AverageTime).build()).run());
    results.addAll(new Runner(timed(CONTROL_PLANE, 1).build()).run());
    results.addAll(new Runner(journal().build()).run());
    return results;
  }

  private ChainedOptionsBuilder timed(String benchmarks, int threads) {
    return common(benchmarks)
        .threads(threads)
        .warmupIterations(quick ? 0 : 4)
        .measurementIterations(quick ? 1 : 6)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementTime(TimeValue.milliseconds(quick ? 100 : 500));
  }

  private ChainedOptionsBuilder journal() {
    ChainedOptionsBuilder options = common(JOURNAL);
    return quick
        ? options.warmupIterations(0).measurementIterations(2).param("records", "1", "10")
        : options;
  }

  private ChainedOptionsBuilder common(String benchmarks) {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include(benchmarks)
        .forks(1)
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuTimeProfiler.class)
        .shouldFailOnError(true);
    return quick ? options.param("endpoints", "1", "10").param("rollouts", "1", "10") : options;
  }
}

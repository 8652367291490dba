package dev.belay.benchmarks;

import dev.belay.CommandResult;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
 * An endpoint whose journal on file is short or long: one more record, forced to the disk, and the start of the next process. The
 * records are emergency switches to and fro, of which each writes one.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=JournalGrowthBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 50)
public class JournalGrowthBenchmark {

  /** How many records the journal has at first. */
  @Param({"1", "100", "1000", "10000", "100000"})
  public int records;

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private Optional<Life> life = Optional.empty();
  private Path directory = Path.of("");
  private boolean back;

  /** One process: its own virtual time, its own view of the files. */
  private record Life(VirtualProcess process, RolloutStore store, ModelEndpoint endpoint) {

    static Life begin(VirtualRuntime time, Path directory) {
      VirtualProcess process = time.newProcess();
      RolloutStore store = RolloutStore.onFile(directory);
      ModelEndpoint endpoint = ModelEndpoint.builder(Endpoints.STABLE.model())
          .live(Endpoints.STABLE.version())
          .runtime(process)
          .store(store)
          .build();
      return new Life(process, store, endpoint);
    }

    void end() throws IOException {
      process.kill();
      store.close();
    }
  }

  /** Writes the journal. */
  @Setup
  public void write() throws IOException {
    directory = Files.createTempDirectory("belay-journal");
    life = Optional.of(Life.begin(time, directory));
    time.settle();
    for (int i = 0; i < records; i++) {
      boolean unused = append();
    }
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    kill();
    Directories.delete(directory);
  }

  private void kill() throws IOException {
    if (life.isPresent()) {
      life.get().end();
    }
    life = Optional.empty();
  }

  /** Sets the other version live, and waits until that is on the disk. */
  @Benchmark
  public boolean append() {
    back = !back;
    CompletionStage<CommandResult> written = life.orElseThrow()
        .endpoint()
        .emergencySwitch(back ? "8" : Endpoints.STABLE.version(), "benchmark", "to and fro")
        .written();
    time.settle();
    if (!written.toCompletableFuture().isDone()) {
      throw new IllegalStateException("the switch must be written by now, but is not");
    }
    return back;
  }

  /** Ends the process and starts the next one: it takes the directory, reads the journal, and serves what is live. */
  @Benchmark
  public ModelVersion start() throws IOException {
    kill();
    Life next = Life.begin(time, directory);
    life = Optional.of(next);
    time.settle();
    return next.endpoint().live();
  }
}

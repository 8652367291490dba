package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Many endpoints in one process, a part of them in a rollout, all with journals on file, over an hour of virtual time: how many
 * bytes each takes, how many threads there are, and whether anything grows.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dreport=SoakReport
 * </pre>
 */
public final class SoakReport {

  private static final int ENDPOINTS = 10_000;
  private static final int IN_ROLLOUT = 1_000;
  private static final int MINUTES = 60;
  private static final int EVERY = 15;
  private static final int WARM_UP = 10;

  private SoakReport() {}

  /**
   * Measures and prints.
   *
   * @param args none
   * @throws IOException if there is no place for the journals
   */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("belay-soak");
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      soak(store, directory);
    } finally {
      Directories.delete(directory);
    }
  }

  private static void soak(RolloutStore store, Path directory) throws IOException {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    endpoints(time, store, "warm", WARM_UP);
    long before = Heap.usedBytes();
    List<ModelEndpoint> endpoints = endpoints(time, store, "model-", ENDPOINTS);
    print(
        "at rest: %,.0f bytes per endpoint, mean of %,d, %d threads",
        (double) (Heap.usedBytes() - before) / ENDPOINTS, ENDPOINTS, Thread.activeCount());

    List<ModelEndpoint> running = endpoints.subList(0, IN_ROLLOUT);
    long rest = Heap.usedBytes();
    running.forEach(endpoint -> endpoint.start(plan(), "soak"));
    advance(time, running, WARM_UP);
    print(
        "in a rollout: %,.0f bytes more per endpoint, mean of %,d",
        (double) (Heap.usedBytes() - rest) / IN_ROLLOUT, IN_ROLLOUT);
    for (int minute = 0; minute <= MINUTES; minute += EVERY) {
      if (minute > 0) {
        advance(time, running, EVERY);
      }
      print(
          "minute %2d: %,d bytes of heap in use, %d threads, %,d bytes on disk",
          minute, Heap.usedBytes(), Thread.activeCount(), size(directory));
    }
    long exposing = running.stream()
        .filter(endpoint -> endpoint.split().parts().size() == 2)
        .count();
    print(
        "%,d rollouts are still running; %,d endpoints are reachable", exposing, endpoints.size());
  }

  /** A stage that lasts longer than the soak. */
  private static RolloutPlan plan() {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(10).lasting(Duration.ofHours(10)), CanaryStage.percent(50))
            .build())
        .policy(
            RolloutPolicy.builder().blastRadius(Endpoints.unlimited().build()).build())
        .build();
  }

  private static List<ModelEndpoint> endpoints(
      VirtualRuntime time, RolloutStore store, String name, int count) {
    List<ModelEndpoint> endpoints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(
          ModelEndpoint.builder(name + i).live("7").runtime(time).store(store).build());
    }
    time.settle();
    return endpoints;
  }

  /** One request a second to each endpoint; one in a hundred fails. */
  private static void advance(VirtualRuntime time, List<ModelEndpoint> endpoints, int minutes) {
    for (int second = 0; second < minutes * 60; second++) {
      for (int i = 0; i < endpoints.size(); i++) {
        Route route = endpoints.get(i).route();
        if ((second + i) % 100 == 0) {
          route.failed(1_000_000);
        } else {
          route.succeeded(1_000_000);
        }
      }
      time.advance(Duration.ofSeconds(1));
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

package dev.belay.examples;

import dev.belay.ModelVersion;
import dev.belay.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What must be true of a version before it takes any traffic: its server answers, has been warmed up, and was seen to take as
 * many requests per second as there are.
 *
 * <p>All of it uses complete rows, as the makers of version 3 did in their tests, so none of it shows what is wrong with it.
 */
final class GreenChecks {

  private static final int WARM_UP_CALLS = 100;
  private static final int CAPACITY_CALLS = 600;

  private final ModelClient models;
  private final List<Row> rows;
  private final LiveView view;

  GreenChecks(ModelClient models, List<Row> rows, LiveView view) {
    this.models = models;
    this.rows = rows.stream().filter(Row::complete).toList();
    this.view = view;
  }

  Preparation preparation() {
    return Preparation.builder()
        .probe(this::probe)
        .warmUp(WARM_UP_CALLS, this::call)
        .capacity(this::requestsPerSecond)
        .build();
  }

  private boolean probe(ModelVersion version) throws Exception {
    boolean ready = models.ready(version);
    view.say("  the server of " + version + (ready ? " says that it is ready" : " is not ready"));
    return ready;
  }

  private void call(ModelVersion version) throws Exception {
    Row row = rows.get(ThreadLocalRandom.current().nextInt(rows.size()));
    models.predict(version, row.toLine());
  }

  /** Measures it: calls from as many threads as the server has, beside the traffic that stable has meanwhile. */
  private double requestsPerSecond(ModelVersion version) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(ModelServer.THREADS);
    try {
      long start = System.nanoTime();
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < CAPACITY_CALLS; i++) {
        calls.add(threads.submit(() -> {
          call(version);
          return true;
        }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      double capacity = CAPACITY_CALLS * 1e9 / (System.nanoTime() - start);
      view.say(String.format(
          Locale.ROOT,
          "  %,d warm-up calls are done, and %s was seen to take %,.0f requests/s",
          WARM_UP_CALLS,
          version,
          capacity));
      return capacity;
    } finally {
      threads.shutdownNow();
    }
  }
}

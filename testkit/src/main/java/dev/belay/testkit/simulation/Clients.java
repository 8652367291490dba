package dev.belay.testkit.simulation;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Route;
import dev.belay.testkit.FakeAnswer;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everybody who asks the service for something. Not thread-safe. */
final class Clients {

  private final VirtualRuntime time;
  private final FakeEndpoint models;
  private final Traffic traffic;
  private final SplittableRandom chance;
  private final Reporting reporting;
  private final long startNanos;
  private @Nullable Service service;
  private boolean stopped;
  private long requests;
  private long turnedAway;
  private long answers;
  private long failures;
  private long lost;
  private long open;

  /** Which part of each answer the service tells as its prediction. */
  enum Prediction {
    NONE,
    CLASS,
    SCORE
  }

  /**
   * What the service tells of its answers, besides how the calls went.
   *
   * @param prediction what was predicted
   * @param qualityAfter how long until it tells the score of an answer as its quality, null for never
   */
  record Reporting(Prediction prediction, @Nullable Duration qualityAfter) {}

  /**
   * The service while one process runs it.
   *
   * @param process the process
   * @param endpoint its endpoint
   */
  record Service(SimulatedProcess process, ModelEndpoint endpoint) {}

  Clients(
      VirtualRuntime time, FakeEndpoint models, Traffic traffic, long seed, Reporting reporting) {
    this.time = time;
    this.models = models;
    this.traffic = traffic;
    this.chance = new SplittableRandom(seed);
    this.reporting = reporting;
    this.startNanos = time.nanoTime();
  }

  /** Sends everything there from now on; the service before, if any, answers nothing any more. */
  void use(@Nullable Service next) {
    if (service != null) {
      lost += open;
      open = 0;
    }
    service = next;
  }

  void begin() {
    time.schedule(gap(), this::arrive);
  }

  /** Asks for nothing any more. */
  void stop() {
    stopped = true;
  }

  private void arrive() {
    if (stopped) {
      return;
    }
    time.schedule(gap(), this::arrive);
    requests++;
    Service there = service;
    if (there == null) {
      turnedAway++;
    } else {
      ask(there, requests);
    }
  }

  private Duration gap() {
    return Duration.ofNanos(traffic.gapNanos(time.nanoTime() - startNanos, chance));
  }

  private void ask(Service there, long number) {
    open++;
    SimulatedProcess process = there.process();
    // A process that has ended asks nobody any more, whatever comes back to it.
    Function<ModelVersion, CompletionStage<FakeAnswer>> call =
        version -> process.alive() ? models.callAsync(version, number) : new CompletableFuture<>();
    CompletionStage<FakeAnswer> answer = traffic.users() == 0
        ? there.endpoint().callAsync(call)
        : there.endpoint().callAsync(user(), call);
    CompletionStage<FakeAnswer> unused = answer.whenComplete((right, wrong) -> hear(there, right));
  }

  private String user() {
    return "user-" + chance.nextInt(traffic.users());
  }

  private void hear(Service from, @Nullable FakeAnswer right) {
    if (!from.process().alive()) {
      return;
    }
    open--;
    if (right == null) {
      failures++;
      return;
    }
    answers++;
    boolean silent = reporting.prediction() == Prediction.NONE && reporting.qualityAfter() == null;
    if (!silent && from.endpoint().split().parts().containsKey(right.version())) {
      report(from.endpoint().routeOf(right.version()), right);
    }
  }

  private void report(Route route, FakeAnswer answer) {
    switch (reporting.prediction()) {
      case CLASS -> route.predictedClass(answer.predictedClass());
      case SCORE -> route.predictedScore(answer.score());
      case NONE -> {}
    }
    Duration late = reporting.qualityAfter();
    if (late != null) {
      time.schedule(late, () -> route.scored(answer.score()));
    }
  }

  /** Calls in flight. */
  long open() {
    return open;
  }

  SimulationResult.Requests counts() {
    return new SimulationResult.Requests(requests, answers, failures, lost, turnedAway);
  }
}

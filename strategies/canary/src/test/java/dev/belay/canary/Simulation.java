package dev.belay.canary;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.Route;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** An endpoint under steady traffic in virtual time: one request after the other, each failing by chance. */
final class Simulation {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  final VirtualRuntime time;
  final ModelEndpoint endpoint;
  private final SplittableRandom chance;
  private ToDoubleFunction<ModelVersion> failureRate = version -> .01;
  private Duration gap = Duration.ofMillis(10);
  private boolean sticky;
  private long requests;

  Simulation(long seed) {
    this(seed, builder -> {});
  }

  Simulation(long seed, Consumer<ModelEndpoint.Builder> setUp) {
    this(seed, VirtualRuntime.seeded(seed), setUp);
  }

  Simulation(long seed, VirtualRuntime time, Consumer<ModelEndpoint.Builder> setUp) {
    this.time = time;
    chance = new SplittableRandom(seed + 1);
    ModelEndpoint.Builder builder = ModelEndpoint.builder("fraud").live("7").runtime(time);
    setUp.accept(builder);
    endpoint = builder.build();
  }

  Simulation candidateFails(double rate) {
    failureRate = version -> version.equals(CANDIDATE) ? rate : .01;
    return this;
  }

  Simulation failureRates(double stable, double candidate) {
    failureRate = version -> version.equals(CANDIDATE) ? candidate : stable;
    return this;
  }

  Simulation requestsPerSecond(int rate) {
    gap = Duration.ofNanos(1_000_000_000L / rate);
    return this;
  }

  Simulation sticky() {
    sticky = true;
    return this;
  }

  Rollout start(CanaryStrategy strategy) {
    return endpoint.start(RolloutPlan.to("8").strategy(strategy).build(), "alice");
  }

  /** Sends one request and lets the time to the next one pass. */
  void request() {
    Route route = sticky ? endpoint.route(requests++) : endpoint.route();
    if (chance.nextDouble() < failureRate.applyAsDouble(route.version())) {
      route.failed(2_000_000);
    } else {
      route.succeeded(1_000_000);
    }
    time.advance(gap);
  }

  /** Sends requests until something holds; fails if that takes longer than a virtual day. */
  void until(BooleanSupplier condition) {
    long end = time.nanoTime() + Duration.ofDays(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (time.nanoTime() > end) {
        throw new AssertionError("waited for a day; " + endpoint.rollout().map(Rollout::report));
      }
      request();
    }
  }

  void untilPhase(Rollout rollout, Phase phase) {
    until(() -> rollout.state().phase() == phase || rollout.state().phase().terminal());
    if (rollout.state().phase() != phase) {
      throw new AssertionError("expected " + phase + ":\n" + rollout.report().toText());
    }
  }

  void untilEnd(Rollout rollout) {
    until(() -> rollout.state().phase().terminal());
    time.settle();
  }

  void forDuration(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    until(() -> time.nanoTime() >= end);
  }
}

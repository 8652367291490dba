package dev.belay.bluegreen;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.health.FailureRate;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Phase;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.ForwardingRuntime;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** An endpoint with the real engine in virtual time, whose store, target and threads can be told to fail or to hang. */
final class World {

  static final ModelVersion BLUE = ModelVersion.of("fraud", "7");
  static final ModelVersion GREEN = ModelVersion.of("fraud", "8");
  static final ModelVersion RED = ModelVersion.of("fraud", "9");

  final Threads threads;
  final VirtualRuntime time;
  final Store store;
  final ModelEndpoint endpoint;
  private final SplittableRandom chance;
  double greenFails = .01;

  World(long seed) {
    this(seed, builder -> {});
  }

  World(long seed, Consumer<ModelEndpoint.Builder> setUp) {
    this(seed, new Store(), setUp);
  }

  World(long seed, Store store, Consumer<ModelEndpoint.Builder> setUp) {
    this.store = store;
    threads = new Threads(VirtualRuntime.seeded(seed));
    time = threads.time;
    chance = new SplittableRandom(seed + 1);
    ModelEndpoint.Builder builder =
        ModelEndpoint.builder("fraud").live("7").runtime(threads).store(store);
    setUp.accept(builder);
    endpoint = builder.build();
  }

  // --- requests and time

  /** Makes one call and tells which version answered it. */
  ModelVersion request() {
    ModelVersion[] asked = new ModelVersion[1];
    boolean fails = chance.nextDouble() < .01;
    boolean greenFailsToo = chance.nextDouble() < greenFails;
    try {
      endpoint.call(version -> {
        asked[0] = version;
        if (version.equals(GREEN) ? greenFailsToo : fails) {
          throw new IllegalStateException(version + " failed");
        }
        return version;
      });
    } catch (IllegalStateException failed) {
      return asked[0];
    }
    return asked[0];
  }

  /** Sends 200 requests per second while something does not hold; fails if that takes longer than a virtual day. */
  void until(BooleanSupplier condition) {
    long end = time.nanoTime() + Duration.ofDays(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (time.nanoTime() > end) {
        throw new AssertionError("waited for a day; " + endpoint.rollout().map(Rollout::report));
      }
      request();
      time.advance(Duration.ofMillis(5));
    }
  }

  void forDuration(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    until(() -> time.nanoTime() >= end);
  }

  // --- rollouts

  /** A blue-green that is proven in a slice. */
  static RolloutPlan.Builder plan(String candidate) {
    return RolloutPlan.to(candidate)
        .strategy(BlueGreenStrategy.afterSlice(Slice.percent(20).lasting(Duration.ofSeconds(20)))
            .bake(Duration.ofMinutes(1))
            .build())
        .policy(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().build())
            .shield(false)
            .build());
  }

  Rollout start(String candidate) {
    return endpoint.start(plan(candidate).build(), "alice");
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

  List<JournalRecord> journal() {
    return store.records("fraud");
  }

  /** A journal that can be told to fail, and lets a test act while a record is being written. */
  static final class Store extends ForwardingRolloutStore {

    boolean down;
    Consumer<JournalRecord> meanwhile = record -> {};

    Store() {
      super(RolloutStore.inMemory());
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      meanwhile.accept(record);
      if (down) {
        throw new StoreException("disk", new IOException("full"));
      }
      return super.append(lease, record);
    }

    List<JournalRecord> records(String endpoint) {
      try {
        return read(endpoint);
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A target elsewhere that answers as it is told. */
  static final class Target implements TrafficTarget {

    final List<TrafficSplit> submitted = new ArrayList<>();
    TrafficSplit inForce = TrafficSplit.all(BLUE);
    Function<TrafficSplit, SubmitResult> answer = split -> new SubmitResult.Accepted();
    boolean capable = true;

    @Override
    public Capabilities capabilities() {
      if (!capable) {
        throw new IllegalStateException("no connection");
      }
      return new Capabilities(100, 100, Duration.ZERO);
    }

    @Override
    public Observation observe() {
      return new Observation(Optional.of(inForce), true, "remote");
    }

    @Override
    public SubmitResult submit(SplitIntent intent) {
      TrafficSplit split = intent.split();
      submitted.add(split);
      SubmitResult result = answer.apply(split);
      if (result instanceof SubmitResult.Accepted) {
        inForce = split;
      }
      return result;
    }
  }

  /** Virtual time, with input and output that hangs if it was asked for by a certain class of the engine. */
  static final class Threads extends ForwardingRuntime {

    private final VirtualRuntime time;
    private final List<Runnable> hung = new ArrayList<>();
    private String hanging = "nothing";

    Threads(VirtualRuntime time) {
      super(time);
      this.time = time;
    }

    /** Lets hang what a class asks for from now on. */
    void hang(String className) {
      hanging = className;
    }

    int hung() {
      return hung.size();
    }

    void release() {
      hanging = "nothing";
      hung.forEach(time.io()::execute);
      hung.clear();
    }

    @Override
    public Executor io() {
      return task -> {
        if (task.getClass().getName().contains("." + hanging + "$")) {
          hung.add(task);
        } else {
          time.io().execute(task);
        }
      };
    }
  }
}

package dev.belay.bluegreen;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.TrafficSplit;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The real engine under steady traffic in virtual time, with a store and a target that can fail, and with input and output that
 * can be made to hang.
 */
final class Stage {

  static final ModelVersion BLUE = ModelVersion.of("fraud", "7");
  static final ModelVersion GREEN = ModelVersion.of("fraud", "8");

  final VirtualRuntime time;
  final Store store = new Store();
  final ModelEndpoint endpoint;
  private final Hanging runtime;
  private final SplittableRandom chance;
  private final Map<ModelVersion, Double> failureRates = new HashMap<>();
  private Duration gap = Duration.ofMillis(5);
  private long callersFailed;

  Stage(long seed) {
    this(seed, builder -> {});
  }

  Stage(long seed, Consumer<ModelEndpoint.Builder> setUp) {
    time = VirtualRuntime.seeded(seed);
    runtime = new Hanging(time);
    chance = new SplittableRandom(seed + 1);
    ModelEndpoint.Builder builder =
        ModelEndpoint.builder("fraud").live("7").runtime(runtime).store(store);
    setUp.accept(builder);
    endpoint = builder.build();
  }

  /** Virtual time in which what one class has asked for can be made to hang. */
  private static final class Hanging extends ForwardingRuntime {

    private final VirtualRuntime time;
    private final List<Runnable> held = new ArrayList<>();
    private String holding = "";

    Hanging(VirtualRuntime time) {
      super(time);
      this.time = time;
    }

    @Override
    public Executor io() {
      return task -> {
        if (!holding.isEmpty() && task.getClass().getName().contains(holding)) {
          held.add(task);
        } else {
          time.io().execute(task);
        }
      };
    }
  }

  /** A journal that fails for some records, and lets a test act while a record is being written. */
  static final class Store extends ForwardingRolloutStore {

    Predicate<JournalRecord> down = record -> false;
    Consumer<JournalRecord> meanwhile = record -> {};

    Store() {
      super(RolloutStore.inMemory());
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      meanwhile.accept(record);
      if (down.test(record)) {
        throw new StoreException("disk", new IOException("full"));
      }
      return super.append(lease, record);
    }

    List<JournalRecord> journal() {
      try {
        return read("fraud");
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    }

    JournalRecord last() {
      List<JournalRecord> journal = journal();
      return journal.get(journal.size() - 1);
    }
  }

  /** A target elsewhere, in whole percents, that answers as it is told. */
  static class Remote implements TrafficTarget {

    TrafficSplit inForce = TrafficSplit.all(BLUE);
    Function<TrafficSplit, SubmitResult> answer = split -> new SubmitResult.Accepted();
    final List<TrafficSplit> submitted = new ArrayList<>();

    @Override
    public Capabilities capabilities() {
      return new Capabilities(100, 100, Duration.ofMillis(50));
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

  // --- what the versions do

  Stage fails(ModelVersion version, double rate) {
    failureRates.put(version, rate);
    return this;
  }

  String model(ModelVersion version) {
    if (chance.nextDouble() < failureRates.getOrDefault(version, .01)) {
      throw new IllegalStateException(version + " failed");
    }
    return version.version();
  }

  // --- what people do

  static RolloutPlan.Builder plan(BlueGreenStrategy strategy) {
    return RolloutPlan.to("8").strategy(strategy).policy(shadowing().build());
  }

  static RolloutPolicy.Builder shadowing() {
    return RolloutPolicy.builder().shadow(ShadowCalls.ofPercent(100).build());
  }

  static BlueGreenStrategy atOnce() {
    return BlueGreenStrategy.atOnce().bake(Duration.ofMinutes(1)).build();
  }

  Rollout start(RolloutPlan.Builder plan) {
    return endpoint.start(plan.build(), "alice");
  }

  Rollout startAtOnce() {
    return start(plan(atOnce()));
  }

  // --- time

  /** Holds back whatever a class of the engine has others do, until {@link #letGo}. */
  void hold(String engineClass) {
    runtime.holding = engineClass;
  }

  int held() {
    return runtime.held.size();
  }

  void letGo() {
    runtime.holding = "";
    runtime.held.forEach(runtime.time.io()::execute);
    runtime.held.clear();
  }

  /** Makes one call and lets the time to the next one pass. */
  void request() {
    try {
      endpoint.call(this::model);
    } catch (IllegalStateException failed) {
      callersFailed++;
    }
    time.advance(gap);
  }

  long callersFailed() {
    return callersFailed;
  }

  /** Makes calls until something holds; fails if that takes longer than 40 virtual minutes. */
  void until(BooleanSupplier condition) {
    long end = time.nanoTime() + Duration.ofMinutes(40).toNanos();
    while (!condition.getAsBoolean()) {
      if (time.nanoTime() > end) {
        throw new AssertionError("waited for long; "
            + endpoint
                .rollout()
                .map(rollout -> rollout.state() + "\n" + rollout.report().toText()));
      }
      request();
    }
  }

  void forDuration(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    until(() -> time.nanoTime() >= end);
  }

  void untilPhase(Rollout rollout, Phase phase) {
    until(() -> rollout.state().phase() == phase || rollout.state().phase().terminal());
    if (rollout.state().phase() != phase) {
      throw new AssertionError("expected " + phase + ":\n" + rollout.report().toText());
    }
  }

  void untilHold(Rollout rollout, Hold hold) {
    until(() -> rollout.state().holds(hold) || rollout.state().phase().terminal());
    if (!rollout.state().holds(hold)) {
      throw new AssertionError("expected " + hold + ":\n" + rollout.report().toText());
    }
  }

  void untilEnd(Rollout rollout) {
    until(() -> rollout.state().phase().terminal());
    time.settle();
  }

  int share() {
    return endpoint.split().basisPoints(GREEN);
  }
}

package dev.belay.testkit;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;

/** A rollout from version 7 to version 8, a tenth and then everything, in virtual time and against fake models. */
final class Trial {

  static final RolloutPolicy POLICY = RolloutPolicy.builder().build();

  final VirtualRuntime time = VirtualRuntime.seeded(1);
  final RolloutStore store;
  final ModelEndpoint endpoint;
  final FakeEndpoint models;
  final Rollout rollout;

  Trial(FakeModel candidate) {
    this(candidate, POLICY);
  }

  Trial(FakeModel candidate, RolloutPolicy policy) {
    this(candidate, policy, RolloutStore.inMemory());
  }

  Trial(FakeModel candidate, RolloutPolicy policy, RolloutStore store) {
    this.store = store;
    endpoint =
        ModelEndpoint.builder("fraud").live("7").runtime(time).store(store).build();
    models = FakeEndpoint.seeded(1, time)
        .version("7", failing(0))
        .version("8", candidate)
        .build();
    rollout = endpoint.start(
        RolloutPlan.to("8").strategy(TwistedStrategy.honest()).policy(policy).build(), "alice");
  }

  static FakeModel failing(double rate) {
    return FakeModel.builder().failureRate(rate).build();
  }

  /** A request every 20 ms, until the rollout is so far or further. */
  Trial until(Phase phase) {
    while (rollout.state().phase().compareTo(phase) < 0) {
      request();
    }
    return this;
  }

  /** Until its end, and until what is in flight has ended. */
  Trial untilItsEnd() {
    while (!rollout.state().phase().terminal()) {
      request();
    }
    time.advance(Duration.ofSeconds(1));
    return this;
  }

  Trial lasting(Duration duration) {
    long end = time.nanoTime() + duration.toNanos();
    while (time.nanoTime() < end) {
      request();
    }
    return this;
  }

  private void request() {
    var unused = endpoint.callAsync(version -> models.callAsync(version, ""));
    time.advance(Duration.ofMillis(20));
  }

  List<JournalRecord> journal() {
    try {
      return store.read("fraud");
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}

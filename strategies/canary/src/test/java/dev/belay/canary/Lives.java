package dev.belay.canary;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import dev.belay.strategy.Input;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One process after the other on one store, each killed before the next; the fixture of tests about that. */
abstract class Lives {

  static final Duration MINUTE = Duration.ofMinutes(1);
  static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(CanaryStrategy.stages(
              CanaryStage.percent(10).lasting(Duration.ofMinutes(10)), CanaryStage.percent(50))
          .bake(Duration.ofMinutes(30))
          .build())
      .policy(RolloutPolicy.builder()
          .blastRadius(BlastRadius.builder().maxFailures(100_000).build())
          .build())
      .build();

  final VirtualRuntime time = VirtualRuntime.seeded(1);
  final FakeStore store = FakeStore.inMemory();
  VirtualProcess process = time.newProcess();
  Consumer<ModelEndpoint.Builder> more = builder -> {};

  /** The next process, which has the plan. */
  Simulation boot(RolloutPlan plan) {
    process.kill();
    VirtualProcess next = time.newProcess();
    process = next;
    return new Simulation(7, time, builder -> {
          builder.runtime(next).store(store).resume(candidate -> Optional.of(plan));
          more.accept(builder);
        })
        .requestsPerSecond(100);
  }

  Simulation started(RolloutPlan plan) {
    Simulation first = boot(plan);
    first.endpoint.start(plan, "alice");
    return first;
  }

  static Rollout rollout(Simulation simulation) {
    return simulation.endpoint.rollout().orElseThrow();
  }

  List<JournalRecord> journal() {
    try {
      return store.read("fraud");
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  List<JournalRecord> restarts() {
    return journal().stream()
        .filter(record -> record.input() instanceof Input.Restarted)
        .toList();
  }

  JournalRecord last() {
    return journal().get(journal().size() - 1);
  }
}

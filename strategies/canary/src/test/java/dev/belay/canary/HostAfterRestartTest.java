package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeHost;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The process ends while the old version is being taken down; the next one goes on with that. */
class HostAfterRestartTest {

  private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);
  private static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(CanaryStrategy.stages(CanaryStage.percent(10), CanaryStage.percent(50))
          .bake(Duration.ofMinutes(5))
          .build())
      .policy(RolloutPolicy.builder()
          .readyWithin(Duration.ofMinutes(10))
          .retireWithin(TWENTY_MINUTES)
          .build())
      .build();

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeStore store = FakeStore.inMemory();
  private final FakeHost host = FakeHost.slow(Duration.ofMinutes(5), time, STABLE);

  private Simulation process(VirtualProcess process) {
    return new Simulation(
            1,
            time,
            builder -> builder
                .runtime(process)
                .store(store)
                .host(host)
                .resume(candidate -> Optional.of(PLAN)))
        .requestsPerSecond(100);
  }

  /** A process that is gone a minute after the host was asked to take stable down. */
  @BeforeEach
  void endsInTheMiddle() {
    VirtualProcess first = time.newProcess();
    Simulation before = process(first);
    Rollout rollout = before.endpoint.start(PLAN, "alice");
    before.until(() -> rollout.state().holds(Hold.RELEASE));
    before.forDuration(Duration.ofMinutes(1));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    first.kill();
  }

  private JournalRecord last() throws StoreException {
    List<JournalRecord> records = store.read("fraud");
    return records.get(records.size() - 1);
  }

  @Test
  void theNextOneHasItTakenDown() throws StoreException {
    time.advance(Duration.ofHours(10));
    long asked = host.retires();
    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(1));
    assertTrue(host.retires() > asked);
    assertEquals(List.of(CANDIDATE), host.running());
    assertEquals(Phase.PROMOTED, last().state().phase());
    assertTrue(last().reason().contains("fraud:7 is released: its host has retired it"));
  }

  @Test
  void theNextOneAsksForAsLongAsTheFirstWouldHave() throws StoreException {
    host.fail(FakeHost.Trouble.BUSY);
    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(19));
    assertEquals(Phase.BAKING, last().state().phase());
    assertEquals(CANDIDATE, next.endpoint.live());
    next.forDuration(Duration.ofMinutes(2));
    assertEquals(Phase.PROMOTED, last().state().phase());
    assertTrue(last().reason().contains("its host has not retired it in time"), last()::reason);
  }

  @Test
  void aNewRolloutDoesNotWaitForIt() throws StoreException {
    host.fail(FakeHost.Trouble.BUSY);
    Simulation next = process(time.newProcess());
    next.forDuration(Duration.ofMinutes(1));
    Rollout another = next.endpoint.start(
        RolloutPlan.to("9").strategy(CanaryStrategy.paced().build()).build(), "bob");
    next.time.settle();
    List<JournalRecord> records = store.read("fraud");
    int begun = records.size() - 1;
    while (records.get(begun - 1).state().rollout().equals(another.id())) {
      begun--;
    }
    assertEquals(another.id(), records.get(begun).state().rollout());
    assertEquals(Phase.PROMOTED, records.get(begun - 1).state().phase());
    assertTrue(records.get(begun - 1).reason().contains("its process has ended meanwhile"));
    long asked = host.retires();
    next.forDuration(Duration.ofMinutes(1));
    assertEquals(asked, host.retires());
  }
}

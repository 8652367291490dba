package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.journal.Replay;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A journal is decided anew. {@code Histories} does so with every journal it makes. */
class ReplayTest {

  private static final RolloutPlan PLAN = plan(Duration.ofMinutes(5));

  private static RolloutPlan plan(Duration firstStage) {
    return RolloutPlan.to("8")
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(10).lasting(firstStage),
                CanaryStage.percent(50).withApproval())
            .bake(Duration.ofMinutes(10))
            .build())
        .build();
  }

  private final RolloutStore store = RolloutStore.inMemory();
  private final Simulation simulation =
      new Simulation(1, builder -> builder.store(store)).requestsPerSecond(200);

  private List<JournalRecord> journal() throws StoreException {
    Rollout rollout = simulation.endpoint.start(PLAN, "alice");
    simulation.until(() -> rollout.state().stage() == 1);
    rollout.pause("bob");
    simulation.forDuration(Duration.ofMinutes(1));
    rollout.resume("bob");
    rollout.approve("carol");
    simulation.untilEnd(rollout);
    assertEquals(Phase.PROMOTED, rollout.state().phase());
    return store.read("fraud");
  }

  private static Replay replay(List<JournalRecord> journal, RolloutPlan plan) {
    return Replay.of(journal, candidate -> Optional.of(plan), Duration.ZERO);
  }

  @Test
  void todaysCodeDecidesTheSame() throws StoreException {
    List<JournalRecord> journal = journal();
    Replay replay = replay(journal, PLAN);
    assertEquals(List.of(), replay.differences());
    assertEquals(journal.size(), replay.decided());
    assertTrue(journal.size() > 12, "there is something to decide");
  }

  @Test
  void saysWhereAnotherPlanWouldHaveDecidedOtherwise() throws StoreException {
    List<JournalRecord> journal = journal();
    Replay replay = replay(journal, plan(Duration.ofMinutes(9)));
    JournalRecord tooEarly = replay.differences().get(0).record();
    assertEquals(1, tooEarly.state().stage());
    assertTrue(
        replay
            .differences()
            .get(0)
            .toString()
            .startsWith("record " + tooEarly.sequence() + " says"),
        replay.differences()::toString);
    assertTrue(
        replay.differences().get(0).today().reason().contains("TIME"),
        replay.differences()::toString);
  }

  @Test
  void findsARecordThatNobodyDecided() throws StoreException {
    List<JournalRecord> journal = new ArrayList<>(journal());
    JournalRecord first = journal.get(2);
    journal.set(
        2,
        new JournalRecord(
            first.sequence(),
            first.at(),
            first.strategy(),
            first.stable(),
            first.candidate(),
            first.input(),
            first.state().with().proven(true).build(),
            first.reason()));
    assertEquals(3, replay(journal, PLAN).differences().get(0).record().sequence());
  }

  @Test
  void leavesOutWhatItHasNoPlanFor() throws StoreException {
    List<JournalRecord> journal = journal();
    Replay replay = Replay.of(journal, candidate -> Optional.empty(), Duration.ZERO);
    assertEquals(Set.of("fraud:8#1"), replay.unplanned());
    assertEquals(0, replay.decided());
  }
}

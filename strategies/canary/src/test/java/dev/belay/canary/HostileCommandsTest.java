package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Command;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Commands whose texts are made to forge a log, colour a terminal, or fill a journal. */
@Timeout(60)
class HostileCommandsTest {

  private static final List<String> TEXTS = List.of(
      Evil.TEXT, Evil.endless(), "x".repeat(1_001), "a\nb", "\u001b[31m", "a\u202eb", "\ud83d");

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  private static void assertRefused(Executable commanding) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, commanding).getMessage());
    assertTrue(message.contains(" must be "), message);
    assertTrue(message.length() < 300, () -> message.length() + " characters");
    Evil.assertClean(message);
  }

  @Test
  void aCommandWithSuchTextsIsRefusedAndChangesNothing() {
    Simulation simulation = new Simulation(1).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    long revision = rollout.revision();
    for (String evil : TEXTS) {
      assertRefused(() -> rollout.pause(evil));
      assertRefused(() -> rollout.resume(evil));
      assertRefused(() -> rollout.approve(evil));
      assertRefused(() -> rollout.promote(evil));
      assertRefused(() -> rollout.rollBack(evil, "enough"));
      assertRefused(() -> new Command.Order(evil, "alice", "", OptionalLong.empty()));
      assertRefused(() -> new Command.Order("1", "alice", evil, OptionalLong.empty()));
      assertRefused(() -> simulation.endpoint.emergencySwitch("9", evil, "why"));
      assertRefused(() -> simulation.endpoint.emergencySwitch("9", "alice", evil));
    }
    assertRefused(() -> simulation.endpoint.emergencySwitch("9", "alice", "\n".repeat(50_000)));
    simulation.time.settle();
    assertEquals(revision, rollout.revision());
    assertEquals(STABLE, simulation.endpoint.live());
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    Evil.assertLogIsClean();
  }

  @Test
  void aStartBySuchAnActorStartsNothing() {
    Simulation simulation = new Simulation(2);
    RolloutPlan plan =
        RolloutPlan.to("8").strategy(CanaryStrategy.stagesOfPercent(10).build()).build();
    for (String evil : TEXTS) {
      assertRefused(() -> simulation.endpoint.start(plan, evil));
    }
    assertTrue(simulation.endpoint.rollout().isEmpty());
    Rollout rollout = simulation.endpoint.start(plan, "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);
  }

  /** Nobody should have to find out in an outage that a reason was copied with its line ends. */
  @Test
  void noReasonStandsInTheWayOfARollback() throws Exception {
    for (String evil : TEXTS) {
      RolloutStore store = RolloutStore.inMemory();
      Simulation simulation =
          new Simulation(3, builder -> builder.store(store)).requestsPerSecond(200);
      Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
      simulation.untilPhase(rollout, Phase.EXPOSING);
      var unused = rollout.rollBack("alice", evil);
      assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE), "at once");
      simulation.forDuration(Duration.ofSeconds(5));
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      for (JournalRecord record : store.read("fraud")) {
        Evil.assertClean(record.reason());
        Evil.assertClean(record.input().toString());
      }
      rollout.report().toText().lines().forEach(Evil::assertClean);
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aFloodOfCommandIdsHarmsNobody() {
    Simulation simulation = new Simulation(4).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    for (int i = 0; i < 5_000; i++) {
      var unused = rollout.send(new Command.Resume(
          new Command.Order("x".repeat(390) + i, "mallory", "", OptionalLong.empty())));
    }
    simulation.time.settle();
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertFalse(rollout.state().phase().terminal());
    simulation.request();
  }
}

package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static dev.belay.canary.Simulation.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CommandResult;
import dev.belay.TrafficSplit;
import dev.belay.store.StoreException;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.VirtualProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The journal cannot be read when a process begins, or is somebody else's by now. */
class UnreadableJournalTest extends Lives {

  /** What stands for an answer that has not come. */
  private static final CommandResult PENDING = new CommandResult.Applied(0);

  @Test
  void servesWhileTheJournalCannotBeReadAndGoesOnWhenItCan() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    store.fail(FakeStore.Trouble.DOWN);

    Simulation next = boot(PLAN);
    next.forDuration(MINUTE);
    assertEquals(TrafficSplit.all(STABLE), next.endpoint.split());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> next.endpoint.start(PLAN, "alice"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("the journal cannot be used"),
        refused::toString);

    store.heal();
    next.forDuration(Duration.ofSeconds(65));
    assertEquals(1_000, next.endpoint.split().basisPoints(CANDIDATE));
    next.untilEnd(rollout(next));
    assertThat(journal()).isContiguous().keepsTheInvariants(PLAN.policy()).endsIn(Phase.PROMOTED);
  }

  @Test
  void aLateJournalSaysWhatIsLive() {
    Simulation first = started(PLAN);
    first.untilEnd(rollout(first));
    store.fail(FakeStore.Trouble.DOWN);
    Simulation next = boot(PLAN);
    assertEquals(STABLE, next.endpoint.live(), "nobody knows better");

    store.heal();
    next.forDuration(Duration.ofSeconds(3));
    assertEquals(CANDIDATE, next.endpoint.live());
    assertEquals(TrafficSplit.all(CANDIDATE), next.endpoint.split());
  }

  @Test
  void aPersonWhoSwitchesMeanwhileCounts() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    store.fail(FakeStore.Trouble.DOWN);
    Simulation next = boot(PLAN);
    var switched = next.endpoint.emergencySwitch("9", "bob", "7 is broken");
    next.forDuration(MINUTE);
    assertFalse(switched.written().toCompletableFuture().isDone());

    store.heal();
    next.forDuration(Duration.ofSeconds(65));
    assertEquals("9", next.endpoint.live().version());
    assertTrue(switched.written().toCompletableFuture().isDone());
    assertInstanceOf(Input.Switched.class, last().input());
    assertEquals(
        Phase.ROLLED_BACK, journal().get(journal().size() - 2).state().phase(), "ended before");
  }

  @Test
  void aProcessWhoseJournalIsTakenOverRetreatsAndDecidesNothing() {
    Simulation first = started(PLAN);
    first.untilPhase(rollout(first), Phase.EXPOSING);
    VirtualProcess other = time.newProcess();
    Simulation second = new Simulation(
            8,
            time,
            builder -> builder.runtime(other).store(store).resume(any -> Optional.of(PLAN)))
        .requestsPerSecond(100);
    second.time.settle();
    var answer = rollout(first).pause("alice").toCompletableFuture();
    first.forDuration(Duration.ofSeconds(2));

    assertEquals(0, first.endpoint.split().basisPoints(CANDIDATE));
    assertInstanceOf(CommandResult.Refused.class, answer.getNow(PENDING));
    assertTrue(rollout(first).completion().toCompletableFuture().isCompletedExceptionally());
    assertThrows(IllegalStateException.class, () -> first.endpoint.start(PLAN, "alice"));
    assertEquals(1_000, second.endpoint.split().basisPoints(CANDIDATE));
    second.untilEnd(rollout(second));
    assertThat(journal()).isContiguous().keepsTheInvariants(PLAN.policy()).endsIn(Phase.PROMOTED);
  }

  @Test
  void aSwitchInAProcessThatIsFencedOffIsInForceAndRefusedByTheJournal() {
    Simulation first = boot(PLAN);
    first.time.settle();
    store.fail(FakeStore.Trouble.DOWN);
    var early = first.endpoint.emergencySwitch("9", "alice", "7 is broken");
    first.forDuration(MINUTE);
    takeOver();
    store.heal();
    first.forDuration(Duration.ofSeconds(11));
    assertInstanceOf(
        CommandResult.Refused.class, early.written().toCompletableFuture().getNow(PENDING));

    var late = first.endpoint.emergencySwitch("6", "alice", "9 is broken too");
    first.time.settle();
    assertInstanceOf(
        CommandResult.Refused.class, late.written().toCompletableFuture().getNow(PENDING));
    assertEquals("6", first.endpoint.split().parts().keySet().iterator().next().version());
    assertEquals(List.of(), journal());
  }

  private void takeOver() {
    try {
      store.heal();
      var unused = store.acquire("fraud", "somebody else");
      store.fail(FakeStore.Trouble.DOWN);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}

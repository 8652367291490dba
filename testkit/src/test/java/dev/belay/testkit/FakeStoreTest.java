package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.testkit.FakeStore.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeStoreTest {

  private static final Lease LEASE = new Lease("fraud", 1, "a test");
  private static final AppendResult APPENDED = new AppendResult.Appended();

  private final RolloutStore kept = RolloutStore.inMemory();
  private final FakeStore store = FakeStore.around(kept);

  private static JournalRecord record(long sequence) {
    ModelVersion stable = ModelVersion.of("fraud", "7");
    ModelVersion candidate = ModelVersion.of("fraud", "8");
    RolloutContext context = new RolloutContext(
        "fraud:8#1", 1, stable, candidate, RolloutPolicy.builder().build(), BlastRadius.REACTION);
    return new JournalRecord(
        sequence,
        Instant.EPOCH,
        "canary",
        stable,
        candidate,
        new Input.Tick(),
        RolloutState.first(context, Instant.EPOCH),
        "time passed");
  }

  @Test
  void isTheStoreThatItStandsBefore() throws StoreException {
    assertEquals(APPENDED, store.append(LEASE, record(1)));
    assertEquals(new AppendResult.Conflict(1), store.append(LEASE, record(3)));
    assertEquals(List.of(record(1)), store.read("fraud"));
    assertEquals(2, store.appends());
    assertEquals(1, store.reads());
    assertEquals(0, store.failures());
    assertEquals(List.of(), FakeStore.inMemory().read("fraud"));
  }

  @Test
  void writesNothingWhileItIsDown() throws StoreException {
    store.fail(Trouble.DOWN);
    assertEquals(
        "the fake store could not append to fraud",
        assertThrows(StoreException.class, () -> store.append(LEASE, record(1))).getMessage());
    assertThrows(StoreException.class, () -> store.read("fraud"));
    assertEquals(List.of(), kept.read("fraud"));
    assertEquals(2, store.failures());
    store.heal();
    assertEquals(APPENDED, store.append(LEASE, record(1)));
  }

  @Test
  void writesWhatItCannotAnswer() throws StoreException {
    store.fail(Trouble.ANSWER_LOST);
    assertThrows(StoreException.class, () -> store.append(LEASE, record(1)));
    assertEquals(List.of(record(1)), store.read("fraud"));
    store.heal();
    assertEquals(APPENDED, store.append(LEASE, record(1)));
    assertEquals(List.of(record(1)), store.read("fraud"));
  }

  @Test
  void takesRecordsWhileReadsFail() throws StoreException {
    store.fail(Trouble.READS_FAIL);
    assertEquals(APPENDED, store.append(LEASE, record(1)));
    assertThrows(StoreException.class, () -> store.read("fraud"));
    assertEquals(List.of(record(1)), kept.read("fraud"));
  }

  @Test
  void letsATestActBeforeAndAfterARecordIsWritten() throws StoreException {
    List<Integer> kinds = new ArrayList<>();
    store.beforeAppend(record -> kinds.add(journal().size()));
    store.afterAppend(record -> kinds.add(journal().size()));
    store.append(LEASE, record(1));
    assertEquals(List.of(0, 1), kinds);
    store.append(LEASE, record(5));
    assertEquals(List.of(0, 1, 1), kinds, "what is not written has no after");
  }

  @Test
  void getsIntoTroubleInTheMiddleOfAnAppend() {
    store.beforeAppend(record -> store.fail(Trouble.DOWN));
    assertThrows(StoreException.class, () -> store.append(LEASE, record(1)));
    assertEquals(0, journal().size());

    store.heal();
    store.beforeAppend(record -> {});
    store.afterAppend(record -> store.fail(Trouble.DOWN));
    assertThrows(StoreException.class, () -> store.append(LEASE, record(1)));
    assertEquals(1, journal().size());
  }

  @Test
  void passesOnWhatATestThrows() {
    store.beforeAppend(record -> {
      throw new IllegalStateException("crash");
    });
    assertThrows(IllegalStateException.class, () -> store.append(LEASE, record(1)));
    assertEquals(0, journal().size());
  }

  private List<JournalRecord> journal() {
    try {
      return kept.read("fraud");
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}

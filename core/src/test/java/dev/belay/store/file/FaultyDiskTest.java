package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.store.file.SimulatedDisk.Fault;
import dev.belay.store.file.SimulatedDisk.Loss;
import dev.belay.store.file.SimulatedDisk.PowerLoss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever operation of the disk fails, and whatever a loss of power takes: what was answered for is there, at most one record
 * more, and the journal goes on.
 */
class FaultyDiskTest {

  private static final int SEEDS = 6;
  private static final int MOST_ATTEMPTS = 12;

  /** What a process does with a journal, trying again once what has failed, and what it was answered. */
  private static final class Life {

    private final RolloutStore store;
    private final List<JournalRecord> answered;
    private long next;
    private int failures;

    Life(SimulatedDisk disk, List<JournalRecord> journal) {
      this.store = new FileRolloutStore(disk);
      this.answered = new ArrayList<>(journal);
      this.next = journal.size() + 1L;
    }

    /** Small records and one of several sectors, snapshots, progress, and a lease that is given back and asked for again. */
    void run() {
      try {
        Lease lease = acquire();
        append(lease, "small");
        append(lease, "two");
        keep(() -> store.saveProgress(lease, Samples.progress(1)));
        append(lease, "long ".repeat(400));
        snapshot(lease);
        append(lease, "after a snapshot");
        append(lease, "more ".repeat(100));
        keep(() -> store.saveProgress(lease, Samples.progress(2)));
        snapshot(lease);
        keep(() -> {
          store.release(lease);
          return true;
        });
        Lease again = acquire();
        append(again, "again");
        snapshot(again);
        append(again, "and again");
        store.close();
      } catch (PowerLoss end) {
        // The next life goes on from here.
      }
    }

    private Lease acquire() {
      for (int attempt = 1; ; attempt++) {
        try {
          Lease lease = store.acquire("fraud", "life").orElseThrow();
          List<JournalRecord> journal = journal();
          assertTrue(journal.size() >= answered.size(), "a record is lost");
          next = journal.size() + 1L;
          answered.clear();
          answered.addAll(journal);
          return lease;
        } catch (StoreException e) {
          failures++;
          assertTrue(attempt < MOST_ATTEMPTS, e::toString);
          releaseAll();
        }
      }
    }

    private void releaseAll() {
      try {
        store.release(new Lease("fraud", 1, "life"));
        store.release(new Lease("fraud", 2, "life"));
        store.release(new Lease("fraud", 3, "life"));
      } catch (StoreException e) {
        throw new AssertionError(e);
      }
    }

    private List<JournalRecord> journal() throws StoreException {
      var unused = store.load("fraud");
      return store.read("fraud");
    }

    private void append(Lease lease, String reason) {
      JournalRecord record = Samples.plain(next, reason);
      for (int attempt = 1; ; attempt++) {
        try {
          assertEquals(new AppendResult.Appended(), store.append(lease, record));
          answered.add(record);
          next++;
          assertEquals(answered, journal());
          return;
        } catch (StoreException e) {
          failures++;
          assertTrue(attempt < MOST_ATTEMPTS, e::toString);
        }
      }
    }

    private void snapshot(Lease lease) {
      JournalRecord last = answered.get(answered.size() - 1);
      keep(() -> store.saveSnapshot(lease, Samples.snapshot(last)));
    }

    private interface Keeping {

      boolean keep() throws StoreException;
    }

    /** What cannot be kept is not tried again. */
    private void keep(Keeping keeping) {
      try {
        assertTrue(keeping.keep());
      } catch (StoreException e) {
        failures++;
      }
    }
  }

  private static int operationsOfAWholeLife() {
    SimulatedDisk disk = new SimulatedDisk();
    Life life = new Life(disk, List.of());
    life.run();
    assertEquals(7, life.answered.size());
    assertEquals(0, life.failures);
    return disk.operations();
  }

  /** What the next process finds: what was answered for, and at most one record more, which it can go on from. */
  private static List<JournalRecord> requireWhole(
      SimulatedDisk disk, List<JournalRecord> answered, String when) {
    try (RolloutStore store = new FileRolloutStore(disk)) {
      Lease lease = store.acquire("fraud", "next").orElseThrow();
      var loaded = store.load("fraud");
      List<JournalRecord> journal = store.read("fraud");
      assertTrue(
          journal.size() >= answered.size() && journal.size() <= answered.size() + 1,
          () -> when + ": " + journal.size() + " records for " + answered.size());
      assertEquals(answered, journal.subList(0, answered.size()), when);
      int from = loaded.snapshot().map(snapshot -> (int) snapshot.sequence()).orElse(0);
      assertEquals(journal.subList(from, journal.size()), loaded.records(), when);
      JournalRecord record = Samples.plain(journal.size() + 1, "next");
      assertEquals(new AppendResult.Appended(), store.append(lease, record), when);
      List<JournalRecord> longer = new ArrayList<>(journal);
      longer.add(record);
      assertEquals(longer, store.read("fraud"), when);
      return longer;
    } catch (StoreException e) {
      throw new AssertionError(when + ": " + e.getMessage() + "\n" + disk.log(), e);
    }
  }

  /** What a process finds that has the lease and writes nothing. */
  private static List<JournalRecord> load(SimulatedDisk disk) {
    RolloutStore store = new FileRolloutStore(disk);
    try {
      Lease unused = store.acquire("fraud", "next").orElseThrow();
      var loaded = store.load("fraud");
      List<JournalRecord> journal = store.read("fraud");
      assertEquals(loaded.records(), tail(journal, loaded.records().size()));
      return journal;
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JournalRecord> tail(List<JournalRecord> journal, int length) {
    return journal.subList(journal.size() - length, journal.size());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void losesNothingWhateverOperationGoesWrong(Fault fault) {
    int operations = operationsOfAWholeLife();
    assertTrue(operations > 40, "too few operations: " + operations);
    for (int at = 1; at <= operations; at++) {
      for (int seed = 0; seed < SEEDS; seed++) {
        SimulatedDisk disk = new SimulatedDisk().fault(at, fault, seed);
        Life life = new Life(disk, List.of());
        life.run();
        Loss loss = seed == 0 ? Loss.EVERYTHING : seed == 1 ? Loss.NOTHING : Loss.SOMETHING;
        String when = fault + " at " + at + ", " + loss + " of seed " + seed + "; "
            + disk.log().get(at - 1);
        List<JournalRecord> longer =
            requireWhole(disk.afterPowerLoss(loss, seed), life.answered, when);
        assertTrue(longer.size() > life.answered.size(), when);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAILS", "FAILS_IN_PART"})
  void losesNothingWhenSeveralOperationsInARowGoWrong(Fault fault) {
    int operations = operationsOfAWholeLife();
    for (int at = 1; at <= operations; at++) {
      for (int faults = 2; faults <= 8; faults++) {
        SimulatedDisk disk = new SimulatedDisk().fault(at, fault, at).faults(faults);
        Life life = new Life(disk, List.of());
        life.run();
        assertTrue(life.answered.size() >= 7, "it has come to its end");
        for (Loss loss : Loss.values()) {
          String when = fault + " " + faults + " times from " + at + ", " + loss;
          requireWhole(disk.afterPowerLoss(loss, faults), life.answered, when);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingThatAnotherProcessHasFoundWhenThePowerGoesLater(boolean appends) {
    int operations = operationsOfAWholeLife();
    for (int at = 1; at <= operations; at++) {
      for (Loss loss : Loss.values()) {
        SimulatedDisk disk = new SimulatedDisk().fault(at, Fault.POWER_LOSS, at);
        Life life = new Life(disk, List.of());
        life.run();
        String when = "killed at " + at + ", then " + loss;
        SimulatedDisk killed = disk.afterKill();
        List<JournalRecord> found =
            appends ? requireWhole(killed, life.answered, when) : load(killed);
        requireWhole(killed.afterPowerLoss(loss, at), found, when);
      }
    }
  }

  @Test
  void losesNothingWhenThePowerGoesAgainWhileItRecovers() {
    int operations = operationsOfAWholeLife();
    for (int at = 1; at <= operations; at++) {
      SimulatedDisk first = new SimulatedDisk().fault(at, Fault.POWER_LOSS_IN_PART, at);
      Life life = new Life(first, List.of());
      life.run();
      for (int again = 1; again <= 12; again++) {
        SimulatedDisk second =
            first.afterPowerLoss(Loss.SOMETHING, at).fault(again, Fault.POWER_LOSS_IN_PART, again);
        Life next = new Life(second, life.answered);
        next.run();
        String when = "power lost at " + at + " and again at " + again;
        requireWhole(second.afterPowerLoss(Loss.SOMETHING, again), next.answered, when);
      }
    }
  }

  @Test
  void takesRecordsAgainWhenThereIsRoomAgain() throws StoreException {
    for (int room = 0; room < 900; room += 37) {
      SimulatedDisk disk = new SimulatedDisk();
      JournalRecord record = Samples.plain(2, "long ".repeat(400));
      try (RolloutStore store = new FileRolloutStore(disk)) {
        Lease lease = store.acquire("fraud", "life").orElseThrow();
        append(store, lease, 1);
        disk.room(room);
        StoreException full = assertThrows(StoreException.class, () -> store.append(lease, record));
        assertEquals(
            "the journal of 'fraud': record 2 could not be written: java.io.IOException: No space"
                + " left on device",
            full.getMessage());
        assertEquals(List.of(Samples.plain(1)), store.read("fraud"));
        assertThrows(
            StoreException.class,
            () -> store.saveSnapshot(lease, Samples.snapshot(Samples.plain(1))));
        disk.room(100_000);
        assertEquals(new AppendResult.Appended(), store.append(lease, record));
      }
      requireWhole(
          disk.afterPowerLoss(Loss.EVERYTHING, 1),
          List.of(Samples.plain(1), record),
          "after a full disk");
    }
  }

  private static void append(RolloutStore store, Lease lease, long sequence) throws StoreException {
    assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(sequence)));
  }

  @Test
  void goesOnWhenADiskCanBeWrittenAgain() throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    RolloutStore store = new FileRolloutStore(disk);
    Lease lease = store.acquire("fraud", "life").orElseThrow();
    append(store, lease, 1);
    disk.readOnly(true);
    assertThrows(StoreException.class, () -> store.append(lease, Samples.plain(2)));
    assertEquals(Samples.plainUpTo(1), store.read("fraud"));
    disk.readOnly(false);
    append(store, lease, 2);
    assertEquals(Samples.plainUpTo(2), store.read("fraud"));
  }

  @Test
  void canBeReadButNotHeldOnADiskThatCannotBeWritten() throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    try (RolloutStore store = new FileRolloutStore(disk)) {
      append(store, store.acquire("fraud", "life").orElseThrow(), 1);
    }
    SimulatedDisk next = disk.copy();
    next.readOnly(true);
    RolloutStore store = new FileRolloutStore(next);
    assertEquals(Samples.plainUpTo(1), store.load("fraud").records());
    StoreException refused =
        assertThrows(StoreException.class, () -> store.acquire("fraud", "life"));
    assertEquals(
        "the store in " + next.path("")
            + " cannot be used: java.io.IOException: Read-only file system",
        refused.getMessage());
    next.readOnly(false);
    append(store, store.acquire("fraud", "life").orElseThrow(), 2);
  }

  @Test
  void goesOnWhenItsDirectoryIsBack() throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    RolloutStore store = new FileRolloutStore(disk);
    Lease lease = store.acquire("fraud", "life").orElseThrow();
    append(store, lease, 1);
    disk.gone(true);
    assertThrows(StoreException.class, () -> store.append(lease, Samples.plain(2)));
    StoreException gone = assertThrows(StoreException.class, () -> store.load("fraud"));
    assertTrue(Samples.message(gone).contains("LOCK"), gone::getMessage);
    assertThrows(StoreException.class, () -> store.read("fraud"));
    disk.gone(false);
    append(store, lease, 2);
    assertEquals(Samples.plainUpTo(2), store.read("fraud"));
  }
}

package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a real directory. */
class FileRolloutStoreTest {

  private static final AppendResult APPENDED = new AppendResult.Appended();
  private static final String FRAUD = "endpoint-fraud";

  @TempDir
  Path directory;

  private Path home;
  private RolloutStore store;

  @BeforeEach
  void makeAStore() {
    home = directory.resolve("a/journals");
    store = RolloutStore.onFile(home);
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  private Lease lease() throws StoreException {
    return store.acquire("fraud", "service 1").orElseThrow();
  }

  private void append(Lease lease, int from, int to) throws StoreException {
    for (int sequence = from; sequence <= to; sequence++) {
      assertEquals(APPENDED, store.append(lease, Samples.plain(sequence)));
    }
  }

  private void reopen() {
    store.close();
    store = RolloutStore.onFile(home);
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(folder))) {
      return files.map(file -> Objects.toString(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void touchesNothingUntilItIsAsked() throws IOException {
    assertFalse(Files.exists(home));
    assertEquals(EndpointJournal.EMPTY, store.load("fraud"));
    assertEquals(List.of(), store.read("fraud"));
    assertFalse(Files.exists(home));
    Lease lease = lease();
    assertEquals(EndpointJournal.EMPTY, store.load("fraud"));
    assertEquals(List.of("LOCK", "holder"), files(""));
    append(lease, 1, 1);
    assertEquals(List.of("LOCK", FRAUD, "holder"), files(""));
    assertEquals(List.of("journal-0000000000000001.log"), files(FRAUD));
  }

  @Test
  void readsBackWhatWasAppendedAlsoInTheNextProcess() throws IOException {
    append(lease(), 1, 3);
    assertEquals(Samples.plainUpTo(3), store.read("fraud"));
    reopen();
    assertEquals(Samples.plainUpTo(3), store.read("fraud"));
    append(lease(), 4, 5);
    assertEquals(Samples.plainUpTo(5), store.load("fraud").records());
  }

  @Test
  void answersARecordThatIsOutOfPlaceWithTheLastSequence() throws IOException {
    Lease lease = lease();
    assertEquals(new AppendResult.Conflict(0), store.append(lease, Samples.plain(2)));
    assertEquals(new AppendResult.Conflict(0), store.append(lease, Samples.plain(0)));
    append(lease, 1, 2);
    for (long wrong : new long[] {Long.MIN_VALUE, -1, 0, 1, 4, Long.MAX_VALUE}) {
      assertEquals(new AppendResult.Conflict(2), store.append(lease, Samples.plain(wrong)));
    }
    assertEquals(new AppendResult.Conflict(2), store.append(lease, Samples.plain(2, "other")));
    assertEquals(APPENDED, store.append(lease, Samples.plain(2)));
    assertEquals(Samples.plainUpTo(2), store.read("fraud"));
    assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(2))));
    assertEquals(APPENDED, store.append(lease, Samples.plain(2)));
    assertEquals(new AppendResult.Conflict(2), store.append(lease, Samples.plain(2, "other")));
    reopen();
    Lease next = lease();
    assertEquals(APPENDED, store.append(next, Samples.plain(2)));
    assertEquals(new AppendResult.Conflict(2), store.append(next, Samples.plain(2, "other")));
    assertEquals(Samples.plainUpTo(2), store.read("fraud"));
  }

  @Test
  void grantsOneLeaseAtATimeWithEpochsThatOnlyGrow() throws IOException {
    Lease first = lease();
    assertEquals(1, first.epoch());
    assertEquals(new LeaseResult.HeldBy("service 1"), store.acquire("fraud", "service 2"));
    append(first, 1, 1);
    store.release(first);
    store.release(first);
    Lease second = lease();
    assertEquals(2, second.epoch());
    assertEquals(new AppendResult.Fenced(2), store.append(first, Samples.plain(7)));
    assertFalse(store.saveSnapshot(first, Samples.snapshot(Samples.plain(1))));
    assertFalse(store.saveProgress(first, Samples.progress(1)));
    store.release(first);
    append(second, 2, 2);
    reopen();
    Lease third = lease();
    assertEquals(3, third.epoch());
    assertEquals(new AppendResult.Fenced(3), store.append(second, Samples.plain(3)));
    append(third, 3, 3);
  }

  @Test
  void beginsASegmentAfterASnapshotAndLoadsNoMoreThanItMust() throws IOException {
    Lease lease = lease();
    append(lease, 1, 3);
    assertFalse(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(2))));
    assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(3))));
    append(lease, 4, 5);
    assertTrue(store.saveProgress(lease, Samples.progress(7)));
    assertEquals(
        List.of(
            "journal-0000000000000001.log",
            "journal-0000000000000004.log",
            "progress",
            "snapshot-0000000000000003.snap"),
        files(FRAUD));
    for (int round = 0; round < 2; round++) {
      EndpointJournal journal = store.load("fraud");
      assertEquals(Optional.of(Samples.snapshot(Samples.plain(3))), journal.snapshot());
      assertEquals(Samples.plainUpTo(5).subList(3, 5), journal.records());
      assertEquals(Optional.of(Samples.progress(7)), journal.progress());
      assertEquals(Samples.plainUpTo(5), store.read("fraud"));
      reopen();
    }
  }

  @Test
  void keepsTwoSnapshots() throws IOException {
    Lease lease = lease();
    for (int sequence = 1; sequence <= 4; sequence++) {
      append(lease, sequence, sequence);
      assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(sequence))));
    }
    assertEquals(
        List.of("snapshot-0000000000000003.snap", "snapshot-0000000000000004.snap"),
        files(FRAUD).subList(4, 6));
    reopen();
    lease = lease();
    append(lease, 5, 5);
    assertEquals(Samples.plainUpTo(5), store.read("fraud"));
  }

  @Test
  void goesOnFromAnOlderSnapshotOrNoneWhenOneIsDamaged() throws IOException {
    Lease lease = lease();
    append(lease, 1, 2);
    assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(2))));
    append(lease, 3, 4);
    assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(4))));
    store.close();
    Path newer = home.resolve(FRAUD).resolve("snapshot-0000000000000004.snap");
    byte[] good = Files.readAllBytes(newer);
    Files.write(newer, new byte[] {1, 2, 3});
    store = RolloutStore.onFile(home);
    assertEquals(2, store.load("fraud").snapshot().orElseThrow().sequence());
    append(lease(), 5, 5);
    Files.delete(home.resolve(FRAUD).resolve("snapshot-0000000000000002.snap"));
    assertEquals(Samples.plainUpTo(5), store.load("fraud").records());
    Files.write(newer, good);
    assertEquals(Samples.plainUpTo(5), store.load("fraud").records());
  }

  @Test
  void leavesDamagedProgressOut() throws IOException {
    Lease lease = lease();
    append(lease, 1, 1);
    assertTrue(store.saveProgress(lease, Samples.progress(1)));
    Files.write(home.resolve(FRAUD).resolve("progress"), new byte[] {1, 2, 3});
    assertEquals(Optional.empty(), store.load("fraud").progress());
    assertTrue(store.saveProgress(lease, Samples.progress(2)));
    assertEquals(Optional.of(Samples.progress(2)), store.load("fraud").progress());
  }

  @Test
  void keepsProgressThatIsThereBeforeAnyRecord() throws IOException {
    assertTrue(store.saveProgress(lease(), Samples.progress(1)));
    reopen();
    assertEquals(Optional.of(Samples.progress(1)), store.load("fraud").progress());
    append(lease(), 1, 1);
  }

  @Test
  void refusesEverythingWhenItIsClosed() throws IOException {
    Lease lease = lease();
    store.close();
    store.close();
    assertEquals(
        "the store in " + home + " is closed",
        assertThrows(StoreException.class, () -> store.append(lease, Samples.plain(1)))
            .getMessage());
    assertThrows(StoreException.class, () -> store.acquire("fraud", "service 2"));
    assertThrows(StoreException.class, () -> store.release(lease));
    assertThrows(StoreException.class, () -> store.load("fraud"));
    assertThrows(StoreException.class, () -> store.read("fraud"));
    assertThrows(StoreException.class, () -> store.saveProgress(lease, Samples.progress(1)));
    assertThrows(
        StoreException.class, () -> store.saveSnapshot(lease, Samples.snapshot(Samples.plain(1))));
  }

  @Test
  void ringsTheBellsOfNewRecords() throws IOException {
    AtomicInteger rings = new AtomicInteger();
    Lease lease = lease();
    try (RolloutStore.Watch watch = store.watch("fraud", rings::incrementAndGet)) {
      append(lease, 1, 2);
      assertTrue(watch != null && rings.get() == 2);
    }
    append(lease, 3, 3);
    assertEquals(2, rings.get());
  }

  @Test
  void readsAndWritesOnAnInterruptedThread() throws IOException {
    Lease lease = lease();
    append(lease, 1, 1);
    Thread.currentThread().interrupt();
    append(lease, 2, 2);
    assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(2))));
    append(lease, 3, 3);
    assertEquals(Samples.plainUpTo(3), store.read("fraud"));
    assertTrue(Thread.interrupted());
    assertInstanceOf(
        LeaseResult.HeldBy.class, RolloutStore.onFile(home).acquire("fraud", "service 2"));
  }

  @Test
  void refusesARecordThatIsTooLong() throws IOException {
    Lease lease = lease();
    append(lease, 1, 1);
    JournalRecord longest = Samples.plain(2, "x".repeat(16_000_000));
    assertEquals(APPENDED, store.append(lease, longest));
    JournalRecord tooLong = Samples.plain(3, "x".repeat(17_000_000));
    StoreException refused = assertThrows(StoreException.class, () -> store.append(lease, tooLong));
    assertTrue(
        Samples.message(refused)
            .startsWith("the journal of 'fraud': record 3 must take at most"
                + " 16777216 bytes, but takes 17000"),
        refused::getMessage);
    reopen();
    assertEquals(List.of(Samples.plain(1), longest), store.read("fraud"));
  }

  @Test
  void failsAndHealsWithItsDirectory() throws IOException {
    Lease lease = lease();
    append(lease, 1, 2);
    Path away = directory.resolve("away");
    Files.move(home, away);
    StoreException failed =
        assertThrows(StoreException.class, () -> store.append(lease, Samples.plain(3)));
    assertTrue(
        Samples.message(failed)
            .endsWith(home.resolve("LOCK")
                + " must be the file that this process has locked, but was deleted or replaced"),
        failed::getMessage);
    assertThrows(StoreException.class, () -> store.load("fraud"));
    Files.move(away, home);
    append(lease, 3, 3);
    assertEquals(Samples.plainUpTo(3), store.read("fraud"));
  }
}

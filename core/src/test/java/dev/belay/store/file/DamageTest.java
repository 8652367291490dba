package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalDamagedException;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a journal that does not say what was written to it, and what is made of a write that was broken off. */
class DamageTest {

  private static final String SEGMENT = "endpoint-fraud/journal-0000000000000001.log";

  private final SimulatedDisk disk = new SimulatedDisk();

  @BeforeEach
  void writeThreeRecords() throws StoreException {
    append(disk, 1, 3);
  }

  private static void append(SimulatedDisk disk, int from, int to) throws StoreException {
    try (RolloutStore store = new FileRolloutStore(disk)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      for (int sequence = from; sequence <= to; sequence++) {
        assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(sequence)));
      }
    }
  }

  /** Where each record begins, and where the last one ends. */
  private int[] offsets() {
    ByteBuffer bytes = ByteBuffer.wrap(disk.get(SEGMENT));
    long salt = Segment.saltOf(bytes);
    int[] offsets = new int[4];
    int at = 0;
    for (int i = 0; i < 3; i++) {
      Frame frame = Frame.next(bytes, at, salt);
      if (frame == null) {
        throw new AssertionError("record " + (i + 1) + " is not whole");
      }
      offsets[i] = frame.offset();
      at = frame.end();
    }
    offsets[3] = at;
    return offsets;
  }

  private JournalDamagedException refused() {
    return refused(2);
  }

  private JournalDamagedException refused(int epoch) {
    byte[] before = disk.names().contains(SEGMENT) ? disk.get(SEGMENT) : new byte[0];
    try (RolloutStore store = new FileRolloutStore(disk)) {
      assertThrows(JournalDamagedException.class, () -> store.read("fraud"));
      assertEquals(
          epoch,
          assertGranted(store).epoch(),
          "damage is found when the journal is loaded, and epochs grow all the same");
      JournalDamagedException refused =
          assertThrows(JournalDamagedException.class, () -> store.load("fraud"));
      if (before.length > 0) {
        assertTrue(Arrays.equals(before, disk.get(SEGMENT)));
      }
      return refused;
    }
  }

  private static Lease assertGranted(RolloutStore store) {
    try {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      StoreException refused =
          assertThrows(StoreException.class, () -> store.append(lease, Samples.plain(4)));
      assertTrue(refused instanceof JournalDamagedException);
      return lease;
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String message, int lastReadable) {
    JournalDamagedException refused = refused(lastReadable == 0 ? 1 : 2);
    String path = disk.path("");
    assertEquals(
        message.replace("JOURNAL", disk.path(SEGMENT)).replace("FOLDER", path + "/endpoint-fraud")
            + ". Nothing was changed. To see what can be read: JournalTool verify " + path
            + "; to cut the journal there: JournalTool repair " + path
            + " fraud (java -cp <class path> dev.belay.journal.JournalTool)",
        refused.getMessage());
    assertEquals(
        lastReadable == 0 ? Optional.empty() : Optional.of(Samples.plain(lastReadable)),
        refused.lastReadable());
  }

  private void change(int at, int value) {
    byte[] bytes = disk.get(SEGMENT);
    bytes[at] = (byte) value;
    disk.set(SEGMENT, bytes);
  }

  @Test
  void saysWhichRecordIsBadAndThatAWholeOneFollows() {
    int[] offsets = offsets();
    change(offsets[1], 7);
    assertRefused(
        "JOURNAL: record 2 at offset " + offsets[1]
            + ": it must begin with be1a7f0d, but begins with 071a7f0d; the record 3 at offset "
            + offsets[2] + " is whole",
        3);
  }

  @Test
  void refusesALastRecordThatWasWholeOnce() {
    int[] offsets = offsets();
    ByteBuffer bytes = ByteBuffer.wrap(disk.get(SEGMENT));
    bytes.put(offsets[3] - 10, (byte) (bytes.get(offsets[3] - 10) ^ 1));
    disk.set(SEGMENT, bytes.array());
    int length = offsets[3] - offsets[2] - Frame.LEAST;
    assertRefused(
        String.format(
            "JOURNAL: record 3 at offset %d: its checksum must be %08x and its end e7, but they"
                + " were %08x and e7; it was written to its end",
            offsets[2],
            Frame.checksum(bytes, offsets[2], length, Segment.saltOf(bytes)),
            bytes.getInt(offsets[2] + 8)),
        2);
  }

  @Test
  void refusesALastRecordThatOnlySeemsTooShort() {
    int[] offsets = offsets();
    int length = offsets[3] - offsets[2] - Frame.LEAST;
    change(offsets[2] + 6, 0x10);
    assertRefused(
        "JOURNAL: record 3 at offset " + offsets[2] + ": it must take "
            + (Frame.LEAST + (length & 0xff) + 0x1000) + " bytes, but "
            + (offsets[3] - offsets[2]) + " are left; it was written to its end",
        2);
  }

  @Test
  void findsARecordThatWasChangedTogetherWithItsChecksum() {
    int[] offsets = offsets();
    byte[] bytes = disk.get(SEGMENT);
    bytes[offsets[2] - 3] ^= 1;
    ByteBuffer segment = ByteBuffer.wrap(bytes);
    int length = offsets[2] - offsets[1] - Frame.LEAST;
    segment.putInt(
        offsets[1] + 8, Frame.checksum(segment, offsets[1], length, Segment.saltOf(segment)));
    disk.set(SEGMENT, bytes);
    String message = Samples.message(refused());
    assertTrue(
        message.contains("record 2 at offset " + offsets[1] + ": its hash must be ")
            && message.contains("it, or a record before it, is not the one that was written"),
        message);
  }

  @Test
  void findsARecordThatWasLeftOut() {
    int[] offsets = offsets();
    byte[] bytes = disk.get(SEGMENT);
    byte[] shorter = Arrays.copyOf(bytes, offsets[1] + offsets[3] - offsets[2]);
    System.arraycopy(bytes, offsets[2], shorter, offsets[1], offsets[3] - offsets[2]);
    disk.set(SEGMENT, shorter);
    assertRefused(
        "JOURNAL: record 2 at offset " + offsets[1] + ": its sequence must be 2, but was 3", 3);
  }

  @Test
  void refusesWhatANewerReleaseHasWritten() {
    change(11, 2);
    assertRefused(
        "JOURNAL: it is in format 2, of which this release knows 1: it was written by a newer"
            + " release",
        3);
  }

  @Test
  void findsTheLatestRecordAlsoInASegmentWithoutItsHead() {
    change(15, 0x55);
    assertEquals(Optional.of(Samples.plain(3)), refused().lastReadable());
  }

  @Test
  void refusesAJournalThatIsMissingBesideProgress() throws StoreException {
    try (RolloutStore store = new FileRolloutStore(disk)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      assertTrue(store.saveProgress(lease, Samples.progress(1)));
    }
    disk.set(SEGMENT, Arrays.copyOf(disk.get(SEGMENT), offsets()[1]));
    String shorter = "FOLDER: the journal must go to record 3 at least, as progress shows, but ";
    assertRefused(shorter + "ends with record 1", 1);
    disk.set(SEGMENT, new byte[0]);
    try (RolloutStore store = new FileRolloutStore(disk)) {
      JournalDamagedException refused =
          assertThrows(JournalDamagedException.class, () -> store.load("fraud"));
      assertTrue(Samples.message(refused).contains("as progress shows, but is empty"));
      assertEquals(Optional.empty(), refused.lastReadable());
    }
  }

  @Test
  void refusesAMissingSegment() throws StoreException {
    try (RolloutStore store = new FileRolloutStore(disk)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      assertTrue(store.saveSnapshot(lease, Samples.snapshot(Samples.plain(3))));
      assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(4)));
    }
    byte[] first = disk.get(SEGMENT);
    disk.remove(SEGMENT);
    try (RolloutStore store = new FileRolloutStore(disk)) {
      JournalDamagedException refused =
          assertThrows(JournalDamagedException.class, () -> store.load("fraud"));
      assertTrue(
          Samples.message(refused)
              .contains(disk.path(SEGMENT) + ": it must have " + first.length + " bytes, as "),
          refused::getMessage);
      assertEquals(Optional.of(Samples.plain(4)), refused.lastReadable());
      refused = assertThrows(JournalDamagedException.class, () -> store.read("fraud"));
      assertTrue(
          Samples.message(refused)
              .contains("journal-0000000000000004.log: record 1 must come before"
                  + " it, but is in no segment"),
          refused::getMessage);
    }
  }

  @Test
  void refusesTheJournalOfAnotherEndpoint() throws StoreException {
    SimulatedDisk other = new SimulatedDisk();
    try (RolloutStore store = new FileRolloutStore(other)) {
      Lease lease = store.acquire("spam", "test").orElseThrow();
      assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(1)));
    }
    disk.set(SEGMENT, other.get(SEGMENT.replace("fraud", "spam")));
    assertRefused("JOURNAL: it must be the journal of 'fraud', but is that of 'spam'", 0);
  }

  @Test
  void setsAsideWhatIsLeftOfAWriteThatWasBrokenOff() throws StoreException {
    int[] offsets = offsets();
    byte[] bytes = disk.get(SEGMENT);
    byte[] cut = Arrays.copyOf(bytes, offsets[3] - 5);
    disk.set(SEGMENT, cut);
    try (RolloutStore store = new FileRolloutStore(disk)) {
      assertEquals(Samples.plainUpTo(2), store.read("fraud"));
      assertEquals(Samples.plainUpTo(2), store.load("fraud").records());
      assertTrue(Arrays.equals(cut, disk.get(SEGMENT)), "only the holder of the lease changes it");
    }
    append(disk, 3, 4);
    assertTrue(Arrays.equals(
        Arrays.copyOfRange(cut, offsets[2], cut.length), disk.get(SEGMENT + ".torn-1")));
    disk.set(SEGMENT, Arrays.copyOf(disk.get(SEGMENT), offsets[3] - 7));
    append(disk, 3, 3);
    assertEquals(offsets[3] - 7 - offsets[2], disk.get(SEGMENT + ".torn-2").length);
    try (RolloutStore store = new FileRolloutStore(disk)) {
      assertEquals(Samples.plainUpTo(3), store.read("fraud"));
    }
  }

  @Test
  void takesALastRecordWithAnUnwrittenSectorForBrokenOff() throws StoreException {
    SimulatedDisk long1 = new SimulatedDisk();
    try (RolloutStore store = new FileRolloutStore(long1)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(1)));
      assertEquals(
          new AppendResult.Appended(), store.append(lease, Samples.plain(2, "long ".repeat(400))));
    }
    byte[] bytes = long1.get(SEGMENT);
    Arrays.fill(bytes, 1024, 1536, (byte) 0);
    long1.set(SEGMENT, bytes);
    append(long1, 2, 2);
    try (RolloutStore store = new FileRolloutStore(long1)) {
      assertEquals(Samples.plainUpTo(2), store.read("fraud"));
    }
    assertEquals(
        List.of("endpoint-fraud/journal-0000000000000001.log", SEGMENT + ".torn-1"),
        long1.names().stream().filter(name -> name.startsWith("endpoint")).toList());
  }
}

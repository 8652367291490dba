package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalDamagedException;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One bit of any byte changed, a file cut off anywhere, or bytes strewn about: the journal is the same, or lacks its end, or is
 * refused. It never says anything else.
 *
 * <p>The build takes a sample of the places, always the same; {@code -Dbelay.corruption=all} takes every byte.
 */
class CorruptionTest {

  private static final String FOLDER = "endpoint-fraud/";
  private static final int STEP = "all".equals(System.getProperty("belay.corruption")) ? 1 : 41;
  private static final int LENGTH = 300;
  private static final List<JournalRecord> RECORDS = Samples.plainUpTo(LENGTH);

  private static SimulatedDisk whole;

  /** How often each thing came out. */
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /** Snapshots at 100 and 200, progress at 290, records up to 300. */
  @BeforeAll
  static void fillADisk() throws StoreException {
    whole = new SimulatedDisk();
    try (RolloutStore store = new FileRolloutStore(whole)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      for (JournalRecord record : RECORDS) {
        assertEquals(new AppendResult.Appended(), store.append(lease, record));
        if (record.sequence() == 100 || record.sequence() == 200) {
          assertTrue(store.saveSnapshot(lease, Samples.snapshot(record)));
        }
        if (record.sequence() == 290) {
          assertTrue(store.saveProgress(lease, Samples.progress(1)));
        }
      }
    }
    assertEquals(6, whole.names().size());
  }

  /** Looks at a disk that something was done to, as an auditor and as the next process. */
  private String outcome(SimulatedDisk disk, String what) {
    Map<String, byte[]> before = contents(disk);
    RolloutStore store = new FileRolloutStore(disk);
    String audit;
    try {
      List<JournalRecord> read = store.read("fraud");
      requireBeginning(read, what);
      audit = read.size() == LENGTH ? "same" : "shorter";
    } catch (JournalDamagedException e) {
      requireRefusal(e, what);
      audit = "refused";
    } catch (StoreException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
    requireUnchanged(before, disk, what);
    String load = load(store, disk, before, what);
    store.close();
    String outcome = "read: " + audit + ", load: " + load;
    outcomes.merge(outcome, 1, Integer::sum);
    return outcome;
  }

  private String load(
      RolloutStore store, SimulatedDisk disk, Map<String, byte[]> before, String what) {
    try {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      assertTrue(lease.epoch() >= 1, what);
      EndpointJournal journal = store.load("fraud");
      int from = journal.snapshot().map(snapshot -> (int) snapshot.sequence()).orElse(0);
      assertTrue(from == 0 || from == 100 || from == 200, what);
      journal
          .snapshot()
          .ifPresent(snapshot -> assertEquals(
              Samples.snapshot(RECORDS.get((int) snapshot.sequence() - 1)), snapshot, what));
      int to = from + journal.records().size();
      assertTrue(to <= LENGTH, what);
      assertEquals(RECORDS.subList(from, to), journal.records(), what);
      assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(to + 1L)), what);
      return to == LENGTH ? "same" : "shorter";
    } catch (JournalDamagedException e) {
      requireRefusal(e, what);
      requireUnchanged(before, disk, what);
      return "refused";
    } catch (StoreException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static void requireBeginning(List<JournalRecord> read, String what) {
    assertTrue(read.size() <= LENGTH, what);
    assertEquals(RECORDS.subList(0, read.size()), read, what);
  }

  private static void requireRefusal(JournalDamagedException e, String what) {
    assertTrue(Samples.message(e).contains("Nothing was changed"), what);
    e.lastReadable()
        .ifPresent(last -> assertEquals(RECORDS.get((int) last.sequence() - 1), last, what));
    assertTrue(e.lastReadable().isPresent(), () -> what + ": " + e.getMessage());
  }

  private static Map<String, byte[]> contents(SimulatedDisk disk) {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String name : disk.names()) {
      if (name.startsWith(FOLDER)) {
        contents.put(name, disk.get(name));
      }
    }
    return contents;
  }

  private static void requireUnchanged(
      Map<String, byte[]> before, SimulatedDisk disk, String what) {
    Map<String, byte[]> after = contents(disk);
    assertEquals(before.keySet(), after.keySet(), what);
    before.forEach((name, bytes) -> assertTrue(Arrays.equals(bytes, after.get(name)), what));
  }

  private static SimulatedDisk with(String file, byte[] bytes) {
    SimulatedDisk disk = whole.copy();
    disk.set(file, bytes);
    return disk;
  }

  private void report(String test) {
    System.out.println(test + ", step " + STEP + ": " + outcomes);
  }

  @Test
  void neverSaysAnythingElseWhenABitIsChanged() {
    for (String file : contents(whole).keySet()) {
      byte[] bytes = whole.get(file);
      for (int at = 0; at < bytes.length; at += STEP) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << (at / STEP) % 8);
        String outcome = outcome(with(file, changed), file + " changed at " + at);
        boolean log = file.endsWith(".log");
        assertEquals(log, outcome.contains("refused"), () -> file + ": " + outcome);
      }
    }
    report("changed");
  }

  @Test
  void neverSaysAnythingElseWhenAFileIsCutOff() {
    for (String file : contents(whole).keySet()) {
      byte[] bytes = whole.get(file);
      for (int length = 0; length < bytes.length; length += STEP) {
        String outcome =
            outcome(with(file, Arrays.copyOf(bytes, length)), file + " cut off at " + length);
        boolean last = file.endsWith("201.log");
        assertTrue(
            last || file.endsWith(".log") == outcome.contains("refused"),
            () -> file + ": " + outcome);
      }
    }
    report("cut off");
  }

  @Test
  void neverSaysAnythingElseWhenAFileIsMissing() {
    for (String file : contents(whole).keySet()) {
      SimulatedDisk disk = whole.copy();
      disk.remove(file);
      String outcome = outcome(disk, file + " removed");
      assertEquals(file.endsWith(".log"), outcome.contains("refused"), file + ": " + outcome);
    }
  }

  @Test
  void neverSaysAnythingElseWhateverIsStrewnAbout() {
    SplittableRandom chance = new SplittableRandom(7);
    List<String> files = new ArrayList<>(contents(whole).keySet());
    for (int round = 0; round < (STEP == 1 ? 20_000 : 1_000); round++) {
      String file = files.get(chance.nextInt(files.size()));
      byte[] bytes = whole.get(file);
      outcome(with(file, strewn(bytes, chance)), "round " + round + ": " + file);
    }
    report("strewn");
  }

  /** Some bytes overwritten, taken out, doubled or set to zero. */
  private static byte[] strewn(byte[] bytes, SplittableRandom chance) {
    int from = chance.nextInt(bytes.length);
    int to = from + chance.nextInt(Math.min(2_000, bytes.length - from) + 1);
    byte[] range = Arrays.copyOfRange(bytes, from, to);
    switch (chance.nextInt(4)) {
      case 0 -> chance.nextBytes(range);
      case 1 -> Arrays.fill(range, (byte) 0);
      case 2 -> range = new byte[0];
      default -> range = joined(range, range);
    }
    return joined(
        joined(Arrays.copyOf(bytes, from), range), Arrays.copyOfRange(bytes, to, bytes.length));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void isNotFooledByAJournalInsideARecord() throws StoreException {
    SimulatedDisk disk = new SimulatedDisk();
    try (RolloutStore store = new FileRolloutStore(disk)) {
      Lease lease = store.acquire("fraud", "test").orElseThrow();
      StringBuilder text = new StringBuilder();
      for (byte each : Frame.encode(1, new Position(2, 1, Hash.NONE), new byte[40])) {
        text.append((char) (each & 0x7f));
      }
      assertEquals(
          new AppendResult.Appended(), store.append(lease, Samples.plain(1, text.toString())));
      assertEquals(1, store.read("fraud").size());
      assertFalse(store.read("fraud").get(0).reason().isEmpty());
    }
  }
}

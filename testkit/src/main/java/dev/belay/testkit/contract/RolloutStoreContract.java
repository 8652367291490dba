package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.JournalRecords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link RolloutStore} must do. Extend it, hand in the store, and run it with your tests:
 *
 * <pre>{@code
 * class FileStoreTest extends RolloutStoreContract {
 *   @TempDir Path directory;
 *
 *   @Override
 *   protected RolloutStore open() {
 *     return RolloutStore.onFile(directory);
 *   }
 *
 *   @Override
 *   protected RolloutStore reopen(RolloutStore store) {
 *     store.close();
 *     return RolloutStore.onFile(directory);
 *   }
 * }
 * }</pre>
 *
 * <p>It proves, of the store as it is and after it has been opened anew, that
 *
 * <ol>
 *   <li>a new store has no journals, and a journal that was never written to is empty;
 *   <li>what is answered with {@link AppendResult.Appended} is read back equal, once, in order;
 *   <li>a record whose sequence is not the next one is answered with a {@link AppendResult.Conflict} that tells the real last
 *       sequence, and leaves no trace;
 *   <li>the record that stands at the end already counts as appended, and is there once; another one at its place is a conflict;
 *   <li>journals do not touch each other, whatever endpoints are called: names that differ in case, in a sign or in their 128th
 *       character alone, and names that file systems do not like;
 *   <li>what was read can be changed neither by the reader nor by later appends;
 *   <li>of writers that race for a place exactly one has it, those that bring the same record all have it, and whoever reads
 *       meanwhile sees a beginning of the journal that never gets shorter;
 *   <li>each lease has a higher epoch than all before it, also after the store has been opened anew; whoever asks while somebody
 *       has it gets it, or is told who has it; with an earlier lease nothing is written, and the answer is {@link
 *       AppendResult.Fenced};
 *   <li>the latest snapshot and the latest progress are kept, one for each endpoint, and what is loaded is the snapshot and the
 *       records after it; a snapshot that does not cover the last record is refused;
 *   <li>a bell rings after a record was appended, and does not ring after it was taken down;
 *   <li>every input, state, text, number and moment of {@link JournalRecords} is read back equal.
 * </ol>
 *
 * <p>It does not prove that anything outlives the process or the power supply: that takes a crash. A store is
 * closed when a test is over. The tests take some thousand appends together. A test that is skipped fails the
 * suite.
 */
@ExtendWith(NothingSkipped.class)
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class RolloutStoreContract {

  private static final String ENDPOINT = "fraud";
  private static final List<Long> WRONG = List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);

  /** For subclasses. */
  protected RolloutStoreContract() {}

  /**
   * Opens the store under test.
   *
   * @return a store without any journal
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected abstract RolloutStore open() throws Exception;

  /**
   * Closes a store and opens it again, as the next process would. By default the store stays as it is: one that lasts as long
   * as the object.
   *
   * @param store the store that {@link #open} or this method has returned last
   * @return a store with the same journals
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected RolloutStore reopen(RolloutStore store) throws Exception {
    return store;
  }

  private OpenStore store() throws Exception {
    return new OpenStore(open(), this::reopen);
  }

  /**
   * A journal that was never written to is empty.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void hasNoJournalsWhenItIsNew() throws Exception {
    try (OpenStore store = store()) {
      store.requireJournal(ENDPOINT, List.of());
      store.append(ENDPOINT, JournalRecords.plain(1));
      store.requireJournal("another", List.of());
    }
  }

  /**
   * What was appended is read back equal and in order, at each length, also by the next process, which goes on where it ends.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsWhatWasAppendedInOrder() throws Exception {
    try (OpenStore store = store()) {
      List<JournalRecord> journal = new ArrayList<>();
      for (JournalRecord record : JournalRecords.plainUpTo(60)) {
        store.append(ENDPOINT, record);
        journal.add(record);
        OpenStore.require("the journal after " + record.reason(), journal, store.read(ENDPOINT));
        if (record.sequence() % 20 == 0) {
          store.requireJournal(ENDPOINT, journal);
        }
      }
    }
  }

  /**
   * A sequence that is not the next one is a conflict with the last one there is, and leaves no trace.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void refusesASequenceThatIsNotTheNextOne() throws Exception {
    try (OpenStore store = store()) {
      for (int length = 0; length <= 3; length++) {
        List<JournalRecord> journal = JournalRecords.plainUpTo(length);
        List<Long> wrong = new ArrayList<>(WRONG);
        wrong.addAll(List.of(length + 2L, length + 3L, length - 1L));
        for (long sequence : wrong) {
          store.requireConflict(ENDPOINT, other(sequence), length);
        }
        store.requireJournal(ENDPOINT, journal);
        for (long sequence : wrong) {
          store.requireConflict(ENDPOINT, other(sequence), length);
        }
        store.append(ENDPOINT, JournalRecords.plain(length + 1));
      }
    }
  }

  /**
   * The answer to an append may be lost: whoever appends the same record again, in this process or the next, is told it is there.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesTheLastRecordAgainAsAppended() throws Exception {
    List<List<JournalRecord>> journals = samples();
    List<List<JournalRecord>> equal = samples();
    for (int i = 0; i < journals.size(); i++) {
      takeAgain(journals.get(i), equal.get(i));
    }
  }

  private void takeAgain(List<JournalRecord> journal, List<JournalRecord> equal) throws Exception {
    try (OpenStore store = store()) {
      for (int i = 0; i < journal.size(); i++) {
        store.append(ENDPOINT, journal.get(i));
        store.append(ENDPOINT, equal.get(i));
      }
      store.requireJournal(ENDPOINT, journal);
      store.append(ENDPOINT, equal.get(equal.size() - 1));
      store.requireJournal(ENDPOINT, journal);
    }
  }

  /**
   * A record that differs in anything is another record.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void refusesAnotherRecordAtTheSamePlace() throws Exception {
    try (OpenStore store = store()) {
      JournalRecord first = JournalRecords.plain(1);
      List<JournalRecord> journal = List.of(first, JournalRecords.plain(2));
      store.append(ENDPOINT, first);
      for (JournalRecord other : OtherRecords.than(first)) {
        store.requireConflict(ENDPOINT, other, 1);
      }
      store.append(ENDPOINT, journal.get(1));
      for (JournalRecord other : OtherRecords.than(first)) {
        store.requireConflict(ENDPOINT, other, 2);
      }
      store.requireJournal(ENDPOINT, journal);
      for (JournalRecord other : OtherRecords.than(journal.get(1))) {
        store.requireConflict(ENDPOINT, other, 2);
      }
      store.requireJournal(ENDPOINT, journal);
    }
  }

  /**
   * No endpoint reads or hinders what another one has written.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsJournalsApart() throws Exception {
    try (OpenStore store = store()) {
      Map<String, List<JournalRecord>> journals = new LinkedHashMap<>();
      for (String endpoint : EndpointNames.ALL) {
        journals.put(endpoint, new ArrayList<>());
      }
      for (int round = 1; round <= 2; round++) {
        int number = 0;
        for (Map.Entry<String, List<JournalRecord>> journal : journals.entrySet()) {
          JournalRecord record = OtherRecords.saying(round, "journal " + number++);
          store.append(journal.getKey(), record);
          journal.getValue().add(record);
        }
      }
      for (Map.Entry<String, List<JournalRecord>> journal : journals.entrySet()) {
        store.requireJournal(journal.getKey(), journal.getValue());
      }
    }
  }

  /**
   * Whoever has read a journal holds it as it was.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void handsOutJournalsAsTheyWere() throws Exception {
    try (OpenStore store = store()) {
      List<JournalRecord> none = store.read(ENDPOINT);
      store.append(ENDPOINT, JournalRecords.plain(1));
      store.append(ENDPOINT, JournalRecords.plain(2));
      List<JournalRecord> two = store.read(ENDPOINT);
      store.append(ENDPOINT, JournalRecords.plain(3));
      OpenStore.require("a journal that was read before the first append", List.of(), none);
      OpenStore.require(
          "a journal that was read before the third append", JournalRecords.plainUpTo(2), two);
      deface(two);
      deface(store.read(ENDPOINT));
      store.requireJournal(ENDPOINT, JournalRecords.plainUpTo(3));
    }
  }

  private static void deface(List<JournalRecord> journal) {
    try {
      Collections.reverse(journal);
      journal.clear();
    } catch (UnsupportedOperationException expected) {
      // A list that cannot be changed is as good as a copy.
    }
  }

  /**
   * Of writers that race for a place, exactly one has it, and all others are told so.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void letsExactlyOneOfSeveralWritersHaveAPlace() throws Exception {
    try (OpenStore store = store()) {
      new StoreRace(store, ENDPOINT).ofDifferentRecords();
    }
  }

  /**
   * Writers that bring the same record all have it, and it is there once.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesTheSameRecordFromSeveralWritersOnce() throws Exception {
    try (OpenStore store = store()) {
      new StoreRace(store, ENDPOINT).ofTheSameRecord();
    }
  }

  /**
   * Writers of different journals do not hinder each other, and whoever reads meanwhile sees beginnings that grow.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void showsAGrowingBeginningWhileManyWrite() throws Exception {
    try (OpenStore store = store()) {
      new StoreRace(store, ENDPOINT).ofJournalsWithReaders();
    }
  }

  /**
   * Each lease ends all earlier ones.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void fencesOffEarlierLeases() throws Exception {
    try (OpenStore store = store()) {
      new StoreLeases(store, ENDPOINT).requireFencing();
    }
  }

  /**
   * Whoever asks while somebody has the lease gets it, or is told who has it.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void handsALeaseOverOrSaysWhoHasIt() throws Exception {
    try (OpenStore store = store()) {
      new StoreLeases(store, ENDPOINT).requireOneHolder();
    }
  }

  /**
   * Snapshot and progress are kept beside the records.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsSnapshotAndProgress() throws Exception {
    try (OpenStore store = store()) {
      new StoreKeepsakes(store, ENDPOINT).requireKept();
    }
  }

  /**
   * A bell rings after a record was appended.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void ringsTheBellOfWhoeverWatches() throws Exception {
    try (OpenStore store = store()) {
      new StoreLeases(store, ENDPOINT).requireBell();
    }
  }

  /**
   * Every input and every command is kept with all that it holds.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsEveryInput() throws Exception {
    requireKept(JournalRecords.ofEveryInput());
  }

  /**
   * Every state is kept with all that it holds.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsEveryState() throws Exception {
    requireKept(JournalRecords.ofEveryState());
  }

  /**
   * Every text is kept as it is.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsOddTexts() throws Exception {
    requireKept(JournalRecords.withOddTexts());
  }

  /**
   * Every number is kept to its last digit.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsOddNumbers() throws Exception {
    requireKept(JournalRecords.withOddNumbers());
  }

  /**
   * Every moment is kept to the nanosecond.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsOddTimes() throws Exception {
    requireKept(JournalRecords.withOddTimes());
  }

  /**
   * Nothing is too long.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsLongTexts() throws Exception {
    requireKept(JournalRecords.withLongTexts());
  }

  /**
   * What chance has put together is kept.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsWhateverIsDrawn() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      requireKept(JournalRecords.drawn(seed, 100));
    }
  }

  private void requireKept(List<JournalRecord> records) throws Exception {
    try (OpenStore store = store()) {
      for (JournalRecord record : records) {
        store.append(ENDPOINT, record);
      }
      store.requireJournal(ENDPOINT, records);
    }
  }

  private static List<List<JournalRecord>> samples() {
    return List.of(
        JournalRecords.plainUpTo(5),
        JournalRecords.ofEveryInput(),
        JournalRecords.withOddTexts(),
        JournalRecords.withOddNumbers(),
        JournalRecords.withOddTimes());
  }

  private static JournalRecord other(long sequence) {
    return OtherRecords.saying(sequence, "at the wrong place");
  }
}

package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.testkit.JournalRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Writers and readers of one store, all at once. */
final class StoreRace {

  private static final int WRITERS = 6;
  private static final int ROUNDS = 20;
  private static final int LENGTH = 40;

  private final OpenStore store;
  private final String endpoint;

  StoreRace(OpenStore store, String endpoint) {
    this.store = store;
    this.endpoint = endpoint;
  }

  void ofDifferentRecords() throws Exception {
    List<JournalRecord> journal = new ArrayList<>();
    for (int sequence = 1; sequence <= ROUNDS; sequence++) {
      List<JournalRecord> records = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        records.add(OtherRecords.saying(sequence, "writer " + writer));
      }
      List<AppendResult> answers = append(records);
      List<JournalRecord> taken = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        if (answers.get(writer) instanceof AppendResult.Appended) {
          taken.add(records.get(writer));
        }
      }
      boolean told = Set.copyOf(answers)
          .equals(Set.of(new AppendResult.Appended(), new AppendResult.Conflict(sequence)));
      if (taken.size() != 1 || !told) {
        throw new AssertionError("of writers who race for sequence " + sequence
            + " one must be told Appended and all others Conflict[lastSequence=" + sequence
            + "], but they were told " + answers);
      }
      journal.addAll(taken);
    }
    store.requireJournal(endpoint, journal);
  }

  void ofTheSameRecord() throws Exception {
    for (int sequence = 1; sequence <= ROUNDS; sequence++) {
      List<JournalRecord> records = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        records.add(JournalRecords.plain(sequence));
      }
      List<AppendResult> answers = append(records);
      if (!Set.copyOf(answers).equals(Set.of(new AppendResult.Appended()))) {
        throw new AssertionError("writers of the same record, at sequence " + sequence
            + ", must all be told Appended, but were told " + answers);
      }
    }
    store.requireJournal(endpoint, JournalRecords.plainUpTo(ROUNDS));
  }

  void ofJournalsWithReaders() throws Exception {
    List<Threads.Task> tasks = new ArrayList<>();
    for (int writer = 0; writer < WRITERS / 2; writer++) {
      String own = endpoint + writer;
      tasks.add(() -> {
        for (JournalRecord record : JournalRecords.plainUpTo(LENGTH)) {
          store.append(own, record);
        }
      });
      tasks.add(() -> {
        readWhileItGrows(own);
      });
    }
    Threads.run(tasks);
    for (int writer = 0; writer < WRITERS / 2; writer++) {
      store.requireJournal(endpoint + writer, JournalRecords.plainUpTo(LENGTH));
    }
  }

  /** Reads until everything is there: as often as it takes, and {@link Threads} gives up some time. */
  private void readWhileItGrows(String own) throws Exception {
    int before = 0;
    while (before < LENGTH && !Thread.currentThread().isInterrupted()) {
      List<JournalRecord> read = store.read(own);
      if (read.size() < before) {
        throw new AssertionError("the journal " + own + " must never get shorter, but had " + before
            + " records and then " + read.size());
      }
      OpenStore.require(
          "what is read while somebody writes", JournalRecords.plainUpTo(read.size()), read);
      before = read.size();
    }
  }

  private List<AppendResult> append(List<JournalRecord> records) throws Exception {
    List<Callable<AppendResult>> tasks = new ArrayList<>();
    records.forEach(record -> tasks.add(() -> store.answer(endpoint, record)));
    return Threads.all(tasks);
  }
}

package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A right store, of which each fault changes one thing. */
class BrokenStore implements RolloutStore {

  private final Map<String, List<JournalRecord>> journals = new ConcurrentHashMap<>();

  /** The next process. */
  RolloutStore reopened() {
    return this;
  }

  String name(String endpoint) {
    return endpoint;
  }

  JournalRecord kept(JournalRecord record) {
    return record;
  }

  final List<JournalRecord> journal(String endpoint) {
    return journals.computeIfAbsent(name(endpoint), name -> new ArrayList<>());
  }

  final void change(UnaryOperator<List<JournalRecord>> change) {
    journals.replaceAll((endpoint, journal) -> change.apply(journal));
  }

  AppendResult take(List<JournalRecord> journal, JournalRecord record) {
    int last = journal.size();
    if (record.sequence() == last + 1) {
      journal.add(kept(record));
      return new AppendResult.Appended();
    }
    boolean there = last > 0 && journal.get(last - 1).equals(kept(record));
    return there ? new AppendResult.Appended() : conflict(record, last);
  }

  AppendResult conflict(JournalRecord record, int last) {
    return new AppendResult.Conflict(last);
  }

  @Override
  public AppendResult append(String endpoint, JournalRecord record) throws StoreException {
    List<JournalRecord> journal = journal(endpoint);
    synchronized (journal) {
      return take(journal, record);
    }
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    List<JournalRecord> journal = journal(endpoint);
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }
}

package dev.belay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Journals in memory. */
final class InMemoryRolloutStore implements RolloutStore {

  private final Map<String, List<JournalRecord>> journals = new ConcurrentHashMap<>();

  @Override
  public AppendResult append(String endpoint, JournalRecord record) {
    List<JournalRecord> journal = journals.computeIfAbsent(endpoint, name -> new ArrayList<>());
    synchronized (journal) {
      int last = journal.size();
      if (record.sequence() == last + 1) {
        journal.add(record);
        return new AppendResult.Appended();
      }
      boolean there =
          record.sequence() == last && last > 0 && journal.get(last - 1).equals(record);
      return there ? new AppendResult.Appended() : new AppendResult.Conflict(last);
    }
  }

  @Override
  public List<JournalRecord> read(String endpoint) {
    List<JournalRecord> journal = journals.getOrDefault(endpoint, List.of());
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }
}

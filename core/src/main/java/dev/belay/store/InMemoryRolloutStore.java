package dev.belay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Journals in memory. */
final class InMemoryRolloutStore implements RolloutStore {

  private final Map<String, Journal> journals = new ConcurrentHashMap<>();
  private final Bells bells = new Bells();

  @Override
  public boolean isDurable() {
    return false;
  }

  /** One journal; it is its own lock. */
  private static final class Journal {

    private final List<JournalRecord> records = new ArrayList<>();
    private Optional<JournalSnapshot> snapshot = Optional.empty();
    private Optional<RolloutProgress> progress = Optional.empty();
    private long epoch;

    synchronized long nextEpoch() {
      return ++epoch;
    }

    synchronized AppendResult append(Lease lease, JournalRecord record) {
      int last = records.size();
      if (lease.epoch() < epoch) {
        return new AppendResult.Fenced(epoch);
      }
      if (record.sequence() == last + 1) {
        records.add(record);
        return new AppendResult.Appended();
      }
      boolean there =
          record.sequence() == last && last > 0 && records.get(last - 1).equals(record);
      return there ? new AppendResult.Appended() : new AppendResult.Conflict(last);
    }

    synchronized boolean save(Lease lease, JournalSnapshot newer) {
      boolean kept = lease.epoch() >= epoch && newer.sequence() == records.size();
      snapshot = kept ? Optional.of(newer) : snapshot;
      return kept;
    }

    synchronized boolean save(Lease lease, RolloutProgress newer) {
      boolean kept = lease.epoch() >= epoch;
      progress = kept ? Optional.of(newer) : progress;
      return kept;
    }

    synchronized EndpointJournal load() {
      int covered = (int) (long) snapshot.map(JournalSnapshot::sequence).orElse(0L);
      return new EndpointJournal(snapshot, records.subList(covered, records.size()), progress);
    }

    synchronized List<JournalRecord> read() {
      return List.copyOf(records);
    }
  }

  private Journal journal(String endpoint) {
    return journals.computeIfAbsent(endpoint, name -> new Journal());
  }

  @Override
  public LeaseResult acquire(String endpoint, String holder) {
    return new LeaseResult.Granted(new Lease(endpoint, journal(endpoint).nextEpoch(), holder));
  }

  @Override
  public void release(Lease lease) {
    // Whoever asks next gets the next one anyway.
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) {
    AppendResult result = journal(lease.endpoint()).append(lease, record);
    if (result instanceof AppendResult.Appended) {
      bells.ring(lease.endpoint());
    }
    return result;
  }

  @Override
  public EndpointJournal load(String endpoint) {
    Journal journal = journals.get(endpoint);
    return journal == null ? EndpointJournal.EMPTY : journal.load();
  }

  @Override
  public List<JournalRecord> read(String endpoint) {
    Journal journal = journals.get(endpoint);
    return journal == null ? List.of() : journal.read();
  }

  @Override
  public boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) {
    return journal(lease.endpoint()).save(lease, snapshot);
  }

  @Override
  public boolean saveProgress(Lease lease, RolloutProgress progress) {
    return journal(lease.endpoint()).save(lease, progress);
  }

  @Override
  public Watch watch(String endpoint, Runnable bell) {
    return bells.add(endpoint, bell);
  }

  @Override
  public void close() {
    // The journals last as long as the object.
  }
}

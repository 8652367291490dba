package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A right store, of which each fault changes one thing. */
class BrokenStore implements RolloutStore {

  private final Map<String, List<JournalRecord>> journals = new ConcurrentHashMap<>();
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();
  private final Map<String, JournalSnapshot> snapshots = new ConcurrentHashMap<>();
  private final Map<String, RolloutProgress> progress = new ConcurrentHashMap<>();
  private final List<Runnable> bells = new CopyOnWriteArrayList<>();

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

  final long epoch(String endpoint) {
    return epochs.getOrDefault(endpoint, 0L);
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

  AppendResult append(String endpoint, JournalRecord record) throws StoreException {
    List<JournalRecord> journal = journal(endpoint);
    synchronized (journal) {
      return take(journal, record);
    }
  }

  long nextEpoch(long before) {
    return before + 1;
  }

  final void forgetEpochs() {
    epochs.clear();
  }

  boolean ended(Lease lease) {
    return lease.epoch() < epoch(lease.endpoint());
  }

  @Override
  public LeaseResult acquire(String endpoint, String holder) throws StoreException {
    long before = epoch(endpoint);
    long epoch = before == 0 ? 1 : nextEpoch(before);
    epochs.put(endpoint, epoch);
    return new LeaseResult.Granted(new Lease(endpoint, epoch, holder));
  }

  @Override
  public void release(Lease lease) throws StoreException {}

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    if (ended(lease)) {
      return new AppendResult.Fenced(epoch(lease.endpoint()));
    }
    AppendResult result = append(lease.endpoint(), record);
    if (result instanceof AppendResult.Appended) {
      ring();
    }
    return result;
  }

  void ring() {
    bells.forEach(Runnable::run);
  }

  @Override
  public EndpointJournal load(String endpoint) throws StoreException {
    List<JournalRecord> whole = read(endpoint);
    Optional<JournalSnapshot> snapshot = Optional.ofNullable(snapshots.get(endpoint));
    int covered = (int) (long) snapshot.map(JournalSnapshot::sequence).orElse(0L);
    return new EndpointJournal(
        snapshot,
        whole.subList(Math.min(covered, whole.size()), whole.size()),
        Optional.ofNullable(progress.get(endpoint)));
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    List<JournalRecord> journal = journal(endpoint);
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  @Override
  public boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) throws StoreException {
    boolean kept = !ended(lease) && covers(snapshot, lease.endpoint());
    if (kept && keeps(snapshot)) {
      snapshots.put(lease.endpoint(), snapshot);
    }
    return kept;
  }

  boolean keeps(Object keepsake) {
    return true;
  }

  boolean covers(JournalSnapshot snapshot, String endpoint) {
    return snapshot.sequence() == journal(endpoint).size();
  }

  @Override
  public boolean saveProgress(Lease lease, RolloutProgress saved) throws StoreException {
    if (ended(lease)) {
      return false;
    }
    if (keeps(saved)) {
      progress.put(lease.endpoint(), saved);
    }
    return true;
  }

  @Override
  public Watch watch(String endpoint, Runnable bell) {
    bells.add(bell);
    return () -> takeDown(bell);
  }

  void takeDown(Runnable bell) {
    bells.remove(bell);
  }

  @Override
  public void close() {}
}

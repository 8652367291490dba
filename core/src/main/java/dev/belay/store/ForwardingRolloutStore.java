package dev.belay.store;

import java.util.List;

/** A store that passes everything on to another one, for whoever changes a part of that. */
public abstract class ForwardingRolloutStore implements RolloutStore {

  private final RolloutStore store;

  /**
   * Stands before a store.
   *
   * @param store where everything goes
   */
  protected ForwardingRolloutStore(RolloutStore store) {
    this.store = store;
  }

  @Override
  public LeaseResult acquire(String endpoint, String holder) throws StoreException {
    return store.acquire(endpoint, holder);
  }

  @Override
  public boolean isDurable() {
    return store.isDurable();
  }

  @Override
  public void release(Lease lease) throws StoreException {
    store.release(lease);
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    return store.append(lease, record);
  }

  @Override
  public EndpointJournal load(String endpoint) throws StoreException {
    return store.load(endpoint);
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    return store.read(endpoint);
  }

  @Override
  public boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) throws StoreException {
    return store.saveSnapshot(lease, snapshot);
  }

  @Override
  public boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException {
    return store.saveProgress(lease, progress);
  }

  @Override
  public Watch watch(String endpoint, Runnable bell) {
    return store.watch(endpoint, bell);
  }

  @Override
  public void close() {
    store.close();
  }
}

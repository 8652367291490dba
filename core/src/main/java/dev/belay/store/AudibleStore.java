package dev.belay.store;

/** Tells of the records that another store takes. */
final class AudibleStore extends ForwardingRolloutStore {

  private final Bells bells = new Bells();

  AudibleStore(RolloutStore store) {
    super(store);
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    AppendResult result = super.append(lease, record);
    if (result instanceof AppendResult.Appended) {
      bells.ring(lease.endpoint());
    }
    return result;
  }

  @Override
  public Watch watch(String endpoint, Runnable bell) {
    return bells.add(endpoint, bell);
  }
}

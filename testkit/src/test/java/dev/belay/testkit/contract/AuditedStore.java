package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.function.Consumer;

// testing begins: store
/** Tells somebody of every decision that is written down. */
final class AuditedStore extends ForwardingRolloutStore {

  private final Consumer<String> audit;

  AuditedStore(RolloutStore store, Consumer<String> audit) {
    super(store);
    this.audit = audit;
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    AppendResult result = super.append(lease, record);
    if (result instanceof AppendResult.Appended) {
      audit.accept(lease.endpoint() + ": " + record.reason());
    }
    return result;
  }
}
// testing ends

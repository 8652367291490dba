package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.List;
import java.util.function.Consumer;

// testing begins: store
/** Tells somebody of every decision that is written down. */
record AuditedStore(RolloutStore store, Consumer<String> audit) implements RolloutStore {

  @Override
  public AppendResult append(String endpoint, JournalRecord record) throws StoreException {
    AppendResult result = store.append(endpoint, record);
    if (result instanceof AppendResult.Appended) {
      audit.accept(endpoint + ": " + record.reason());
    }
    return result;
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    return store.read(endpoint);
  }
}
// testing ends

package dev.belay.testkit.contract;

import dev.belay.store.RolloutStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

// testing begins: store
class AuditedStoreTest extends RolloutStoreContract {

  private final List<String> audit = new CopyOnWriteArrayList<>();
  private RolloutStore table = RolloutStore.inMemory();

  @Override
  protected RolloutStore open() {
    table = RolloutStore.inMemory();
    return new AuditedStore(table, audit::add);
  }

  /** The next process finds the same table. */
  @Override
  protected RolloutStore reopen(RolloutStore store) {
    return new AuditedStore(table, audit::add);
  }
}
// testing ends

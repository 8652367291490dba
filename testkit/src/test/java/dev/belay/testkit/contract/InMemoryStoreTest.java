package dev.belay.testkit.contract;

import dev.belay.store.RolloutStore;

class InMemoryStoreTest extends RolloutStoreContract {

  @Override
  protected RolloutStore open() {
    return RolloutStore.inMemory();
  }
}

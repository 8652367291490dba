package dev.belay.testkit.contract;

import dev.belay.store.RolloutStore;
import dev.belay.testkit.FakeStore;

class FakeStoreContractTest extends RolloutStoreContract {

  @Override
  protected RolloutStore open() {
    return FakeStore.inMemory();
  }
}

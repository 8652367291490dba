package dev.belay.testkit.contract;

import dev.belay.store.RolloutStore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract is broken once, alone, by a store that is right otherwise. */
class BrokenStoresTest {

  private static Supplier<BrokenStore> broken = () -> {
    throw new IllegalStateException("nothing is broken yet");
  };

  /** The contract of what is broken now. */
  static class Suite extends RolloutStoreContract {

    @Override
    protected RolloutStore open() {
      return broken.get();
    }

    @Override
    protected RolloutStore reopen(RolloutStore store) {
      return ((BrokenStore) store).reopened();
    }
  }

  static Stream<Fault<Supplier<BrokenStore>>> faults() {
    return BrokenStores.faults();
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(RolloutStoreContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<Supplier<BrokenStore>> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.health.HealthSignal;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract is broken once, alone, by a signal that is right otherwise. */
class BrokenSignalsTest {

  private static Supplier<HealthSignal> broken = BrokenSignal::new;

  /** The contract of what is broken now. */
  static class Suite extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return broken.get();
    }
  }

  static Stream<Fault<Supplier<HealthSignal>>> faults() {
    return BrokenSignals.faults();
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() {
    broken = BrokenSignal::new;
    assertEquals(Map.of(), SuiteRun.of(Suite.class).failures());
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(HealthSignalContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<Supplier<HealthSignal>> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

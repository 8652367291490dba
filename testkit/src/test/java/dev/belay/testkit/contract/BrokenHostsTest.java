package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.target.VersionHost;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract is broken once, alone, by a host that is right otherwise. */
class BrokenHostsTest {

  private static Function<VirtualRuntime, BrokenHosts.Host> broken = BrokenHosts.Host::new;

  /** The contract of what is broken now. */
  static class Suite extends VersionHostContract {

    private final VirtualRuntime time = VirtualRuntime.seeded(1);

    @Override
    protected VersionHost open() {
      return broken.apply(time);
    }

    @Override
    protected void pass(Duration duration) {
      time.advance(duration);
    }

    @Override
    protected Duration settleTime() {
      return BrokenHosts.TIME;
    }
  }

  static Stream<Fault<Function<VirtualRuntime, BrokenHosts.Host>>> faults() {
    return BrokenHosts.faults();
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() {
    broken = BrokenHosts.Host::new;
    assertEquals(Map.of(), SuiteRun.of(Suite.class).failures());
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(VersionHostContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<Function<VirtualRuntime, BrokenHosts.Host>> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract is broken once, alone, by a target that is right otherwise. */
class BrokenTargetsTest {

  private static Function<VirtualRuntime, BrokenTarget> broken = BrokenTarget::new;

  /** The contract of what is broken now. */
  static class Suite extends TrafficTargetContract {

    private final VirtualRuntime time = VirtualRuntime.seeded(1);
    private BrokenTarget opened = broken.apply(time);

    @Override
    protected TrafficTarget open() {
      opened = broken.apply(time);
      return opened;
    }

    @Override
    protected Optional<TrafficTarget> openAnother() {
      return Optional.of(opened);
    }

    @Override
    protected Optional<ModelVersion> ask() {
      return Optional.of(opened.ask());
    }

    @Override
    protected void pass(Duration duration) {
      time.advance(duration);
    }

    /** As long as the target really takes, whatever it promises of a retreat. */
    @Override
    protected Duration settleTime(TrafficTarget target) {
      return Duration.ofSeconds(10);
    }
  }

  static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> faults() {
    return BrokenTargets.faults();
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() {
    broken = BrokenTarget::new;
    assertEquals(Map.of(), SuiteRun.of(Suite.class).failures());
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(TrafficTargetContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<Function<VirtualRuntime, BrokenTarget>> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.target.TrafficTarget;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each law of the contract in trouble is broken once, alone, by a target that is right otherwise. */
class BrokenPlatformsTest {

  private static Function<VirtualRuntime, BrokenTarget> broken = BrokenTarget::new;

  /** The contract of what is broken now. */
  static class Suite extends PlatformTargetContract {

    private final VirtualRuntime time = VirtualRuntime.seeded(1);
    private BrokenTarget opened = broken.apply(time);

    @Override
    protected TrafficTarget open() {
      opened = broken.apply(time);
      return opened;
    }

    @Override
    protected void pass(Duration duration) {
      time.advance(duration);
    }

    @Override
    protected List<String> secrets() {
      return List.of(BrokenPlatforms.SECRET);
    }

    @Override
    protected void begin(Trouble trouble) {
      FakeTarget platform = opened.right();
      switch (trouble) {
        case ANSWER_LOST -> platform.fail(FakeTarget.Trouble.UNKNOWN_BUT_TAKEN);
        case REQUEST_LOST -> platform.fail(FakeTarget.Trouble.UNKNOWN_AND_NOT_TAKEN);
        case TAKEN_BACK -> platform.fail(FakeTarget.Trouble.TAKES_BACK);
        case FOREIGN_CHANGE -> platform.changeByHand(BrokenTarget.split(10_000));
        case CANDIDATE_DEAD -> platform.candidateReady(false);
        case RESTART -> platform.restart();
        case AWAY -> platform.fail(FakeTarget.Trouble.THROWS);
        case NO_PERMISSION -> platform.fail(FakeTarget.Trouble.REFUSES);
        case UNKNOWN_WORDS -> opened.speakUnknownWords(true);
      }
    }

    @Override
    protected void end(Trouble trouble) {
      opened.right().heal();
      opened.right().candidateReady(true);
      opened.speakUnknownWords(false);
    }
  }

  static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> faults() {
    return BrokenPlatforms.faults();
  }

  @Test
  void nothingIsFoundWhereNothingIsBroken() {
    broken = BrokenTarget::new;
    assertEquals(Map.of(), SuiteRun.of(Suite.class).failures());
  }

  @Test
  void everyLawIsBroken() {
    Laws.requireAllBroken(PlatformTargetContract.class, faults());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundByTheContract(Fault<Function<VirtualRuntime, BrokenTarget>> fault) {
    broken = fault.broken();
    fault.requireFoundBy(Suite.class);
  }
}

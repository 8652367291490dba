package dev.belay.testkit.contract;

import dev.belay.target.TrafficTarget;
import dev.belay.target.TrafficTarget.Capabilities;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;

/** A target in whole percents, from five on, that takes a minute. */
class SlowFakeTargetContractTest extends TrafficTargetContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualRuntime runtime = VirtualRuntime.seeded(1);

  @Override
  protected TrafficTarget open() {
    return FakeTarget.builder(stable())
        .capabilities(new Capabilities(100, 500, MINUTE))
        .delay(MINUTE, runtime)
        .build();
  }

  @Override
  protected void pass(Duration time) {
    runtime.advance(time);
  }
}

package dev.belay.testkit.contract;

import dev.belay.target.TrafficTarget;
import dev.belay.testkit.FakeTarget;

class FakeTargetContractTest extends TrafficTargetContract {

  @Override
  protected TrafficTarget open() {
    return FakeTarget.serving(stable());
  }
}

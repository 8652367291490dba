package dev.belay.testkit.contract;

import dev.belay.target.VersionHost;
import dev.belay.testkit.FakeHost;

class FakeHostContractTest extends VersionHostContract {

  @Override
  protected VersionHost open() {
    return FakeHost.running(stable());
  }
}

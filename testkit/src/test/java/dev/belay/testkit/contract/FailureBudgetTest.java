package dev.belay.testkit.contract;

import dev.belay.health.HealthSignal;
import dev.belay.testkit.FakeEvidence;

class FailureBudgetTest extends HealthSignalContract {

  @Override
  protected HealthSignal signal() {
    return new FailureBudget(.01);
  }

  @Override
  protected FakeEvidence.Builder alike() {
    return evidence(model(.01).build(), model(.01).build());
  }
}

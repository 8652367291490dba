package dev.belay.testkit.contract;

import dev.belay.health.HealthSignal;
import dev.belay.testkit.FakeEvidence;

// testing begins: signal
class FailureBudgetTest extends HealthSignalContract {

  @Override
  protected HealthSignal signal() {
    return new FailureBudget(.01);
  }

  /** A candidate that is right at the budget must not be condemned. */
  @Override
  protected FakeEvidence.Builder alike() {
    return evidence(model(.01).build(), model(.01).build());
  }
}
// testing ends

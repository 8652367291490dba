package com.example.fraud;

import dev.belay.health.HealthSignal;
import dev.belay.testkit.contract.HealthSignalContract;

/** The service's own signal does what every signal must. */
class ReviewQueueSignalTest extends HealthSignalContract {

  @Override
  protected HealthSignal signal() {
    return new ReviewQueue().signal();
  }
}

package dev.belay.advisor;

import dev.belay.ExpectedTraffic;
import dev.belay.PlanCheck;
import dev.belay.RolloutPlan;
import java.time.Duration;

/** The sample of docs/choosing.md, compiled and run. */
final class ChoosingSample {

  private ChoosingSample() {}

  static String run() {
    // choosing begins
    RolloutNeeds needs = RolloutNeeds.at(ExpectedTraffic.perSecond(200).failing(.01))
        .broadFailure(Tolerance.NONE)
        .returnWithin(Duration.ofSeconds(5))
        .build();

    Advice advice = RolloutAdvisor.advise(needs); // advice.toText() says why
    RolloutPlan plan = advice.plan("8");
    PlanCheck check = plan.check(); // check.toText() says what is wrong with it
    // choosing ends
    return advice.toText() + "\n\n" + check.toText();
  }
}

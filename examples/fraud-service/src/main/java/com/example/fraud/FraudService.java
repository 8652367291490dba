package com.example.fraud;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import java.time.Duration;

/** Decides whether a transaction is held for review. It knows no version of its model by name. */
public final class FraudService {

  private static final double HOLD_FROM = .8;

  private final ModelEndpoint endpoint;
  private final Scorer scorer;
  private final ReviewQueue queue;

  /**
   * A service.
   *
   * @param endpoint says which version is asked
   * @param scorer asks it
   * @param queue takes what people have to look at
   */
  public FraudService(ModelEndpoint endpoint, Scorer scorer, ReviewQueue queue) {
    this.endpoint = endpoint;
    this.scorer = scorer;
    this.queue = queue;
  }

  /**
   * Looks at a transaction.
   *
   * @param transaction the transaction
   * @return whether it is held for review
   * @throws Exception if no version of the model gave an answer
   */
  public boolean isHeld(String transaction) throws Exception {
    boolean held =
        endpoint.call(version -> scorer.score(version, transaction)) >= HOLD_FROM;
    if (held) {
      queue.add(transaction);
    }
    return held;
  }

  /**
   * Rolls a version of the model out.
   *
   * @param version the version
   * @param actor who wants it
   * @return the rollout
   */
  public Rollout rollOut(String version, String actor) {
    return endpoint.start(plan(version, queue.signal()), actor);
  }

  /**
   * How every version of the model is rolled out.
   *
   * @param version the version
   * @param queueSignal guards the people who review
   * @return the plan
   */
  public static RolloutPlan plan(String version, HealthSignal queueSignal) {
    return RolloutPlan.to(version)
        .strategy(CanaryStrategy.paced().bake(Duration.ofMinutes(5)).build())
        .policy(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().tolerance(.2).margin(.5).build())
            .signal(queueSignal)
            .blastRadius(BlastRadius.builder().maxFailures(2_000).build())
            .callDeadline(Duration.ofMillis(500))
            .build())
        .build();
  }
}

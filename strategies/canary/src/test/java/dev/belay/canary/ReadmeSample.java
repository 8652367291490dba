package dev.belay.canary;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.FailureRate;
import java.util.Map;
import java.util.Objects;

/** The sample of the README, compiled and run. */
final class ReadmeSample {

  private ReadmeSample() {}

  interface Model {
    double score(Object transaction);
  }

  static double run(Map<String, Model> byVersion, Object transaction) {
    Models models = version -> Objects.requireNonNull(byVersion.get(version.version()));
    // README begins
    ModelEndpoint fraud = ModelEndpoint.builder("fraud-detector").live("7").build();

    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(CanaryStrategy.paced().build())
        .policy(RolloutPolicy.builder()
            .signal(FailureRate.againstStable().tolerance(0.2).margin(0.5).build())
            .blastRadius(BlastRadius.builder().maxFailures(2_000).build())
            .build())
        .build();
    Rollout rollout = fraud.start(plan, "alice");

    double score = fraud.call(version -> models.get(version).score(transaction)); // every request
    // README ends
    rollout.rollBack("alice", "end of the sample");
    fraud.close();
    return score;
  }

  private interface Models {
    Model get(ModelVersion version);
  }
}

package dev.belay.strategy;

import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import java.time.Duration;

/**
 * What does not change during a rollout.
 *
 * @param rollout the rollout's id
 * @param attempt how many times this candidate has been started on this endpoint, with this one, at least 1
 * @param stable the version that serves when the rollout begins
 * @param candidate the version that is rolled out
 * @param policy when to advance and when to retreat
 * @param reaction how long a failing candidate keeps its share before a retreat is in force, the target's delay included
 */
public record RolloutContext(
    String rollout,
    int attempt,
    ModelVersion stable,
    ModelVersion candidate,
    RolloutPolicy policy,
    Duration reaction) {}

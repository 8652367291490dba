package dev.belay.strategy;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** A rollout of fraud:8 beside fraud:7, with what a test may want to say about it. */
final class Situation {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NOW = START.plusSeconds(60);

  private Situation() {}

  static RolloutContext context() {
    return context(RolloutPolicy.builder()
        .blastRadius(BlastRadius.builder().maxSharePercent(50).build())
        .build());
  }

  static RolloutContext context(RolloutPolicy policy) {
    return new RolloutContext("r1", 2, STABLE, CANDIDATE, policy, Duration.ofSeconds(1));
  }

  static TrafficSplit split(int share) {
    return TrafficSplit.between(STABLE, CANDIDATE, share);
  }

  /** A state that is in force and stands still for nothing. */
  static RolloutState at(Phase phase, int share) {
    return RolloutState.first(context(), START)
        .with()
        .phase(phase)
        .ready(true)
        .enter(phase, 1, split(share), START)
        .noHolds()
        .build();
  }

  static Command.Order order(String actor) {
    return new Command.Order("c1", actor, "", OptionalLong.empty());
  }

  static Input.Assessed assessed(Verdict verdict) {
    return assessed(verdict, 1_000);
  }

  /** An evaluation with so many requests of each version, little traffic and no known harm. */
  static Input.Assessed assessed(Verdict verdict, long requests) {
    return assessed(verdict, 2, requests, 1, .001);
  }

  /** An evaluation with so many live requests of each version, and so many pairs. */
  static Input.Assessed shadowed(Verdict verdict, long candidate, long stable, long pairs) {
    Assessment assessment = Assessment.builder(verdict).reason("as it was said").build();
    return new Input.Assessed(new Evaluation(
        NOW,
        2,
        verdict,
        List.of(new SignalResult("failure rate", true, 1, 1, assessment)),
        0,
        1,
        0,
        1,
        .001,
        1,
        new ArmCounts(new CallCounts(stable, 0), CallCounts.NONE),
        new ArmCounts(new CallCounts(candidate, 0), CallCounts.NONE),
        ArmCounts.NONE,
        new PairCounts(pairs, 0, 0, 0, 0, 0)));
  }

  static Input.Assessed assessed(
      Verdict verdict, int attempt, long requests, double requestsPerSecond, double harm) {
    ArmCounts calls = new ArmCounts(new CallCounts(requests, 0), CallCounts.NONE);
    Assessment assessment = Assessment.builder(verdict).reason("as it was said").build();
    return new Input.Assessed(new Evaluation(
        NOW,
        attempt,
        verdict,
        List.of(new SignalResult("failure rate", true, 1, 1, assessment)),
        0,
        1,
        0,
        1,
        harm,
        requestsPerSecond,
        calls,
        calls,
        calls));
  }
}

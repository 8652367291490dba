package dev.belay.examples;

import dev.belay.AnswerComparison;
import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.VersionAction;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.bluegreen.Slice;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.Agreement;
import dev.belay.health.FailureRate;
import dev.belay.strategy.RolloutStrategy;
import java.time.Duration;
import java.util.List;

/**
 * How the two versions are rolled out: the numbers suit a spectator, and the comments say what a service would choose.
 *
 * @param strategy by which strategy
 * @param target what splits the traffic
 * @param requestsPerSecond the traffic
 * @param preparation what makes a candidate ready, where two versions stand beside each other
 * @param release what stops the version that is not needed any more, where two versions stand beside each other
 */
record Plans(
    Strategy strategy,
    Target target,
    int requestsPerSecond,
    Preparation preparation,
    VersionAction release) {

  private static final Duration BAKE = Duration.ofSeconds(8);

  private static final List<Double> LADDER = List.of(.5, 1., 5., 10., 25., 50.);

  private static final BlueGreenStrategy BLUE_GREEN =
      BlueGreenStrategy.atOnce().bake(BAKE).build();

  /** What a slice may have before anything is known of its version: more could cost too much before it is noticed. */
  private static final int SLICE_REQUESTS_PER_SECOND = 20;

  /** How many stages there are before the bake. */
  int stages() {
    return machine().course().legs().size();
  }

  RolloutPlan toPromote(String candidate) {
    return plan(candidate, Duration.ofSeconds(40));
  }

  RolloutPlan toRollBack(String candidate) {
    return plan(candidate, Duration.ofSeconds(25));
  }

  /** The longest that a rollout may take: a bake that begins late moves the deadline by up to twice its length. */
  static Duration longest(RolloutPlan plan) {
    return plan.policy().deadline().plus(BAKE.multipliedBy(3));
  }

  private static CanaryStage rung(double percent) {
    return CanaryStage.percent(percent).lasting(Duration.ofSeconds(2)).withRequests(50);
  }

  private RolloutStrategy machine() {
    return switch (strategy) {
      case CANARY -> canary();
      case BLUE_GREEN -> BLUE_GREEN;
      case COMBINED -> combined();
    };
  }

  /** A service would keep at least the ten seconds that a rung lasts by default, and bake for minutes. */
  private CanaryStrategy canary() {
    CanaryStage[] rungs = LADDER.stream()
        .filter(percent -> percent >= target.leastPercent())
        .map(Plans::rung)
        .toArray(CanaryStage[]::new);
    return CanaryStrategy.pacedThrough(rungs).bake(BAKE).build();
  }

  /** The slice shows what the cutover could cost, and the proof comes from the bake, beside the hold-back. */
  private RolloutStrategy combined() {
    int share = BasisPoints.WHOLE * SLICE_REQUESTS_PER_SECOND / requestsPerSecond;
    Slice slice = Slice.basisPoints(share).lasting(Duration.ofSeconds(2)).withRequests(50);
    return BlueGreenStrategy.afterSlice(slice).holdBackPercent(5).bake(BAKE).build();
  }

  private RolloutPlan plan(String candidate, Duration deadline) {
    RolloutPlan.Builder plan =
        RolloutPlan.to(candidate).strategy(machine()).policy(policy(deadline));
    if (strategy.keepsTwo()) {
      plan.prepare(preparation).release(release);
    }
    return plan.build();
  }

  /**
   * More than the usual 5 where a retreat takes its time: the first rung must be allowed, were all of its calls to fail, and were there
   * somewhat more of them than expected.
   */
  private double failuresPerStep() {
    double firstRung = requestsPerSecond * target.leastPercent() / 100;
    double seconds = BlastRadius.REACTION.plus(target.retreatTime()).toMillis() / 1e3;
    return Math.max(5, 1.5 * firstRung * seconds);
  }

  private RolloutPolicy policy(Duration deadline) {
    RolloutPolicy.Builder policy = RolloutPolicy.builder()
        // The default of 0.1 percentage points takes about five times as many requests to show.
        .signal(FailureRate.againstStable().promotionAllowance(.005).build())
        .blastRadius(BlastRadius.builder()
            .maxFailures(100)
            .failuresPerStep(failuresPerStep())
            .build())
        // What the traffic is, so that the first step does not depend on how much of it was seen by
        // then.
        .expectedTraffic(ExpectedTraffic.perSecond(requestsPerSecond))
        .evaluationInterval(Duration.ofMillis(200))
        .callDeadline(Duration.ofSeconds(1))
        .deadline(deadline);
    if (strategy == Strategy.BLUE_GREEN) {
      // A service would sample less, and take longer. A better model answers differently now and
      // then, so their agreement is shown and does not decide.
      policy
          .shadow(ShadowCalls.ofPercent(25).comparing(AnswerComparison.equal()).build())
          .observe(Agreement.atLeast(.95));
    }
    return policy.build();
  }
}

package dev.belay.advisor;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.Forecast;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.advisor.Advice.Kind;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.bluegreen.Slice;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.strategy.Course;
import dev.belay.strategy.RolloutStrategy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The numbers to begin with, by rules that can be told:
 *
 * <ul>
 *   <li>A step costs at most what the {@link Tolerance} says, or what 0.01 % costs if that is more. The first share is the
 *       largest of 1, 2, 5, 10 and so on basis points that costs no more, up to what the tolerance says.
 *   <li>The proof takes at least as many requests as stable needs for 3 failures, between 100 and 1,000.
 *   <li>The bake lasts 10 minutes, 30 if the return must be fast, and at least for as many requests as the proof takes.
 *   <li>The cap on failures is what a healthy candidate has until then, three standard deviations more, and what the tolerance
 *       adds. It is the same for every strategy and every bake, so that a longer way back is no excuse for more failures.
 *   <li>About 50 shadow calls are made per second.
 *   <li>The deadline is twice the time that the proof takes in 95 of 100 rollouts and that the stages take at least, with the
 *       bake, and at least an hour.
 * </ul>
 */
final class StartingNumbers {

  private static final int[] LADDER = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000};
  private static final int HALF = BasisPoints.WHOLE / 2;
  private static final double SHADOW_CALLS_PER_SECOND = 50;
  private static final Duration BAKE = Duration.ofMinutes(10);
  private static final Duration BAKE_FOR_A_FAST_RETURN = Duration.ofMinutes(30);
  private static final long STAGE_REQUESTS = 50;

  /** The stages last a few minutes at most, on half of the traffic at most. */
  private static final double SECONDS_BESIDE_THE_BAKE = 600;

  private static final double LARGEST_CAP = 1_000_000_000;
  private static final double SHORTEST_DEADLINE = 3_600;
  private static final double LONGEST_DEADLINE = 365 * 86_400.;
  private static final double FALSE_TRIP = .001;

  private final RolloutNeeds needs;
  private final Kind kind;
  private final Tolerance tolerance;
  private final double perSecond;
  private final double failureRate;
  private final double failuresPerStep;
  private final long minimumRequests;
  private final Duration bake;
  private final Optional<ShadowCalls> shadow;
  private final Forecast half;
  private final BlastRadius blastRadius;
  private final int firstShare;
  private final RolloutStrategy strategy;
  private final Forecast forecast;
  private final double deadline;

  StartingNumbers(RolloutNeeds needs, Kind kind) {
    this.needs = needs;
    this.kind = kind;
    tolerance = needs.broadFailure();
    perSecond = needs.traffic().requestsPerSecond();
    failureRate = needs.traffic().failureRate().orElseThrow();
    failuresPerStep = Math.max(
        tolerance.failuresPerStep(),
        BlastRadius.builder().build().stepCost(perSecond, 1, 1, BlastRadius.REACTION));
    minimumRequests = (long) Math.ceil(Math.min(1_000, Math.max(100, 3 / failureRate)));
    bake = seconds(Math.max(longestBake(shortReturn()), minimumRequests / perSecond));
    shadow = needs.callsMayBeRepeated() ? Optional.of(shadowCalls()) : Optional.empty();
    half = Forecast.of(policy(BlastRadius.builder().build()), needs.traffic(), HALF);
    blastRadius = limits();
    firstShare = firstShare();
    strategy = chosenStrategy();
    forecast = kind == Kind.BLUE_GREEN
        ? half
        : Forecast.of(policy(blastRadius), needs.traffic(), shareOfTheProof());
    deadline =
        Math.max(SHORTEST_DEADLINE, 2 * (proofSeconds() + leastSeconds()) + bake.toSeconds());
  }

  private boolean shortReturn() {
    return needs.returnWithin().compareTo(Contradictions.TIME_TO_COME_BACK) < 0;
  }

  private static double longestBake(boolean fastReturn) {
    return (fastReturn ? BAKE_FOR_A_FAST_RETURN : BAKE).toSeconds();
  }

  private ShadowCalls shadowCalls() {
    double sample = Math.rint(SHADOW_CALLS_PER_SECOND / perSecond * BasisPoints.WHOLE);
    int basisPoints = (int) Math.max(1, Math.min(BasisPoints.WHOLE, sample));
    return ShadowCalls.ofPercent(basisPoints / 100.).atLeast(minimumRequests).build();
  }

  private BlastRadius limits() {
    double requests = requestsOfAHealthyCandidate();
    BlastRadius.Builder builder = BlastRadius.builder()
        .failuresPerStep(failuresPerStep)
        .maxSharePercent(tolerance.largestShare() / 100.)
        .maxConsecutiveFailures(failuresInARow(requests));
    cap(requests).ifPresent(builder::maxFailures);
    return builder.build();
  }

  /** An upper bound until the longest bake is over, whatever the strategy. */
  private double requestsOfAHealthyCandidate() {
    double longest = Math.max(longestBake(true), minimumRequests / perSecond);
    return perSecond * (longest + SECONDS_BESIDE_THE_BAKE)
        + half.promotion().p95Requests()
        + LADDER.length * STAGE_REQUESTS
        + minimumRequests;
  }

  private OptionalLong cap(double requests) {
    double healthy = requests * failureRate;
    double cap = Math.ceil(healthy + 3 * Math.sqrt(healthy) + tolerance.spareFailures());
    return cap <= LARGEST_CAP ? OptionalLong.of((long) cap) : OptionalLong.empty();
  }

  /** So many that a healthy candidate has them by chance in one of 1,000 rollouts. */
  private int failuresInARow(double requests) {
    double enough = failureRate == 0 ? 0 : Math.log(FALSE_TRIP / requests) / Math.log(failureRate);
    return (int) Math.min(1_000_000, Math.max(20, Math.ceil(enough)));
  }

  private int firstShare() {
    int largest = Math.min(
        tolerance.largestFirstShare(),
        blastRadius.largestShare(perSecond, 1, BlastRadius.REACTION));
    return Arrays.stream(LADDER).filter(share -> share <= largest).max().orElse(LADDER[0]);
  }

  private RolloutStrategy chosenStrategy() {
    Duration least = Duration.ofSeconds(tolerance.stageSeconds());
    if (kind == Kind.CANARY) {
      CanaryStage[] stages = Arrays.stream(LADDER)
          .filter(share -> share >= firstShare && share <= tolerance.largestShare())
          .mapToObj(
              share -> CanaryStage.basisPoints(share).lasting(least).withRequests(STAGE_REQUESTS))
          .toArray(CanaryStage[]::new);
      return CanaryStrategy.stages(stages).bake(bake).build();
    }
    if (kind == Kind.BLUE_GREEN) {
      return BlueGreenStrategy.atOnce().bake(bake).build();
    }
    Slice slice = Slice.basisPoints(firstShare).lasting(least).withRequests(minimumRequests);
    return BlueGreenStrategy.afterSlice(slice).bake(bake).build();
  }

  private int shareOfTheProof() {
    return strategy.course().legs().stream().mapToInt(Course.Leg::share).max().orElseThrow();
  }

  private double proofSeconds() {
    return kind == Kind.BLUE_GREEN
        ? forecast.promotion().p95Requests() / shadowPerSecond()
        : forecast.promotion().p95Seconds();
  }

  private double leastSeconds() {
    double least = shadow.isPresent() ? minimumRequests / shadowPerSecond() : 0;
    for (Course.Leg leg : strategy.course().legs()) {
      double requests = leg.requests() / (perSecond * leg.share() / BasisPoints.WHOLE);
      least += Math.max(leg.atLeast().toSeconds(), requests);
    }
    return least;
  }

  private double shadowPerSecond() {
    return perSecond * shadow.orElseThrow().sample() / BasisPoints.WHOLE;
  }

  private RolloutPolicy policy(BlastRadius radius) {
    return policyBuilder(radius).build();
  }

  private RolloutPolicy.Builder policyBuilder(BlastRadius radius) {
    RolloutPolicy.Builder builder = RolloutPolicy.builder()
        .signal(FailureRate.againstStable().promotionAllowance(allowance()).build())
        .blastRadius(radius)
        .expectedTraffic(needs.traffic())
        .minimumRequests(minimumRequests)
        .shield(needs.callsMayBeRepeated());
    shadow.ifPresent(builder::shadow);
    return builder;
  }

  /** As much as stable fails, so that "half as many again" keeps its meaning where failures are rare. */
  private double allowance() {
    return failureRate == 0 ? .001 : Math.min(.001, Math.max(.0001, failureRate));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofSeconds((long) Math.ceil(Math.min(seconds, LONGEST_DEADLINE)));
  }

  // --- what came of it

  /** Whether an answer may take longer than a year, however the numbers are chosen. */
  boolean takesTooLong() {
    return deadline > LONGEST_DEADLINE;
  }

  Kind kind() {
    return kind;
  }

  RolloutStrategy strategy() {
    return strategy;
  }

  RolloutPolicy policy() {
    return policyBuilder(blastRadius).deadline(seconds(deadline)).build();
  }

  List<Course.Leg> legs() {
    return strategy.course().legs();
  }

  /** Requests, or pairs in the shadow, that a proof takes on average. */
  double proof() {
    return forecast.promotion().requests();
  }
}

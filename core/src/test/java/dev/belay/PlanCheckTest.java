package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.PlanCheck.Finding;
import dev.belay.PlanCheck.Severity;
import dev.belay.PlanCheck.Trap;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import dev.belay.strategy.Course;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlanCheckTest {

  private static final ExpectedTraffic BUSY = ExpectedTraffic.perSecond(100).failing(.01);
  private static final CourseOnly CANARY = CourseOnly.through(100, 500, 3_300);
  private static final CourseOnly AT_ONCE = CourseOnly.through(new int[0]);
  private static final Duration HOUR = Duration.ofHours(1);

  private static PlanCheck check(CourseOnly course, UnaryOperator<RolloutPolicy.Builder> set) {
    return RolloutPlan.to("8")
        .strategy(course)
        .policy(set.apply(RolloutPolicy.builder().longestCall(Duration.ofSeconds(1)))
            .build())
        .build()
        .check();
  }

  private static PlanCheck check(CourseOnly course) {
    return check(course, policy -> policy);
  }

  private static PlanCheck check(CourseOnly course, BlastRadius.Builder radius) {
    return check(course, policy -> policy.expectedTraffic(BUSY).blastRadius(radius.build()));
  }

  private static String only(Severity severity, Trap trap, PlanCheck check) {
    assertEquals(1, check.findings().size(), check::toText);
    Finding finding = check.findings().get(0);
    assertEquals(severity, finding.severity(), check::toText);
    assertEquals(trap, finding.trap(), check::toText);
    assertEquals(severity == Severity.WARNING, check.startable());
    return finding.message();
  }

  private static void assertSays(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  private static void assertNothing(PlanCheck check) {
    assertEquals(List.of(), check.findings(), check::toText);
  }

  private static Course.Leg leg(int share, Duration atLeast, long requests) {
    return new Course.Leg(share, atLeast, requests, false);
  }

  private static ShadowCalls shadow(double percent) {
    return ShadowCalls.ofPercent(percent).build();
  }

  @Test
  void findsNothingInAnOrdinaryCanary() {
    assertNothing(check(CANARY));
    PlanCheck expecting = check(CANARY, policy -> policy.expectedTraffic(BUSY));
    assertNothing(expecting);
    assertEquals(3_300, expecting.forecast().orElseThrow().share());
    assertEquals("the rollout of 8 by course may be started", expecting.toText());
  }

  // --- FULL_CUTOVER

  @Test
  void refusesAStageOfTheWholeTraffic() {
    String message =
        only(Severity.ERROR, Trap.FULL_CUTOVER, check(CourseOnly.through(500, 10_000)));
    assertSays("partial exposure comes first, but stage 1 takes the whole traffic", message);
    assertFalse(check(CourseOnly.through(10_000)).startable());
  }

  @Test
  void warnsOfABeginningWithMostOfTheTraffic() {
    assertSays(
        "begins with 60 % of the traffic",
        only(Severity.WARNING, Trap.FULL_CUTOVER, check(CourseOnly.through(6_000))));
    assertNothing(check(CourseOnly.through(5_000)));
    assertSays(
        "begins with 95 % of the traffic",
        only(Severity.WARNING, Trap.FULL_CUTOVER, check(AT_ONCE.cuttingOverTo(9_500))));
    assertNothing(check(AT_ONCE.cuttingOverTo(9_500), policy -> policy.shadow(shadow(10))));
  }

  // --- NO_EVIDENCE

  @Test
  void refusesACutoverThatNothingCouldBeLearnedBefore() {
    assertSays(
        "nothing could be learned of it before",
        only(Severity.ERROR, Trap.NO_EVIDENCE, check(AT_ONCE)));
    assertNothing(check(AT_ONCE, policy -> policy.shadow(shadow(10))));
  }

  @Test
  void refusesASignalThatCannotLearnFromTheShadowWhenNothingElseComesBefore() {
    UnaryOperator<RolloutPolicy.Builder> latency = policy -> policy
        .signal(FailureRate.againstStable().build())
        .signal(Latency.againstStable().build())
        .shadow(shadow(10));
    assertSays("signal 'latency'", only(Severity.ERROR, Trap.NO_EVIDENCE, check(AT_ONCE, latency)));
    assertNothing(check(CANARY, latency));
    assertNothing(check(AT_ONCE.cuttingOverTo(9_500), latency));
  }

  @Test
  void refusesASignalOfShadowCallsWithoutThem() {
    assertSays(
        "signal 'pairs' learns from shadow calls alone, but the policy makes none",
        only(
            Severity.ERROR,
            Trap.NO_EVIDENCE,
            check(CANARY, policy -> policy.signal(new OfShadow("pairs")))));
    assertSays(
        "signal 'pairs' compares the answers of shadow calls, but the policy does not say how",
        only(
            Severity.ERROR,
            Trap.NO_EVIDENCE,
            check(CANARY, policy -> policy.signal(new OfShadow("pairs")).shadow(shadow(10)))));
    assertNothing(check(
        CANARY,
        policy -> policy
            .signal(new OfShadow("pairs"))
            .shadow(
                ShadowCalls.ofPercent(10).comparing(AnswerComparison.equal()).build())));
    assertNothing(check(CANARY, policy -> policy.observe(new OfShadow("pairs"))));
  }

  // --- NO_WAY_BACK

  @Test
  void warnsOfABakeWithoutTime() {
    assertSays(
        "finds no version to return to",
        only(Severity.WARNING, Trap.NO_WAY_BACK, check(CANARY.baking(Duration.ZERO))));
  }

  // --- UNDECIDABLE

  @Test
  void refusesStagesThatTakeAsLongAsTheDeadlineWhateverTheTraffic() {
    CourseOnly slow = CourseOnly.through(leg(500, HOUR.multipliedBy(2), 0), leg(3_300, HOUR, 0));
    UnaryOperator<RolloutPolicy.Builder> threeHours =
        policy -> policy.deadline(HOUR.multipliedBy(3));
    assertSays(
        "deadline must be above 3.2 hours, which everything before the cutover and the bake take at"
            + " least, but was 3.0 hours",
        only(Severity.ERROR, Trap.UNDECIDABLE, check(slow, threeHours)));
    assertNothing(check(slow.paced(), threeHours));
    assertNothing(check(slow, policy -> policy.deadline(HOUR.multipliedBy(4))));
    assertFalse(check(
            slow,
            policy ->
                policy.deadline(HOUR.multipliedBy(4)).stickyUsers(StickyUsers.calibratedFor(HOUR)))
        .startable());
  }

  @Test
  void refusesAStageThatCanNeverGatherItsRequests() {
    CourseOnly hungry = CourseOnly.through(leg(10, Duration.ZERO, 1_000), leg(3_300, HOUR, 0));
    UnaryOperator<RolloutPolicy.Builder> quiet =
        policy -> policy.expectedTraffic(ExpectedTraffic.perSecond(10));
    assertSays(
        "stage 0 with 0.1 % can never gather enough evidence: its 1,000 requests take 27.8 hours at 10"
            + " requests/s, which is more than the deadline of 24.0 hours",
        only(Severity.ERROR, Trap.UNDECIDABLE, check(hungry, quiet)));
    assertNothing(check(hungry.paced(), quiet));
    assertNothing(check(hungry));
  }

  @Test
  void addsUpWhatTheStagesTakeAtTheExpectedTraffic() {
    CourseOnly course =
        CourseOnly.through(leg(100, Duration.ZERO, 5_000), leg(200, Duration.ZERO, 9_000));
    assertSays(
        "deadline must be above 26.6 hours, which everything before the cutover and the bake take at"
            + " least at 10 requests/s",
        only(
            Severity.ERROR,
            Trap.UNDECIDABLE,
            check(course, policy -> policy.expectedTraffic(ExpectedTraffic.perSecond(10)))));
  }

  @Test
  void refusesMoreShadowCallsThanTheDeadlineAllows() {
    ShadowCalls many = ShadowCalls.ofPercent(.1).atLeast(1_000).build();
    assertSays(
        "1,000 shadow calls take 27.8 hours at 10 requests/s of which 0.1 % are sampled",
        only(
            Severity.ERROR,
            Trap.UNDECIDABLE,
            check(
                CANARY,
                policy -> policy.shadow(many).expectedTraffic(ExpectedTraffic.perSecond(10)))));
  }

  @Test
  void warnsOfAProofThatDoesNotComeInTime() {
    assertSays(
        "the proof of a candidate as good as stable needs about",
        only(
            Severity.WARNING,
            Trap.UNDECIDABLE,
            check(
                CourseOnly.through(100),
                policy -> policy
                    .expectedTraffic(ExpectedTraffic.perSecond(20).failing(.01))
                    .deadline(HOUR.multipliedBy(6)))));
  }

  @Test
  void refusesWhatNoNumberOfRequestsCanShow() {
    assertSays(
        "can never be decided, because no number of requests can show that",
        only(
            Severity.ERROR,
            Trap.UNDECIDABLE,
            check(CANARY, policy -> policy.expectedTraffic(BUSY).signal(FailureRate.atMost(.01)))));
    assertSays(
        "can never be decided, because no number of requests can show that",
        only(
            Severity.ERROR,
            Trap.UNDECIDABLE,
            check(
                AT_ONCE,
                policy -> policy
                    .expectedTraffic(BUSY)
                    .shadow(shadow(10))
                    .signal(FailureRate.atMost(.01)))));
  }

  @Test
  void warnsOfShadowCallsThatDoNotProveInTime() {
    assertSays(
        "shadow calls",
        only(
            Severity.WARNING,
            Trap.UNDECIDABLE,
            check(AT_ONCE, policy -> policy.expectedTraffic(BUSY).shadow(shadow(.1)))));
    assertNothing(check(AT_ONCE, policy -> policy.expectedTraffic(BUSY).shadow(shadow(10))));
  }

  @Test
  void forecastsForTheLargestShareOfAnUnprovenCandidateUpToAHalf() {
    UnaryOperator<RolloutPolicy.Builder> busy = policy -> policy.expectedTraffic(BUSY);
    assertEquals(
        500,
        check(CourseOnly.through(100, 500, 9_500), busy)
            .forecast()
            .orElseThrow()
            .share());
    assertEquals(
        500,
        check(CANARY, BlastRadius.builder().maxSharePercent(10))
            .forecast()
            .orElseThrow()
            .share());
    assertEquals(Optional.empty(), check(CANARY).forecast());
    assertEquals(
        Optional.empty(),
        check(CANARY, policy -> policy.expectedTraffic(ExpectedTraffic.perSecond(20)))
            .forecast());
  }

  @Test
  void survivesASignalThatCannotForecast() {
    assertSays(
        "java.lang.IllegalStateException: no",
        only(
            Severity.WARNING,
            Trap.UNDECIDABLE,
            check(CANARY, policy -> policy.expectedTraffic(BUSY).signal(new Broken()))));
  }

  // --- NO_DEADLINE

  @Test
  void warnsOfCallsThatNobodyEnds() {
    RolloutPlan plan = RolloutPlan.to("8").strategy(CANARY).build();
    assertSays(
        "a candidate that hangs is never answered from stable",
        only(Severity.WARNING, Trap.NO_DEADLINE, plan.check()));
    assertNothing(check(CANARY, policy -> policy.callDeadline(Duration.ofSeconds(1))));
    assertNothing(check(CANARY, policy -> policy.shield(false)));
  }

  @Test
  void warnsOfAnApprovalThatMayBeWaitedForForWeeks() {
    CourseOnly gate = CourseOnly.through(new Course.Leg(500, Duration.ZERO, 0, true));
    UnaryOperator<RolloutPolicy.Builder> month = policy -> policy.deadline(Duration.ofDays(30));
    assertSays("after 30 days", only(Severity.WARNING, Trap.NO_DEADLINE, check(gate, month)));
    assertNothing(check(gate, policy -> month.apply(policy).whenUndecided(Undecided.PAUSE)));
    assertNothing(check(gate));
    assertNothing(check(CANARY, month));
  }

  // --- BLAST_RADIUS

  @Test
  void refusesAFirstShareThatTheBlastRadiusNeverAllows() {
    assertSays(
        "the candidate is to begin with 1 %, but the blast radius allows an unproven one at most 0.5 %",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().maxSharePercent(.5))));
    assertSays(
        "Begin with at most 0.5 % or raise failuresPerStep",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().failuresPerStep(.05))));
    assertSays(
        "No share is small enough",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().failuresPerStep(.0001))));
    assertNothing(check(
        CANARY,
        policy -> policy
            .shadow(shadow(10))
            .blastRadius(BlastRadius.builder().maxSharePercent(.5).build())));
  }

  @Test
  void knowsThatASlowRetreatMakesAShareMoreExpensive() {
    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(CANARY)
        .policy(RolloutPolicy.builder()
            .longestCall(Duration.ofSeconds(1))
            .expectedTraffic(BUSY)
            .build())
        .build();
    assertTrue(plan.check().startable());
    assertSays(
        "could cost 10.1 failures in the 10.1 seconds until a retreat is in force",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            PlanCheck.of(plan, new TrafficTarget.Capabilities(1, 1, Duration.ofSeconds(10)))));
  }

  @Test
  void refusesARolloutThatEndsBeforeItsProof() {
    assertSays(
        "the proof needs at least 100 requests to the candidate, but the blast radius ends the rollout at"
            + " 99",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            check(
                CANARY,
                policy ->
                    policy.blastRadius(BlastRadius.builder().maxRequests(99).build()))));
    assertNothing(check(
        CANARY,
        policy -> policy.blastRadius(BlastRadius.builder().maxRequests(100).build())));
  }

  @Test
  void tellsWhenAHealthyCandidateSpendsTheCapOnFailures() {
    assertSays(
        "the blast radius allows 200 failures, but a candidate as good as stable has about 670 until the"
            + " bake is over",
        only(
            Severity.ERROR,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().maxFailures(200))));
    assertSays(
        "may be rolled back for bad luck",
        only(
            Severity.WARNING,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().maxFailures(700))));
    assertNothing(check(CANARY, BlastRadius.builder().maxFailures(1_000)));
  }

  @Test
  void tellsWhenAHealthyCandidateLooksDead() {
    assertSays(
        "2 failures in a row mean a dead candidate",
        only(
            Severity.WARNING,
            Trap.BLAST_RADIUS,
            check(CANARY, BlastRadius.builder().maxConsecutiveFailures(2))));
  }

  // --- TARGET_CANNOT_EXPRESS

  @Test
  void refusesSharesThatTheTargetWouldRound() {
    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(CourseOnly.through(50, 250, 1_000))
        .policy(RolloutPolicy.builder().longestCall(Duration.ofSeconds(1)).build())
        .build();
    assertSays(
        "shares of at least 1 % in steps of 1 %, but the strategy may ask for 0.5 %, 2.5 %:",
        only(
            Severity.ERROR,
            Trap.TARGET_CANNOT_EXPRESS,
            PlanCheck.of(plan, new TrafficTarget.Capabilities(100, 100, Duration.ZERO))));
    assertNothing(plan.check());
  }

  // --- a margin that is not above its tolerance is refused before there is a plan

  @Test
  void refusesAMarginBelowItsToleranceInEverySignal() {
    List<Runnable> signals = List.of(
        () -> FailureRate.againstStable().tolerance(.5).margin(.5).build(),
        () -> Latency.againstStable().tolerance(.5).margin(.5).build(),
        () -> Quality.againstStable().tolerance(.05).margin(.05).build(),
        () -> Predictions.ofClasses(2).tolerance(.5, 0).margin(.5, .1).build());
    for (Runnable signal : signals) {
      String message = String.valueOf(
          assertThrows(IllegalArgumentException.class, signal::run).getMessage());
      assertTrue(message.startsWith("margin must be "), message);
    }
  }

  // --- how it reads

  @Test
  void putsErrorsFirstAndExplainsItselfInLines() {
    PlanCheck check = check(AT_ONCE.baking(Duration.ZERO));
    assertEquals(
        List.of(Trap.NO_EVIDENCE, Trap.NO_WAY_BACK),
        check.findings().stream().map(Finding::trap).toList());
    List<String> lines = check.toText().lines().toList();
    assertEquals("the rollout of 8 by course is refused", lines.get(0));
    assertTrue(lines.get(1).startsWith("ERROR NO_EVIDENCE: "), check::toText);
    assertTrue(lines.get(2).startsWith("WARNING NO_WAY_BACK: "), check::toText);
    PlanRefusedException refused = new PlanRefusedException(check);
    assertEquals(check, refused.check());
    assertEquals("NO_EVIDENCE: " + check.errors().get(0).message(), refused.getMessage());
  }

  /** Learns from the pairs of shadow calls and from nothing else. */
  private record OfShadow(String name) implements HealthSignal {

    @Override
    public SignalMonitor open(SignalContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean learnsFromTraffic() {
      return false;
    }

    @Override
    public boolean learnsFromShadow() {
      return true;
    }
  }

  private record Broken() implements HealthSignal {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public SignalMonitor open(SignalContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SignalForecast> forecast(Scenario scenario) {
      throw new IllegalStateException("no");
    }
  }
}

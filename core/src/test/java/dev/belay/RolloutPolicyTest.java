package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RolloutPolicyTest {

  private static final HealthSignal GAUGE = HealthSignal.gauge("queue", () -> 0, 1);

  private static void assertRefused(String message, Consumer<RolloutPolicy.Builder> set) {
    RolloutPolicy.Builder builder = RolloutPolicy.builder();
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> set.accept(builder)).getMessage());
  }

  @Test
  void hasTheDefaultsThatItDocuments() {
    RolloutPolicy policy = RolloutPolicy.builder().build();
    assertEquals(.01, policy.falseRollback());
    assertEquals(.05, policy.falsePromotion());
    assertEquals(Duration.ofHours(24), policy.deadline());
    assertEquals(Duration.ofSeconds(1), policy.evaluationInterval());
    assertEquals(Duration.ofSeconds(5), policy.signalTimeout());
    assertEquals(100, policy.minimumRequests());
    assertEquals(0, policy.expectedRequestsPerSecond());
    assertEquals(Optional.empty(), policy.expectedTraffic());
    assertTrue(policy.shield());
    assertEquals(Optional.empty(), policy.callDeadline());
    assertEquals(Optional.empty(), policy.rollBackWhenUnavailableFor());
    assertEquals(Undecided.ROLL_BACK, policy.whenUndecided());
  }

  @Test
  void comparesFailureRatesIfNothingElseIsSaid() {
    RolloutPolicy policy = RolloutPolicy.builder().observe(GAUGE).build();
    assertEquals(
        List.of("failure rate"),
        policy.signals().stream().map(HealthSignal::name).toList());
    assertEquals(List.of(GAUGE), policy.observed());
  }

  @Test
  void addsTheSignalOfTheDefaultToNoLaterPolicyOfTheSameBuilder() {
    RolloutPolicy.Builder builder = RolloutPolicy.builder();
    assertEquals(1, builder.build().signals().size());
    HealthSignal objective = FailureRate.atMost(.01);
    assertEquals(List.of(objective), builder.signal(objective).build().signals());
  }

  @Test
  void copiesEverythingIntoABuilderThatChangesOneThing() {
    RolloutPolicy all = RolloutPolicy.builder()
        .signal(FailureRate.atMost(.01))
        .observe(GAUGE)
        .blastRadius(BlastRadius.builder().maxFailures(7).build())
        .deadline(Duration.ofHours(2))
        .callDeadline(Duration.ofMillis(300))
        .falseRollback(.02)
        .falsePromotion(.03)
        .whenUndecided(Undecided.PAUSE)
        .rollBackWhenUnavailableFor(Duration.ofMinutes(3))
        .evaluationInterval(Duration.ofSeconds(2))
        .signalTimeout(Duration.ofSeconds(4))
        .longestCall(Duration.ofSeconds(9))
        .minimumRequests(11)
        .expectedTraffic(ExpectedTraffic.perSecond(12))
        .stickyUsers(StickyUsers.calibratedFor(Duration.ofHours(1)))
        .shadow(ShadowCalls.ofPercent(5).build())
        .readyWithin(Duration.ofMinutes(13))
        .retireWithin(Duration.ofMinutes(14))
        .build();

    RolloutPolicy changed = all.toBuilder().minimumRequests(99).build();

    assertEquals(99, changed.minimumRequests());
    assertEquals(11, all.minimumRequests());
    assertEquals(
        everything(all), everything(changed.toBuilder().minimumRequests(11).build()));
    assertFalse(
        everything(RolloutPolicy.builder().build()).stream().anyMatch(everything(all)::contains));
  }

  /** What a policy says, but for the shield, which a deadline of calls needs. */
  private static List<Object> everything(RolloutPolicy policy) {
    return List.of(
        policy.signals(),
        policy.observed(),
        policy.blastRadius(),
        policy.deadline(),
        policy.callDeadline(),
        policy.falseRollback(),
        policy.falsePromotion(),
        policy.whenUndecided(),
        policy.rollBackWhenUnavailableFor(),
        policy.evaluationInterval(),
        policy.signalTimeout(),
        policy.longestCall(),
        policy.longestCallStated(),
        policy.minimumRequests(),
        policy.expectedTraffic(),
        policy.stickyUsers(),
        policy.shadow(),
        policy.readyWithin(),
        policy.retireWithin());
  }

  @Test
  void forgetsTheSignalsOfACopy() {
    RolloutPolicy policy =
        RolloutPolicy.builder().signal(FailureRate.atMost(.01)).observe(GAUGE).build();
    HealthSignal other = FailureRate.atMost(.02);
    RolloutPolicy changed = policy.toBuilder().noSignals().signal(other).build();
    assertEquals(List.of(other), changed.signals());
    assertEquals(List.of(), changed.observed());
    assertEquals(List.of(GAUGE), policy.observed());
  }

  @Test
  void refusesProbabilitiesOutOfRange() {
    for (double value : new double[] {0, .5, -1, Double.NaN}) {
      assertRefused(
          "falseRollback must be in (0, 0.5), but was " + value, b -> b.falseRollback(value));
      assertRefused(
          "falsePromotion must be in (0, 0.5), but was " + value, b -> b.falsePromotion(value));
    }
  }

  @Test
  void refusesDurationsOutOfRange() {
    for (Duration value : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(366))) {
      assertRefused(
          "deadline must be above zero and at most PT8760H, but was " + value,
          b -> b.deadline(value));
      assertRefused(
          "rollBackWhenUnavailableFor must be above zero and at most PT8760H, but was " + value,
          b -> b.rollBackWhenUnavailableFor(value));
    }
    for (Duration value :
        List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofHours(1).plusNanos(1))) {
      assertRefused(
          "callDeadline must be above zero and at most PT1H, but was " + value,
          b -> b.callDeadline(value));
      assertRefused(
          "evaluationInterval must be above zero and at most PT1H, but was " + value,
          b -> b.evaluationInterval(value));
      assertRefused(
          "signalTimeout must be above zero and at most PT1H, but was " + value,
          b -> b.signalTimeout(value));
    }
  }

  @Test
  void takesTheEndsOfTheRanges() {
    RolloutPolicy policy = RolloutPolicy.builder()
        .deadline(Duration.ofDays(365))
        .evaluationInterval(Duration.ofNanos(1))
        .callDeadline(Duration.ofHours(1))
        .minimumRequests(1)
        .build();
    assertEquals(Duration.ofDays(365), policy.deadline());
    assertEquals(Optional.of(Duration.ofHours(1)), policy.callDeadline());
    assertEquals(1, policy.minimumRequests());
  }

  @Test
  void plansForTheTrafficThatIsExpected() {
    ExpectedTraffic traffic = ExpectedTraffic.perSecond(100);
    RolloutPolicy policy = RolloutPolicy.builder().expectedTraffic(traffic).build();
    assertEquals(100, policy.expectedRequestsPerSecond());
    assertEquals(Optional.of(traffic), policy.expectedTraffic());
    assertEquals(OptionalDouble.empty(), traffic.failureRate());
    assertEquals(OptionalDouble.of(.01), traffic.failing(.01).failureRate());
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertRefused("minimumRequests must be at least 1, but was 0", b -> b.minimumRequests(0));
  }

  @Test
  void refusesSignalsOfTheSameName() {
    String message = "signals must have different names, but two are called 'failure rate'";
    HealthSignal signal = FailureRate.againstStable().build();
    assertRefused(message, b -> b.signal(signal).signal(signal).build());
    assertRefused(message, b -> b.signal(signal).observe(signal).build());
  }

  @Test
  void refusesToPromoteOnFixedRulesAlone() {
    assertRefused(
        "signals must have at least one that gathers evidence about calls, but were [queue]",
        b -> b.signal(GAUGE).build());
  }

  @Test
  void refusesACallDeadlineWithoutAShield() {
    assertRefused(
        "callDeadline cannot be combined with shield(false): nobody would answer the call",
        b -> b.callDeadline(Duration.ofMillis(50)).shield(false).build());
    assertFalse(RolloutPolicy.builder().shield(false).build().shield());
  }

  @Test
  void refusesToDrawKeysAnewTooOftenOrTooRarely() {
    assertEquals(Optional.empty(), RolloutPolicy.builder().build().reassignEvery());
    for (Duration value : List.of(Duration.ofMillis(9_999), Duration.ofDays(7).plusNanos(1))) {
      assertRefused(
          "reassignEvery must be at least PT10S and at most PT168H, but was " + value,
          b -> b.stickyUsers(StickyUsers.reassignedEvery(value)));
    }
    for (Duration value : List.of(Duration.ofSeconds(10), Duration.ofDays(7))) {
      assertEquals(
          Optional.of(value),
          RolloutPolicy.builder()
              .stickyUsers(StickyUsers.reassignedEvery(value))
              .build()
              .reassignEvery());
    }
    assertRefused(
        "reassignEvery must be at least PT20S, ten longest calls, but was PT19S",
        b -> b.stickyUsers(StickyUsers.reassignedEvery(Duration.ofSeconds(19)))
            .longestCall(Duration.ofSeconds(2))
            .build());
  }

  @Test
  void refusesToWatchUsersForTooLong() {
    assertEquals(Duration.ZERO, RolloutPolicy.builder().build().calibrateFor());
    for (Duration value : List.of(Duration.ofNanos(-1), Duration.ofDays(7).plusNanos(1))) {
      assertRefused(
          "calibrateFor must be at least zero and at most PT168H, but was " + value,
          b -> b.stickyUsers(StickyUsers.calibratedFor(value)));
    }
  }
}

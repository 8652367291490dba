package dev.belay.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.PlanCheck;
import dev.belay.PlanCheck.Trap;
import dev.belay.advisor.Advice.Kind;
import dev.belay.advisor.Advice.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;

@Domain(Needs.class)
class RolloutAdvisorProperties {

  /** And the one warning is about what the needs do not tell: how long a call may last. */
  @Property(tries = 500)
  void everyAdvicePassesTheCheckOfPlans(@ForAll RolloutNeeds needs) {
    Advice advice = RolloutAdvisor.advise(needs);
    Statistics.collect(advice.kind());
    Statistics.coverage(kinds -> {
      for (Kind kind : Kind.values()) {
        kinds.check(kind).percentage(percent -> percent > 5);
      }
    });
    if (advice.kind() == Kind.NONE) {
      return;
    }
    PlanCheck check = advice.plan("8").check();
    assertTrue(check.startable(), () -> advice + "\n" + check);
    assertEquals(
        needs.callsMayBeRepeated() ? List.of(Trap.NO_DEADLINE) : List.of(),
        check.findings().stream().map(PlanCheck.Finding::trap).toList(),
        () -> advice + "\n" + check);
  }

  @Property(tries = 300)
  void theSameNeedsGetTheSameAdviceWithItsReasonsInOrder(@ForAll RolloutNeeds needs) {
    Advice advice = RolloutAdvisor.advise(needs);
    assertEquals(
        advice.toText(), RolloutAdvisor.advise(Needs.like(needs).build()).toText());
    List<DecisionStep> steps = advice.reasons().stream().map(Reason::step).toList();
    assertEquals(steps.stream().sorted().toList(), steps);
    if (advice.kind() == Kind.NONE) {
      assertFalse(steps.isEmpty());
      assertThrows(IllegalStateException.class, () -> advice.plan("8"));
    } else {
      assertEquals(Arrays.asList(DecisionStep.values()), steps);
    }
  }

  @Property(tries = 500)
  void lessToleranceIsNeverRiskier(@ForAll RolloutNeeds needs, @ForAll Tolerance stricter) {
    if (stricter.compareTo(needs.broadFailure()) < 0) {
      assertNotRiskier(needs, Needs.like(needs).broadFailure(stricter));
    }
  }

  @Property(tries = 500)
  void aSliceThatMustGoFirstIsNeverRiskier(@ForAll RolloutNeeds needs) {
    if (needs.partialExposure() == PartialExposure.POSSIBLE) {
      assertNotRiskier(needs, Needs.like(needs).partialExposure(PartialExposure.NEEDED));
    }
  }

  @Property(tries = 500)
  void aFasterReturnIsNeverRiskier(@ForAll RolloutNeeds needs) {
    Duration half = needs.returnWithin().dividedBy(2);
    assertNotRiskier(needs, Needs.like(needs).returnWithin(half));
  }

  /** Where there is a slice anyway, it is the other way round: a canary goes on to larger shares before the proof. */
  @Property(tries = 500)
  void takingTimeForACutoverIsNeverRiskierThanOneWithoutASlice(@ForAll RolloutNeeds needs) {
    if (RolloutAdvisor.advise(needs).kind() == Kind.BLUE_GREEN) {
      assertNotRiskier(needs, Needs.like(needs).nearInstantCutover(false).mustCoexist(false));
    }
  }

  /** No plan is the least risky one. */
  private static void assertNotRiskier(RolloutNeeds needs, RolloutNeeds.Builder stricter) {
    Advice before = RolloutAdvisor.advise(needs);
    Advice after = RolloutAdvisor.advise(stricter.build());
    if (before.kind() != Kind.NONE && after.kind() != Kind.NONE) {
      assertEquals(
          List.of(), Risk.of(after).riskierThan(Risk.of(before)), () -> before + "\n" + after);
    }
  }
}

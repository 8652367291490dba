package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TwoSidedDecisionTest {

  private static final double AGAINST = Math.log(100);
  private static final double TOWARDS = Math.log(20);

  private final TwoSidedDecision decision = new TwoSidedDecision(Feed.CONTEXT);

  @Test
  void decidesAtItsThresholds() {
    assertEquals(Verdict.INSUFFICIENT, decision.decide(0, TOWARDS - 1e-9));
    assertEquals(Verdict.HEALTHY, decision.decide(0, TOWARDS));
    assertEquals(Verdict.UNHEALTHY, decision.decide(AGAINST, 0));
  }

  @Test
  void looksAtTheRollbackFirst() {
    assertEquals(Verdict.UNHEALTHY, decision.decide(AGAINST, TOWARDS));
  }

  @Test
  void keepsWhatWasCrossedOnce() {
    decision.decide(0, TOWARDS);
    assertEquals(Verdict.HEALTHY, decision.decide(0, -10));
    decision.decide(AGAINST, -10);
    assertEquals(Verdict.UNHEALTHY, decision.decide(-10, TOWARDS));
  }

  @Test
  void callsNothingHealthyWhileTheEvidenceAgainstItIsWithinAFactorOfFive() {
    assertEquals(Verdict.INSUFFICIENT, decision.decide(Math.log(20) + 1e-9, TOWARDS));
    assertEquals(Verdict.HEALTHY, decision.decide(Math.log(20) - 1e-9, 0));
  }

  @Test
  void goesOnWhereItWasSaved() {
    decision.decide(0, TOWARDS);
    TwoSidedDecision restored = new TwoSidedDecision(Feed.CONTEXT);
    restored.restore(decision.save());
    assertEquals(Verdict.HEALTHY, restored.decide(0, 0));
    decision.decide(AGAINST, 0);
    restored.restore(decision.save());
    assertEquals(Verdict.UNHEALTHY, restored.decide(0, 0));
  }
}

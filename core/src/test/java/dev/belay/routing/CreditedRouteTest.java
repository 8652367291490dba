package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.CallCounts;
import org.junit.jupiter.api.Test;

class CreditedRouteTest {

  private final Rig rig = new Rig(null, 1, 1).expose(500);

  @Test
  void creditsAnOutcomeToTheVersionThatServedIt() {
    rig.toCandidate().succeeded(1);
    rig.toStable().failed(0);
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
    assertEquals(new CallCounts(1, 1), rig.stableCounts());
  }

  @Test
  void creditsAnOutcomeThatComesAfterTheSplitMovedOn() {
    CreditedRoute route = rig.toCandidate();
    rig.expose(0);
    route.succeeded(5);
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
  }

  @Test
  void refusesANegativeLatencyAndCountsNothing() {
    for (Runnable report : new Runnable[] {
      () -> rig.toCandidate().succeeded(-1), () -> rig.toCandidate().failed(-1)
    }) {
      IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, report::run);
      assertEquals("elapsedNanos must be at least 0, but was -1", refused.getMessage());
    }
    assertEquals(CallCounts.NONE, rig.candidateCounts());
    assertEquals(0, rig.tripwire.failures());
    assertEquals(500, rig.share());
    assertEquals(0, rig.nudges);
  }

  @Test
  void countsACallAsInFlightFromItsBeginningToItsEnd() {
    assertTrue(rig.toCandidate().begin());
    assertEquals(1, rig.candidateCalls.count());
    rig.toCandidate().end();
    assertEquals(0, rig.candidateCalls.count());
  }

  @Test
  void beginsNoCallOfAVersionThatWasWithdrawn() {
    rig.candidateCalls.close();
    assertFalse(rig.toCandidate().begin());
    assertEquals(0, rig.candidateCalls.count());
    assertTrue(rig.toStable().begin());
  }
}

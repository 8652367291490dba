package dev.belay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final ArmCounts MIXED = new ArmCounts(new CallCounts(10, 1), new CallCounts(5, 5));

  @Test
  void addsAndSubtractsCallByCall() {
    CallCounts counts = new CallCounts(10, 3);
    assertEquals(new CallCounts(14, 4), counts.plus(new CallCounts(4, 1)));
    assertEquals(new CallCounts(6, 2), counts.minus(new CallCounts(4, 1)));
    assertEquals(CallCounts.NONE, counts.minus(counts));
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertEquals(
        "requests must be at least 0, but was -1",
        assertThrows(IllegalArgumentException.class, () -> new CallCounts(-1, 0))
            .getMessage());
    assertEquals(
        "failures must be in [0, requests = 2], but was 3",
        assertThrows(IllegalArgumentException.class, () -> new CallCounts(2, 3)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new CallCounts(2, -1));
  }

  @Test
  void refusesToTakeAReadingFromAnEarlierOne() {
    CallCounts earlier = new CallCounts(4, 1);
    CallCounts later = new CallCounts(10, 1);
    assertThrows(IllegalArgumentException.class, () -> earlier.minus(later));
    assertThrows(
        IllegalArgumentException.class, () -> new CallCounts(10, 0).minus(new CallCounts(4, 1)));
  }

  @Test
  void readsLikeASentence() {
    assertEquals("no calls", CallCounts.NONE.toString());
    assertEquals("12 of 4,800 failed (0.25 %)", new CallCounts(4_800, 12).toString());
    assertEquals(.25, new CallCounts(4, 1).failureRate());
    assertTrue(Double.isNaN(CallCounts.NONE.failureRate()));
  }

  @Test
  void keepsRandomAndStickyCallsApart() {
    assertEquals(new CallCounts(15, 6), MIXED.all());
    assertEquals(new ArmCounts(new CallCounts(20, 2), new CallCounts(10, 10)), MIXED.plus(MIXED));
    assertEquals(ArmCounts.NONE, MIXED.minus(MIXED));
    ArmCounts swapped = new ArmCounts(MIXED.sticky(), MIXED.random());
    assertThrows(IllegalArgumentException.class, () -> MIXED.minus(swapped));
  }

  @Test
  void knowsAnIncrementInWhichNothingHappened() {
    assertTrue(increment(ArmCounts.NONE, ArmCounts.NONE).isEmpty());
    ArmCounts stickyOnly = new ArmCounts(CallCounts.NONE, new CallCounts(1, 0));
    assertFalse(increment(stickyOnly, ArmCounts.NONE).isEmpty());
    assertFalse(increment(ArmCounts.NONE, MIXED).isEmpty());
  }

  @Test
  void refusesAnIncrementThatEndsBeforeItBegins() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            EvidenceIncrement.of(1, 0, NOW, NOW.minusNanos(1), ArmEvidence.NONE, ArmEvidence.NONE));
  }

  private static EvidenceIncrement increment(ArmCounts stable, ArmCounts candidate) {
    return EvidenceIncrement.of(
        1, 500, NOW, NOW, ArmEvidence.of(stable), ArmEvidence.of(candidate));
  }

  @Test
  void neverJoinsTwoDraws() {
    EvidenceIncrement first =
        EvidenceIncrement.of(1, 500, NOW, NOW, ArmEvidence.NONE, ArmEvidence.NONE);
    EvidenceIncrement second = first.inDraw(1);
    assertEquals(0, first.draw());
    assertEquals(1, second.plus(second).draw());
    assertFalse(first.joins(second));
    assertEquals(
        "next must have the share 500 and the draw 0, but had 500 and 1",
        assertThrows(IllegalArgumentException.class, () -> first.plus(second)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> first.inDraw(-1));
  }
}

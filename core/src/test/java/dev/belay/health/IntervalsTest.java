package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which intervals are joined, and which count in favour of the candidate. */
class IntervalsTest {

  private final IntervalPool pool = new IntervalPool();
  private final List<String> closed = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  private void add(int share, long candidate, long stable) {
    pool.add(
        share,
        new CallCounts(candidate, 0),
        new CallCounts(stable, 0),
        (c, s) -> closed.add(c.requests() + "/" + s.requests()));
  }

  private EvidenceIncrement second(int share) {
    Instant from = now;
    now = now.plusSeconds(1);
    return EvidenceIncrement.of(1, share, from, now, ArmEvidence.NONE, ArmEvidence.NONE);
  }

  @Test
  void joinsIntervalsUntilBothVersionsHaveCalls() {
    add(500, 0, 10);
    add(500, 0, 9);
    add(500, 1, 0);
    add(500, 2, 30);
    assertEquals(List.of("1/19", "2/30"), closed);
  }

  @Test
  void joinsNothingOverAChangeOfTheShare() {
    add(500, 0, 10);
    add(1_000, 1, 0);
    add(1_000, 0, 9);
    assertEquals(List.of("1/9"), closed);
  }

  @Test
  void leavesOutWhatCameWhileOneVersionWasCutOff() {
    add(500, 0, 10_000);
    add(500, 20, 380);
    assertEquals(List.of("20/380"), closed);
  }

  @Test
  void settlesAsLongAfterAChangeOfTheShareAsACallMayLast() {
    Settling settling = new Settling(Duration.ofSeconds(2));
    assertFalse(settling.settled(second(500)));
    assertFalse(settling.settled(second(500)));
    assertTrue(settling.settled(second(500)));
    assertFalse(settling.settled(second(1_000)));
    Settling restored = new Settling(Duration.ofSeconds(2));
    restored.restore(settling.save());
    assertFalse(restored.settled(second(1_000)));
    assertTrue(restored.settled(second(1_000)));
  }

  @Test
  void saysWhatIsMissingInTheUnitThatPeopleUse() {
    assertEquals(
        "; about 1,900 more candidate requests, 40 minutes at this rate",
        Wording.missing(1_876, "candidate requests", 1_900 / 2_400.0));
  }
}

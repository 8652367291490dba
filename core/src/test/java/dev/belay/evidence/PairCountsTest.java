package dev.belay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairCountsTest {

  private static final PairCounts PAIRS = new PairCounts(480, 3, 1, 2, 470, 465);

  @Test
  void addsAndSubtractsPairByPair() {
    PairCounts twice = new PairCounts(960, 6, 2, 4, 940, 930);
    assertEquals(twice, PAIRS.plus(PAIRS));
    assertEquals(PAIRS, twice.minus(PAIRS));
    assertEquals(PairCounts.NONE, PAIRS.minus(PAIRS));
    assertThrows(IllegalArgumentException.class, () -> PAIRS.minus(twice));
  }

  @Test
  void givesEitherSideAsCalls() {
    assertEquals(new CallCounts(480, 5), PAIRS.candidate());
    assertEquals(new CallCounts(480, 3), PAIRS.stable());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1|0|0|0|0|0|pairs must be at least 0, but was -1",
        "9|-1|0|0|0|0|onlyCandidateFailed must be in [0, pairs = 9], but was -1",
        "9|10|0|0|0|0|onlyCandidateFailed must be in [0, pairs = 9], but was 10",
        "9|4|6|0|0|0|onlyStableFailed must be in [0, pairs not failed by the candidate alone = 5], but was 6",
        "9|4|3|3|0|0|bothFailed must be in [0, pairs not failed by one alone = 2], but was 3",
        "9|4|3|1|2|0|compared must be in [0, pairs in which both succeeded = 1], but was 2",
        "9|0|0|0|5|6|agreed must be in [0, compared = 5], but was 6",
      })
  void refusesCountsThatCannotBe(
      long pairs,
      long onlyCandidate,
      long onlyStable,
      long both,
      long compared,
      long agreed,
      String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new PairCounts(pairs, onlyCandidate, onlyStable, both, compared, agreed))
            .getMessage());
  }

  @Test
  void readsLikeASentence() {
    assertEquals("no pairs", PairCounts.NONE.toString());
    assertEquals(
        "480 pairs: 3 failed on the candidate only, 1 on stable only, 2 on both; 465 of 470 compared agree",
        PAIRS.toString());
    assertEquals(
        "1 pair: 1 failed on the candidate only, 0 on stable only, 0 on both",
        new PairCounts(1, 1, 0, 0, 0, 0).toString());
  }

  @Test
  void goesWithAnInterval() {
    EvidenceIncrement interval = EvidenceIncrement.of(
        1, 0, Instant.EPOCH, Instant.EPOCH, ArmEvidence.NONE, ArmEvidence.NONE);
    assertEquals(PairCounts.NONE, interval.shadow());
    assertTrue(interval.isEmpty());
    EvidenceIncrement shadowed = interval.withShadow(PAIRS);
    assertFalse(shadowed.isEmpty());
    assertEquals(PAIRS, shadowed.inDraw(1).cutShort().shadow());
    assertEquals(PAIRS.plus(PAIRS), shadowed.plus(shadowed).shadow());
    assertEquals(PAIRS, interval.plus(shadowed).shadow());
  }
}

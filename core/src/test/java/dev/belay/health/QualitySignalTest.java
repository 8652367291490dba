package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QualitySignalTest {

  private final SplittableRandom random = new SplittableRandom(11);
  private final Feed feed = new Feed(Quality.againstStable().build());

  /** Scores spread evenly by 0.1 around a mean. */
  private ArmEvidence scores(int count, double mean) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double score = mean + .1 * (2 * random.nextDouble() - 1);
      sum += score;
      squares += score * score;
    }
    return of(new ScoreSums(count, sum, squares, 0));
  }

  private static ArmEvidence of(ScoreSums scores) {
    return ArmEvidence.random(
        new CallEvidence(CallCounts.NONE, LatencyHistogram.NONE, scores, PredictionCounts.NONE));
  }

  private static double number(Assessment assessment, String name) {
    return Objects.requireNonNull(assessment.numbers().get(name), name);
  }

  @Test
  void condemnsACandidateWhoseScoresAreLower() {
    Assessment assessment = feed.nothing();
    for (int i = 0; i < 200 && assessment.verdict() == Verdict.INSUFFICIENT; i++) {
      assessment = feed.arms(scores(10, .7), scores(190, .8));
    }
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertTrue(number(assessment, "scoreLossLower") > .02, assessment.toString());
    assertTrue(number(assessment, "scoreLossUpper") < .3, assessment.toString());
  }

  @Test
  void passesACandidateWhoseScoresAreTheSame() {
    Assessment assessment = feed.nothing();
    for (int i = 0; i < 1_000 && assessment.verdict() == Verdict.INSUFFICIENT; i++) {
      assessment = feed.arms(scores(10, .8), scores(190, .8));
    }
    assertEquals(Verdict.HEALTHY, assessment.verdict());
  }

  @Test
  void waitsForLabelsOfBothVersionsAndJoinsWhatCameBefore() {
    for (int i = 0; i < 100; i++) {
      assertEquals(
          Verdict.INSUFFICIENT, feed.arms(ArmEvidence.NONE, scores(10, .8)).verdict());
    }
    Assessment assessment = feed.arms(scores(100, .2), ArmEvidence.NONE);
    assertEquals(1_000, assessment.numbers().get("stableScores"));
    assertTrue(assessment.rollbackEvidence() > 1, assessment.toString());
  }

  @Test
  void countsWhatIsNoScore() {
    Assessment assessment = feed.arms(of(new ScoreSums(0, 0, 0, 3)), ArmEvidence.NONE);
    assertTrue(
        assessment.reason().contains("3 invalid scores of the candidate"), assessment.reason());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Quality.againstStable().tolerance(.1).margin(.1).build());
    assertThrows(IllegalArgumentException.class, () -> Quality.againstStable().margin(1.1));
  }
}

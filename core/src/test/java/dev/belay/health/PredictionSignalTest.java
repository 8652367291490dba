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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionSignalTest {

  private final SplittableRandom random = new SplittableRandom(5);

  private ArmEvidence predictions(int count, double... shares) {
    long[] counts = new long[shares.length];
    for (int i = 0; i < count; i++) {
      double left = random.nextDouble();
      int drawn = 0;
      while (drawn < shares.length - 1 && left >= shares[drawn]) {
        left -= shares[drawn++];
      }
      counts[drawn]++;
    }
    return of(PredictionCounts.of(counts, 0));
  }

  private static ArmEvidence of(PredictionCounts predictions) {
    return ArmEvidence.random(
        new CallEvidence(CallCounts.NONE, LatencyHistogram.NONE, ScoreSums.NONE, predictions));
  }

  private Assessment untilKnown(Feed feed, int most, double[] candidate, double[] stable) {
    Assessment assessment = feed.nothing();
    for (int i = 0; i < most && assessment.verdict() == Verdict.INSUFFICIENT; i++) {
      assessment = feed.arms(predictions(50, candidate), predictions(950, stable));
    }
    return assessment;
  }

  @Test
  void findsAClassThatIsPredictedTwiceAsOften() {
    Assessment assessment = untilKnown(
        new Feed(Predictions.ofClasses(3).build()), 200, new double[] {.16, .44, .4}, new double[] {
          .08, .52, .4
        });
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
    assertTrue(assessment.reason().contains("stability"), assessment.reason());
  }

  @Test
  void passesAVersionThatAnswersAlike() {
    double[] shares = {.1, .5, .4};
    Assessment assessment =
        untilKnown(new Feed(Predictions.ofClasses(3).build()), 2_000, shares, shares);
    assertEquals(Verdict.HEALTHY, assessment.verdict());
  }

  @Test
  void countsWhatIsNoPrediction() {
    Assessment assessment = new Feed(Predictions.ofScores().build())
        .arms(of(PredictionCounts.of(new long[0], 4)), ArmEvidence.NONE);
    assertTrue(
        assessment.reason().contains("4 invalid ones of the candidate"), assessment.reason());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> Predictions.ofClasses(1));
    assertThrows(IllegalArgumentException.class, () -> Predictions.ofClasses(65));
    assertThrows(
        IllegalArgumentException.class,
        () -> Predictions.ofScores().tolerance(.5, .01).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Predictions.ofScores().margin(.5, .001).build());
  }
}

package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencySignalTest {

  private static final double MEDIAN_NANOS = 10e6;
  private static final double SIGMA = .6;

  private final SplittableRandom random = new SplittableRandom(7);

  /** Log-normal latencies, of which a part is a number of times slower. */
  private ArmEvidence calls(int count, double factor, double slowPart, double slowFactor) {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int i = 0; i < count; i++) {
      double slow = random.nextDouble() < slowPart ? slowFactor : 1;
      double nanos = MEDIAN_NANOS * factor * slow * Math.exp(SIGMA * gaussian());
      counts[LatencyBuckets.indexOf((long) nanos)]++;
    }
    return of(counts);
  }

  private double gaussian() {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static ArmEvidence of(long[] latencies) {
    LatencyHistogram histogram = LatencyHistogram.of(latencies);
    return ArmEvidence.random(new CallEvidence(
        new CallCounts(histogram.total(), 0), histogram, ScoreSums.NONE, PredictionCounts.NONE));
  }

  /** Feeds seconds until the verdict is known or the time is up; returns the seconds that took. */
  private int secondsUntilKnown(
      Feed feed, int most, double factor, double slowPart, double slowFactor, Verdict expected) {
    for (int second = 1; second <= most; second++) {
      Verdict verdict = feed.arms(calls(50, factor, slowPart, slowFactor), calls(950, 1, 0, 1))
          .verdict();
      if (verdict != Verdict.INSUFFICIENT) {
        assertEquals(expected, verdict);
        return second;
      }
    }
    return most + 1;
  }

  @Test
  void condemnsACandidateThatIsTwiceAsSlow() {
    Feed feed = new Feed(Latency.againstStable().build());
    assertTrue(secondsUntilKnown(feed, 60, 2, 0, 1, Verdict.UNHEALTHY) <= 60);
  }

  @Test
  void condemnsATailOfAFewSlowCallsThatThe90PercentQuantileDoesNotSee() {
    Feed feed = new Feed(Latency.againstStable().build());
    assertTrue(secondsUntilKnown(feed, 300, 1, .03, 5, Verdict.UNHEALTHY) <= 300);
  }

  @Test
  void passesACandidateThatIsAsFast() {
    Feed feed = new Feed(Latency.againstStable().build());
    assertTrue(secondsUntilKnown(feed, 600, 1, 0, 1, Verdict.HEALTHY) <= 600);
  }

  @Test
  void doesNotPassATailThatOnlyThe99PercentQuantileSees() {
    Feed feed = new Feed(Latency.againstStable().tolerance(4).margin(4.2).build());
    for (int second = 0; second < 200; second++) {
      Assessment assessment = feed.arms(calls(50, 1, .05, 20), calls(950, 1, 0, 1));
      assertTrue(assessment.verdict() != Verdict.HEALTHY, assessment.reason());
    }
  }

  @Test
  void comparesNoStickyCalls() {
    Feed feed = new Feed(Latency.againstStable().build());
    for (int second = 0; second < 60; second++) {
      ArmEvidence slow = calls(50, 10, 0, 1);
      ArmEvidence sticky = new ArmEvidence(CallEvidence.NONE, slow.random(), BucketCounts.NONE, 0);
      Assessment assessment = feed.arms(sticky, calls(950, 1, 0, 1));
      assertEquals(Verdict.INSUFFICIENT, assessment.verdict());
      assertTrue(assessment.reason().contains("sticky calls of the candidate not compared"));
    }
  }

  @Test
  void takesWhatIsBeyondTheHistogramForSlow() {
    long[] beyond = new long[LatencyBuckets.COUNT];
    beyond[LatencyBuckets.COUNT - 1] = 50;
    Feed feed = new Feed(Latency.againstStable().build());
    Assessment assessment = feed.nothing();
    for (int second = 0; second < 20 && assessment.verdict() == Verdict.INSUFFICIENT; second++) {
      assessment = feed.arms(of(beyond.clone()), calls(950, 1, 0, 1));
    }
    assertEquals(Verdict.UNHEALTHY, assessment.verdict());
  }

  @Test
  void survivesAHistogramThatHoldsNothingElse() {
    long[] beyond = new long[LatencyBuckets.COUNT];
    beyond[LatencyBuckets.COUNT - 1] = 1_000_000_000;
    Feed feed = new Feed(Latency.againstStable().build());
    for (int second = 0; second < 10; second++) {
      Assessment assessment = feed.arms(of(beyond.clone()), of(beyond.clone()));
      assertEquals(Verdict.INSUFFICIENT, assessment.verdict());
      assertTrue(Double.isFinite(assessment.promotionEvidence()));
    }
  }

  @Test
  void comparesAQuantileWithAnObjective() {
    HealthSignal objective = Latency.atMost(Duration.ofMillis(100), .99);
    assertEquals("latency objective p99", objective.name());
    Feed bad = new Feed(objective);
    assertTrue(secondsUntilKnown(bad, 200, 3, 0, 1, Verdict.UNHEALTHY) <= 200);
    Feed good = new Feed(objective);
    assertTrue(secondsUntilKnown(good, 200, 1, 0, 1, Verdict.HEALTHY) <= 200);
  }

  /** The bucket that holds the limit is slower for the proof and not slower for the condemnation. */
  @Test
  void takesTheBucketOfTheLimitForWhateverIsNotInItsFavour() {
    long[] atTheLimit = new long[LatencyBuckets.COUNT];
    atTheLimit[LatencyBuckets.indexOf(100_000_000)] = 1_000;
    Feed feed = new Feed(Latency.atMost(Duration.ofMillis(100), .99));
    for (int second = 0; second < 20; second++) {
      assertEquals(
          Verdict.INSUFFICIENT, feed.arms(of(atTheLimit), ArmEvidence.NONE).verdict());
    }
  }

  @Test
  void shiftsEdgesByAtLeastAndAtMostTheFactor() {
    for (double factor : new double[] {1, 1.1, 1.2, 1.5, 3, 11}) {
      for (int edge = 0; edge < LatencyBuckets.COUNT; edge++) {
        double wanted = factor * LatencyBuckets.lowerEdge(edge);
        int up = LatencySteps.up(factor).applyAsInt(edge);
        int down = LatencySteps.down(factor).applyAsInt(edge);
        if (up < LatencyBuckets.COUNT) {
          assertTrue(LatencyBuckets.lowerEdge(up) >= wanted, factor + " at " + edge);
          assertTrue(up == 0 || LatencyBuckets.lowerEdge(up - 1) < wanted, factor + " at " + edge);
        }
        if (down < LatencyBuckets.COUNT) {
          assertTrue(LatencyBuckets.lowerEdge(down) <= wanted, factor + " at " + edge);
        }
        assertTrue(down <= up);
      }
    }
  }

  @Test
  void refusesWhatItCannotTellApart() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Latency.againstStable().tolerance(.2).margin(.25).build());
    assertThrows(
        IllegalArgumentException.class, () -> Latency.againstStable().tolerance(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Latency.atMost(Duration.ZERO, .99));
    assertThrows(IllegalArgumentException.class, () -> Latency.atMost(Duration.ofSeconds(1), 1));
  }
}

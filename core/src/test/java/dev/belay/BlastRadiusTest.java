package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BlastRadiusTest {

  @Test
  void hasTheDefaultsThatItDocuments() {
    BlastRadius radius = BlastRadius.builder().build();
    assertEquals(BlastRadius.UNLIMITED, radius.maxFailures());
    assertEquals(BlastRadius.UNLIMITED, radius.maxRequests());
    assertEquals(20, radius.maxConsecutiveFailures());
    assertEquals(BasisPoints.WHOLE, radius.maxShare());
    assertEquals(5, radius.failuresPerStep());
  }

  @Test
  void keepsWhatItWasGiven() {
    BlastRadius radius = BlastRadius.builder()
        .maxFailures(1)
        .maxRequests(2)
        .maxConsecutiveFailures(3)
        .maxSharePercent(.01)
        .failuresPerStep(.5)
        .build();
    assertEquals(1, radius.maxFailures());
    assertEquals(2, radius.maxRequests());
    assertEquals(3, radius.maxConsecutiveFailures());
    assertEquals(1, radius.maxShare());
    assertEquals(.5, radius.failuresPerStep());
  }

  @Test
  void refusesWhatIsOutOfRangeWithTheRangeAndTheValue() {
    assertRefused("maxFailures must be in [1, 1000000000], but was 0", b -> b.maxFailures(0));
    assertRefused(
        "maxFailures must be in [1, 1000000000], but was 1000000001",
        b -> b.maxFailures(1_000_000_001));
    assertRefused("maxRequests must be at least 1, but was -5", b -> b.maxRequests(-5));
    assertRefused(
        "maxConsecutiveFailures must be at least 1, but was 0", b -> b.maxConsecutiveFailures(0));
    assertRefused("percent must be in (0, 100], but was 0.0", b -> b.maxSharePercent(0));
    assertRefused("percent must be in [0, 100], but was 101.0", b -> b.maxSharePercent(101));
    assertRefused("failuresPerStep must be above 0, but was 0.0", b -> b.failuresPerStep(0));
    assertRefused(
        "failuresPerStep must be above 0, but was NaN", b -> b.failuresPerStep(Double.NaN));
  }

  private static void assertRefused(String message, Consumer<BlastRadius.Builder> set) {
    BlastRadius.Builder builder = BlastRadius.builder();
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> set.accept(builder)).getMessage());
  }

  @Test
  void costsWhatTheShareTakesOfTheTrafficUntilARetreat() {
    BlastRadius radius = BlastRadius.builder().build();
    assertEquals(2.5, radius.stepCost(1_000, 500, .1, Duration.ofMillis(500)), 1e-12);
    assertEquals(0, radius.stepCost(1_000, 0, 1, Duration.ofSeconds(1)));
    assertEquals(0, radius.stepCost(0, 10_000, 1, Duration.ofSeconds(1)));
  }

  @Test
  void boundsTheProbabilityOfAFalseTripCloselyFromAbove() {
    for (int run : new int[] {1, 2, 3, 5, 20}) {
      BlastRadius radius = BlastRadius.builder().maxConsecutiveFailures(run).build();
      for (double rate : new double[] {0, .001, .01, .1, .3, .5, .9, 1}) {
        for (int calls : new int[] {0, 1, 2, 5, 20, 21, 100, 2_000}) {
          double exact = probabilityOfARun(run, rate, calls);
          double bound = radius.falseTripProbability(rate, calls);
          String what = run + " in a row of " + calls + " at " + rate;
          assertTrue(bound >= exact - 1e-12 && bound <= 1, what + ": " + bound + " < " + exact);
          if (exact < .01) {
            assertTrue(bound <= exact * 1.02 + 1e-300, what + ": " + bound + " >> " + exact);
          }
        }
      }
    }
  }

  /** By dynamic programming over the length of the run that is going on. */
  private static double probabilityOfARun(int run, double rate, int calls) {
    double[] going = new double[run];
    going[0] = 1;
    double seen = 0;
    for (int call = 0; call < calls; call++) {
      double[] next = new double[run];
      for (int length = 0; length < run; length++) {
        next[0] += going[length] * (1 - rate);
        if (length + 1 < run) {
          next[length + 1] += going[length] * rate;
        } else {
          seen += going[length] * rate;
        }
      }
      going = next;
    }
    return seen;
  }

  @Test
  void keepsThePromiseOfItsDocumentation() {
    double probability = BlastRadius.builder().build().falseTripProbability(.3, 1_000_000);
    assertTrue(probability <= 2.5e-5 && probability > 2.4e-5, "probability " + probability);
  }

  @Test
  void refusesAFailureRateThatIsNone() {
    BlastRadius radius = BlastRadius.builder().build();
    for (double rate : new double[] {-.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> radius.falseTripProbability(rate, 100));
    }
  }

  @Test
  void findsTheLargestShareWhoseCostFits() {
    Duration reaction = Duration.ofMillis(100);
    for (double budget : new double[] {.001, .07, 1, 4.99, 5, 1e3}) {
      BlastRadius radius =
          BlastRadius.builder().failuresPerStep(budget).maxSharePercent(90).build();
      for (double perSecond = .3; perSecond < 1e7; perSecond *= 1.7) {
        int share = radius.largestShare(perSecond, .3, reaction);
        assertTrue(share >= 0 && share <= 9_000);
        assertTrue(radius.stepCost(perSecond, share, .3, reaction) <= budget);
        assertTrue(share == 9_000 || radius.stepCost(perSecond, share + 1, .3, reaction) > budget);
      }
    }
  }

  @Test
  void allowsAnyShareThatCostsNothing() {
    BlastRadius radius = BlastRadius.builder().maxSharePercent(33).build();
    assertEquals(3_300, radius.largestShare(0, 1, BlastRadius.REACTION));
    assertEquals(3_300, radius.largestShare(1e6, 0, BlastRadius.REACTION));
    assertEquals(500, BlastRadius.builder().build().largestShare(1_000, 1, BlastRadius.REACTION));
  }
}

package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise about errors, by enumeration and by simulation: (a) and (e) of the porting checklist in docs/evidence.md.
 *
 * <p>A simulation counts runs under the null whose evidence ever reaches 20. The promise is at most 5 %, and 4 standard
 * deviations of 20,000 runs are allowed on top: a test that keeps its promise exactly fails once in 30,000 seeds, and
 * these tests leave some of it unused. The seeds are fixed.
 */
@Tag("exhaustive")
class ErrorProbabilityTest {

  private static final int LARGEST_TABLE = 12;
  private static final int ALTERNATIVES = 8;
  private static final double[] BASE_RATES = {0, .001, .01, .05, .2, .4, .5, .7, .9, 1};

  private static final int RUNS = 20_000;
  private static final int LOOKS = 100;
  private static final double ALLOWED = .05 + 4 * Math.sqrt(.05 * .95 / RUNS);

  @ParameterizedTest
  @CsvSource({
    "true, 1.2, 0", "true, 1, .05", "true, .5, 0", "true, 3, .01", "true, 20, .3",
    "false, 1.5, .001", "false, 1.5, 0", "false, .5, .1", "false, 1, 0", "false, 4, 0"
  })
  void doesNotGainOnAverageInAnyTableWhileTheNullHolds(
      boolean above, double ratio, double allowance) {
    double largest = 0;
    for (int n = 1; n <= LARGEST_TABLE; n++) {
      for (int m = 1; m <= LARGEST_TABLE; m++) {
        double[][][] factors = factors(above, ratio, allowance, n, m);
        for (double p : BASE_RATES) {
          double edge = ratio * p + allowance;
          double[] rates = above
              ? new double[] {0, Math.min(1, edge) / 2, Math.min(1, edge)}
              : new double[] {edge, (edge + 1) / 2, 1};
          for (double q : rates) {
            boolean inTheNull = above || edge <= 1;
            if (inTheNull) {
              largest = Math.max(largest, largestMean(factors, n, q, m, p));
            }
          }
        }
      }
    }
    assertTrue(largest <= 1 + 1e-12, "largest mean " + largest);
    assertTrue(largest >= .99, "largest mean " + largest + ": the tables test nothing");
  }

  private static double[][][] factors(boolean above, double ratio, double allowance, int n, int m) {
    double[][][] factors = new double[n + 1][m + 1][ALTERNATIVES];
    for (int k = 0; k <= n; k++) {
      for (int j = 0; j <= m; j++) {
        LinearNullTest test =
            above ? LinearNullTest.above(ratio, allowance) : LinearNullTest.below(ratio, allowance);
        test.start(1);
        test.update(n, k, m, j);
        for (int i = 0; i < ALTERNATIVES; i++) {
          factors[k][j][i] = ALTERNATIVES * Math.exp(test.logAccount(i));
        }
      }
    }
    return factors;
  }

  private static double largestMean(double[][][] factors, int n, double q, int m, double p) {
    double[] arm = masses(n, q);
    double[] base = masses(m, p);
    double largest = 0;
    for (int i = 0; i < ALTERNATIVES; i++) {
      double mean = 0;
      for (int k = 0; k <= n; k++) {
        for (int j = 0; j <= m; j++) {
          mean += arm[k] * base[j] * factors[k][j][i];
        }
      }
      largest = Math.max(largest, mean);
    }
    return largest;
  }

  private static double[] masses(int n, double rate) {
    double[] masses = new double[n + 1];
    double ways = 1;
    for (int k = 0; k <= n; k++) {
      masses[k] = ways * Math.pow(rate, k) * Math.pow(1 - rate, n - k);
      ways = ways * (n - k) / (k + 1);
    }
    return masses;
  }

  @Test
  void seldomCondemnsAnArmAtTheEdgeWhileShareAndBaseRateMove() {
    assertSeldom(1, random -> {
      LinearNullTest test = LinearNullTest.above(1.2, 0);
      test.start(1);
      return peakOfRamp(random, test, 1.2, 0);
    });
  }

  @Test
  void seldomCondemnsAnArmAtTheEdgeWithLateStarts() {
    assertSeldom(2, random -> {
      LinearNullTest test = LinearNullTest.above(1.2, .002);
      test.start(.5);
      return peakOfRamp(random, test, 1.2, .002);
    });
  }

  @Test
  void seldomPassesAnArmAtTheEdgeWhileShareAndBaseRateMove() {
    assertSeldom(3, random -> {
      LinearNullTest test = LinearNullTest.below(1.5, .001);
      test.start(1);
      return peakOfRamp(random, test, 1.5, .001);
    });
  }

  /** A share that climbs from 2 % to 50 % and a base rate that swings between 0.5 % and 2 %. */
  private static double peakOfRamp(
      SplittableRandom random, LinearNullTest test, double ratio, double allowance) {
    double peak = 0;
    for (int look = 0; look < LOOKS; look++) {
      if (look % 10 == 5 && look > 10) {
        startSome(test);
      }
      int trials = look < 30 ? 10 : look < 60 ? 50 : 250;
      int baseTrials = 500 - trials;
      double baseRate = .0125 + .0075 * Math.sin(look / 7.0);
      double rate = ratio * baseRate + allowance;
      test.update(
          trials,
          Chance.binomial(random, trials, rate),
          baseTrials,
          Chance.binomial(random, baseTrials, baseRate));
      peak = Math.max(peak, test.logEvidence());
    }
    return peak;
  }

  /** Bets another twentieth if there is any cash left. */
  private static void startSome(LinearNullTest test) {
    double[] saved = test.save();
    if (saved[saved.length - 1] > .05) {
      test.start(.05);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seldomJudgesARateAtTheReferenceWrongly(boolean above) {
    assertSeldom(above ? 4 : 5, random -> {
      OddsTest test = above ? OddsTest.above() : OddsTest.below();
      test.start(1);
      double peak = 0;
      for (int look = 0; look < LOOKS; look++) {
        double reference = look % 2 == 0 ? .01 : .03;
        int trials = 20 + 5 * (look % 10);
        test.update(trials, Chance.binomial(random, trials, reference), reference);
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
    });
  }

  /** Both ends at 5 % together: a bound that is ever on the wrong side of the truth. */
  @Test
  void seldomMissesTheRatioEitherWay() {
    assertSeldom(6, random -> {
      LinearNullTest above = LinearNullTest.above(2, 0);
      LinearNullTest below = LinearNullTest.below(2, 0);
      above.start(1);
      below.start(1);
      double peak = 0;
      for (int look = 0; look < LOOKS; look++) {
        int events = Chance.binomial(random, 100, .04);
        int baseEvents = Chance.binomial(random, 300, .02);
        above.update(100, events, 300, baseEvents);
        below.update(100, events, 300, baseEvents);
        peak = Math.max(peak, Math.max(above.logEvidence(), below.logEvidence()));
      }
      return peak - Math.log(2);
    });
  }

  private static void assertSeldom(long seed, ToDoubleFunction<SplittableRandom> peak) {
    SplittableRandom random = new SplittableRandom(seed);
    int crossed = 0;
    for (int run = 0; run < RUNS; run++) {
      crossed += peak.applyAsDouble(random) >= Math.log(20) ? 1 : 0;
    }
    double share = (double) crossed / RUNS;
    assertTrue(share <= ALLOWED, "crossed in " + share + " of the runs, allowed " + ALLOWED);
    assertTrue(share >= .002, "crossed in " + share + " of the runs: the simulation tests nothing");
  }
}

package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link ErrorProbabilityTest} shows of the linear test and of rates, for the other tests.
 *
 * <p>A simulation counts runs at the edge of the null whose evidence ever reaches 20. The promise is at most 5 %, and 4
 * standard deviations of 4,000 runs are allowed on top (6.4 % together): a test that kept its promise to the last bit would
 * fail for one seed in 30,000, and these tests leave some of it unused. The seeds are fixed.
 */
class ErrorProbabilityOfOthersTest {

  private static final int RUNS = 4_000;
  private static final int LOOKS = 60;
  private static final double ALLOWED = .05 + 4 * Math.sqrt(.05 * .95 / RUNS);

  private static final int LARGEST_TABLE = 8;
  private static final int ALTERNATIVES = 8;
  private static final double[] BASE_RATES = {0, .01, .05, .2, .4, .5, .7, .83, .9, 1};

  /** Independent trials, every rate of the null, and every assumed rate, the wrong ones too. */
  @ParameterizedTest
  @CsvSource({"true, 1.2", "true, 1", "true, .5", "true, 4", "false, 1.5", "false, 1", "false, .4"})
  void theLikelihoodRatioDoesNotGainOnAverageInAnyTableWhileTheNullHolds(
      boolean above, double ratio) {
    double largest = 0;
    for (double assumed : new double[] {.05, .3, .6, .95}) {
      for (int n = 1; n <= LARGEST_TABLE; n += 1 + n / 4) {
        for (int m = 1; m <= LARGEST_TABLE; m += 1 + m / 4) {
          double[][][] factors = projected(above, ratio, assumed, n, m);
          for (double p : BASE_RATES) {
            double edge = ratio * p;
            double[] rates = above
                ? new double[] {0, Math.min(1, edge) / 2, Math.min(1, edge)}
                : new double[] {edge, (edge + 1) / 2, 1};
            for (double q : rates) {
              if (above || edge <= 1) {
                largest = Math.max(largest, largestMean(factors, n, q, m, p));
              }
            }
          }
        }
      }
    }
    assertTrue(largest <= 1 + 1e-11, "largest mean " + largest);
    assertTrue(largest >= .99, "largest mean " + largest + ": the tables test nothing");
  }

  private static double[][][] projected(boolean above, double ratio, double assumed, int n, int m) {
    double[][][] factors = new double[n + 1][m + 1][ALTERNATIVES];
    for (int k = 0; k <= n; k++) {
      for (int j = 0; j <= m; j++) {
        AdaptiveRatioTest test =
            above ? AdaptiveRatioTest.above(ratio) : AdaptiveRatioTest.below(ratio);
        test.start(1);
        test.updateAt(assumed, n, k, m, j);
        for (int i = 0; i < ALTERNATIVES; i++) {
          factors[k][j][i] = ALTERNATIVES * Math.exp(test.logAccount(i));
        }
      }
    }
    return factors;
  }

  /** Values of 0, 1/2 and 1 after a past that set the centres, at every difference of the means in use. */
  @ParameterizedTest
  @CsvSource({"true, 3, 3", "true, 2, 4", "true, 4, 1", "false, 3, 3", "false, 1, 4"})
  void theMeanDoesNotGainOnAverageInAnyTableAtTheEdge(boolean above, int n, int m) {
    double[][] laws = {{1, 0, 0}, {0, 0, 1}, {.5, 0, .5}, {.9, .1, 0}, {.2, .5, .3}, {0, 1, 0}};
    double largest = 0;
    for (double[] law : laws) {
      for (double[] baseLaw : laws) {
        double difference = mean(law) - mean(baseLaw);
        double[][] arm = sums(n, law);
        largest = Math.max(largest, largestMean(above, difference, n, arm, m, sums(m, baseLaw)));
      }
    }
    assertTrue(largest <= 1 + 1e-11, "largest mean " + largest);
    assertTrue(largest >= .99, "largest mean " + largest + ": the tables test nothing");
  }

  private static double mean(double[] law) {
    return law[1] / 2 + law[2];
  }

  /** The probability of every number of halves and ones. */
  private static double[][] sums(int n, double[] law) {
    double[][] masses = new double[n + 1][n + 1];
    for (int halves = 0; halves <= n; halves++) {
      for (int ones = 0; ones + halves <= n; ones++) {
        masses[halves][ones] = ways(n, halves)
            * ways(n - halves, ones)
            * Math.pow(law[1], halves)
            * Math.pow(law[2], ones)
            * Math.pow(law[0], n - halves - ones);
      }
    }
    return masses;
  }

  private static double ways(int n, int k) {
    double ways = 1;
    for (int i = 0; i < k; i++) {
      ways = ways * (n - i) / (i + 1);
    }
    return ways;
  }

  private static double largestMean(
      boolean above, double difference, int n, double[][] arm, int m, double[][] base) {
    double[] means = new double[TwoMeans.BETS.length];
    for (int h = 0; h <= n; h++) {
      for (int o = 0; o + h <= n; o++) {
        for (int g = 0; g <= m; g++) {
          for (int w = 0; w + g <= m; w++) {
            double mass = arm[h][o] * base[g][w];
            if (mass > 0) {
              MeanDifferenceTest test = above
                  ? MeanDifferenceTest.above(difference)
                  : MeanDifferenceTest.below(difference);
              test.update(20, 6, 3, 0, 0, 0);
              test.start(1);
              test.update(n, o + h / 2.0, o + h / 4.0, m, w + g / 2.0, w + g / 4.0);
              for (int i = 0; i < means.length; i++) {
                means[i] += mass * means.length * Math.exp(test.logAccount(i));
              }
            }
          }
        }
      }
    }
    double largest = 0;
    for (double mean : means) {
      largest = Math.max(largest, mean);
    }
    return largest;
  }

  private static double largestMean(double[][][] factors, int n, double q, int m, double p) {
    double largest = 0;
    for (int i = 0; i < ALTERNATIVES; i++) {
      double mean = 0;
      for (int k = 0; k <= n; k++) {
        double arm = ways(n, k) * Math.pow(q, k) * Math.pow(1 - q, n - k);
        for (int j = 0; j <= m; j++) {
          mean += arm * ways(m, j) * Math.pow(p, j) * Math.pow(1 - p, m - j) * factors[k][j][i];
        }
      }
      largest = Math.max(largest, mean);
    }
    return largest;
  }

  /** Scores that are mostly low, with a mean that swings and an arm that lies .02 off it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seldomJudgesAMeanAtTheEdgeWrongly(boolean above) {
    assertSeldom(above ? 11 : 12, random -> {
      MeanDifferenceTest test =
          above ? MeanDifferenceTest.above(.02) : MeanDifferenceTest.below(.02);
      test.start(1);
      double peak = 0;
      for (int look = 0; look < LOOKS; look++) {
        int n = look < 20 ? 5 : 20;
        int m = 40 - n;
        double rate = .1 + .05 * Math.sin(look / 5.0);
        int k = Chance.binomial(random, n, rate + .04);
        int j = Chance.binomial(random, m, rate);
        test.update(n, k / 2.0, k / 4.0, m, j / 2.0, j / 4.0);
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
    });
  }

  /** Geometric tails whose level swings, the arm one bucket higher in all of them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seldomJudgesATailAtTheEdgeWrongly(boolean above) {
    assertSeldom(above ? 13 : 14, random -> {
      TailShiftTest test = above
          ? TailShiftTest.above(.9, 24, edge -> edge + 1)
          : TailShiftTest.below(.9, 24, edge -> edge + 1);
      test.start(1);
      double peak = 0;
      long[] arm = new long[24];
      long[] base = new long[24];
      for (int look = 0; look < LOOKS; look++) {
        double going = .6 + .05 * Math.sin(look / 5.0);
        fill(random, arm, look % 20 < 10 ? 20 : 60, going, 1);
        fill(random, base, 150, going, 0);
        test.update(arm, base);
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
    });
  }

  private static void fill(
      SplittableRandom random, long[] counts, int values, double going, int from) {
    int left = values;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = 0;
      if (bucket >= from && left > 0) {
        counts[bucket] =
            bucket == counts.length - 1 ? left : Chance.binomial(random, left, 1 - going);
        left -= (int) counts[bucket];
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seldomJudgesAFrequentRateAtTheEdgeWrongly(boolean above) {
    assertSeldom(above ? 15 : 16, random -> {
      AdaptiveRatioTest test = above ? AdaptiveRatioTest.above(1.2) : AdaptiveRatioTest.below(1.2);
      test.start(1);
      double peak = 0;
      for (int look = 0; look < LOOKS; look++) {
        int n = look < 20 ? 10 : 40;
        double rate = .3 + .1 * Math.sin(look / 5.0);
        int events = Chance.binomial(random, n, 1.2 * rate);
        test.update(n, events, 100 - n, Chance.binomial(random, 100 - n, rate));
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .1})
  void seldomDoubtsAShareThatIsAsExpectedWhileItClimbs(double oddsTolerance) {
    assertSeldom(17, random -> {
      ProportionTest test = new ProportionTest(oddsTolerance);
      double peak = 0;
      for (int look = 0; look < LOOKS; look++) {
        double expected = .05 + .4 * look / LOOKS;
        double odds = expected / (1 - expected) * (1 + oddsTolerance);
        test.update(200, Chance.binomial(random, 200, odds / (1 + odds)), expected);
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
    });
  }

  @Test
  void seldomTellsEqualDistributionsApart() {
    assertSeldom(18, random -> {
      SameDistributionTest test = new SameDistributionTest(3);
      test.start(1);
      double peak = 0;
      long[] arm = new long[3];
      long[] base = new long[3];
      for (int look = 0; look < LOOKS; look++) {
        fill(random, arm, 20, .4, 0);
        fill(random, base, 100, .4, 0);
        test.update(arm, base);
        peak = Math.max(peak, test.logEvidence());
      }
      return peak;
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
    assertTrue(share > 0, "crossed in no run: the simulation tests nothing");
  }
}

package dev.belay.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The draws against their distributions: a chi-square statistic that exact draws exceed in at most 1 of 10,000 seeds (by
 * the approximation of Wilson and Hilferty). The seeds are fixed.
 */
class DrawsTest {

  private static final int COUNT = 200_000;
  private static final double Z = 3.72;

  @ParameterizedTest
  @CsvSource({"1,.3", "60,.01", "20,.45", "1140,.3", "400,.5", "90,.9", "6000000,.00001", "200,.06"
  })
  void drawsBinomialNumbers(long trials, double rate) {
    Draws draws = new Draws(1);
    double[] logFactorials = {
      Draws.logFactorial(trials), Math.log(rate), Math.log1p(-rate),
    };
    assertDistribution(
        () -> draws.binomial(trials, rate),
        trials * rate,
        trials * rate * (1 - rate),
        k -> k > trials
            ? 0
            : Math.exp(logFactorials[0]
                - Draws.logFactorial(k)
                - Draws.logFactorial(trials - k)
                + k * logFactorials[1]
                + (trials - k) * logFactorials[2]));
  }

  @ParameterizedTest
  @CsvSource({".01", "3", "9.9", "10.1", "60", "11400"})
  void drawsPoissonNumbers(double mean) {
    Draws draws = new Draws(2);
    assertDistribution(
        () -> draws.poisson(mean),
        mean,
        mean,
        k -> Math.exp(k * Math.log(mean) - mean - Draws.logFactorial(k)));
  }

  @Test
  void drawsBetaNumbers() {
    Draws draws = new Draws(3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < COUNT; i++) {
      double x = draws.beta(8, 2);
      sum += x;
      squares += (x - .8) * (x - .8);
    }
    double variance = .8 * .2 / 11;
    assertEquals(.8, sum / COUNT, 4 * Math.sqrt(variance / COUNT));
    assertEquals(variance, squares / COUNT, .02 * variance);
  }

  private static void assertDistribution(
      LongSupplier draw, double mean, double variance, DoubleUnaryOperator mass) {
    int low = (int) Math.max(0, mean - 6 * Math.sqrt(variance));
    double[] observed = new double[(int) (mean + 10 + 7 * Math.sqrt(variance)) - low];
    for (int i = 0; i < COUNT; i++) {
      observed[(int) Math.max(0, Math.min(observed.length - 1, draw.getAsLong() - low))]++;
    }
    double statistic = 0;
    int cells = 0;
    double expectedInCell = 0;
    double observedInCell = 0;
    double expectedBefore = 0;
    for (int k = 0; k < observed.length; k++) {
      expectedInCell += COUNT * mass.applyAsDouble(k + low);
      observedInCell += observed[k];
      boolean lastCell = COUNT - expectedBefore - expectedInCell < 10;
      if (expectedInCell >= 10 && !lastCell) {
        statistic += square(observedInCell - expectedInCell) / expectedInCell;
        cells++;
        expectedBefore += expectedInCell;
        expectedInCell = 0;
        observedInCell = 0;
      }
    }
    double rest = COUNT - expectedBefore;
    if (rest > 1) {
      statistic += square(observedInCell - rest) / rest;
    }
    double freedom = Math.max(1, cells);
    double limit = freedom * Math.pow(1 - 2 / (9 * freedom) + Z * Math.sqrt(2 / (9 * freedom)), 3);
    assertTrue(
        statistic <= limit, "chi-square " + statistic + " of " + freedom + ", limit " + limit);
  }

  private static double square(double x) {
    return x * x;
  }
}

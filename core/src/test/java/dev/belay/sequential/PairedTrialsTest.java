package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two trials on one subject: the promise by enumeration and by simulation, and what it is worth. */
@Tag("exhaustive")
class PairedTrialsTest {

  private static final int ALTERNATIVES = 8;
  private static final double[] RATES = {0, .0001, .001, .01, .05, .1, .2, .25, .4, .5, .7, .9, 1};

  /**
   * As in {@link ErrorProbabilityTest}: the promise is 5 %, and 4 standard deviations of 20,000 runs are allowed on top. A test that
   * keeps its promise exactly fails once in 30,000 seeds; the seeds are fixed.
   */
  private static final int RUNS = 20_000;

  private static final double ALLOWED = .05 + 4 * Math.sqrt(.05 * .95 / RUNS);

  private static LinearNullTest open(boolean above, double ratio, double allowance) {
    LinearNullTest test =
        above ? LinearNullTest.above(ratio, allowance) : LinearNullTest.below(ratio, allowance);
    test.start(1);
    return test;
  }

  /** What an update does to an alternative. */
  private static double factor(LinearNullTest test, int alternative) {
    return ALTERNATIVES * Math.exp(test.logAccount(alternative));
  }

  /** What one pair does to an alternative: both without an event, the arm alone, the base arm alone, both. */
  private static double[] factors(boolean above, double ratio, double allowance, int alternative) {
    double[] factors = new double[4];
    for (int i = 0; i < factors.length; i++) {
      LinearNullTest test = open(above, ratio, allowance);
      test.updatePairs(1, i == 1 ? 1 : 0, i == 2 ? 1 : 0, i == 3 ? 1 : 0);
      factors[i] = factor(test, alternative);
    }
    return factors;
  }

  private static double mean(double[] factors, double onlyArm, double onlyBase, double both) {
    return factors[0] * (1 - onlyArm - onlyBase - both)
        + factors[1] * onlyArm
        + factors[2] * onlyBase
        + factors[3] * both;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 0",
    "true, 1.2, 0",
    "true, 1.2, .002",
    "true, .5, 0",
    "true, 3, .01",
    "true, 20, .3",
    "false, 1, 0",
    "false, 1.5, .001",
    "false, 1.5, 0",
    "false, .5, .1",
    "false, 4, 0"
  })
  void doesNotGainOnAverageWhileTheNullHoldsHoweverThePairDepends(
      boolean above, double ratio, double allowance) {
    double largest = 0;
    for (int i = 0; i < ALTERNATIVES; i++) {
      double[] factors = factors(above, ratio, allowance, i);
      for (double both : RATES) {
        for (double onlyBase : RATES) {
          double edge = ratio * (onlyBase + both) + allowance - both;
          for (double part : new double[] {0, .5, 1}) {
            double onlyArm = above ? part * edge : edge + part * (1 - edge);
            boolean inTheNull = !above || edge >= 0;
            if (inTheNull && onlyArm >= 0 && onlyArm + onlyBase + both <= 1) {
              largest = Math.max(largest, mean(factors, onlyArm, onlyBase, both));
            }
          }
        }
      }
    }
    assertTrue(largest <= 1 + 1e-12, "largest mean " + largest);
    assertTrue(largest >= .99, "largest mean " + largest + ": the pairs test nothing");
  }

  /** Every choice of so many of nine subjects whose events are settled, at the edge of the null among all nine. */
  @ParameterizedTest
  @CsvSource({"true, 1.5, 1", "true, 1.5, 4", "true, 1.5, 9", "false, 1.5, 1", "false, 1.5, 5"})
  void doesNotGainOnAverageOverTheChoiceOfSubjects(boolean above, double ratio, int chosen) {
    // Three events of the arm and two of the base arm, one of them on the same subject.
    int[] kinds = {1, 3, 2, 1, 0, 0, 0, 0, 0};
    for (int i = 0; i < ALTERNATIVES; i++) {
      double[] factors = factors(above, ratio, 0, i);
      double sum = 0;
      int choices = 0;
      for (int choice = 0; choice < 1 << kinds.length; choice++) {
        if (Integer.bitCount(choice) != chosen) {
          continue;
        }
        double product = 1;
        for (int subject = 0; subject < kinds.length; subject++) {
          product *= (choice >> subject & 1) == 0 ? 1 : factors[kinds[subject]];
        }
        sum += product;
        choices++;
      }
      assertTrue(sum / choices <= 1 + 1e-12, "alternative " + i + ": " + sum / choices);
    }
  }

  @Test
  void multipliesWhatIsComputedByHand() {
    // The assumed factor 3: A = 2 / 7.
    assertArrayEquals(new double[] {1, 9.0 / 7, 3.0 / 7, 5.0 / 7}, factors(true, 2, 0, 4), 1e-14);
    double allowed = Math.exp(-.1 * 2 / 7);
    assertArrayEquals(
        new double[] {allowed, 9.0 / 7 * allowed, 3.0 / 7 * allowed, 5.0 / 7 * allowed},
        factors(true, 2, .1, 4),
        1e-14);
    // The assumed factor .4: A = -1 / 3.
    assertArrayEquals(new double[] {1, 2.0 / 3, 5.0 / 3, 4.0 / 3}, factors(false, 2, 0, 2), 1e-14);
    // With a ratio of 1, pairs with both events say nothing: A = 1 / 2.
    assertArrayEquals(new double[] {1, 1.5, .5, 1}, factors(true, 1, 0, 4), 1e-14);
  }

  @Test
  void addsUpInAnyOrder() {
    LinearNullTest whole = open(true, 1.2, .001);
    whole.updatePairs(1_000, 7, 3, 11);
    LinearNullTest cut = open(true, 1.2, .001);
    cut.updatePairs(10, 0, 3, 7);
    cut.updatePairs(990, 7, 0, 4);
    assertEquals(whole.logEvidence(), cut.logEvidence(), 1e-12);
  }

  @Test
  void isNeverBelowTheRuleForSeparateTrials() {
    for (boolean above : new boolean[] {true, false}) {
      for (double ratio : new double[] {.2, 1, 1.2, 5}) {
        for (int i = 0; i < ALTERNATIVES; i++) {
          LinearNullTest paired = open(above, ratio, .001);
          LinearNullTest separate = open(above, ratio, .001);
          paired.updatePairs(100, 3, 2, 0);
          separate.update(100, 3, 100, 2);
          assertEquals(separate.logAccount(i), paired.logAccount(i), 1e-12);
          paired.updatePairs(100, 0, 0, 5);
          separate.update(100, 5, 100, 5);
          assertTrue(paired.logAccount(i) > separate.logAccount(i));
        }
      }
    }
  }

  /** Why pairs with both events count: the arm has 1.2 times the events, and pairs with one event would gain 4 % each. */
  @Test
  void wouldGainOnAverageFromPairsWithOneEventAlone() {
    double[] factors = factors(true, 1.2, 0, 4);
    assertEquals(1, mean(factors, .1, 0, .5), 1e-14);
    double[] oneEvent = {factors[0], factors[1], factors[2], factors[0]};
    assertEquals(1 + .1 * 2 / 4.6, mean(oneEvent, .1, 0, .5), 1e-14);
  }

  @Test
  void refusesPairsThatCannotBe() {
    LinearNullTest test = open(true, 1.2, 0);
    assertEquals(
        "pairs must be at least 0, but was -1",
        assertThrows(IllegalArgumentException.class, () -> test.updatePairs(-1, 0, 0, 0))
            .getMessage());
    assertEquals(
        "onlyArm, onlyBase and both must be at least 0 and together at most pairs = 5, but were 2, 2 and 2",
        assertThrows(IllegalArgumentException.class, () -> test.updatePairs(5, 2, 2, 2))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new RatioConfidence().updatePairs(5, -1, 0, 0));
  }

  /** Pairs of which {@code both} have both events, fed fifty at a time, until the evidence reaches a threshold. */
  private static boolean reaches(
      LinearNullTest test,
      SplittableRandom random,
      double pairs,
      double onlyArm,
      double onlyBase,
      double both,
      double threshold) {
    for (int fed = 0; fed < pairs; fed += 50) {
      int withBoth = Chance.binomial(random, 50, both);
      int withArm = Chance.binomial(random, 50 - withBoth, onlyArm / (1 - both));
      int withBase =
          Chance.binomial(random, 50 - withBoth - withArm, onlyBase / (1 - both - onlyArm));
      test.updatePairs(50, withArm, withBase, withBoth);
      if (fed % 500 == 250 && cash(test) > .05) {
        test.start(.05);
      }
      if (test.logEvidence() >= threshold) {
        return true;
      }
    }
    return false;
  }

  private static double cash(LinearNullTest test) {
    double[] saved = test.save();
    return saved[saved.length - 1];
  }

  private static double part(
      long seed,
      int runs,
      Supplier<LinearNullTest> open,
      double pairs,
      double[] rates,
      double threshold) {
    SplittableRandom random = new SplittableRandom(seed);
    int reached = 0;
    for (int run = 0; run < runs; run++) {
      LinearNullTest test = open.get();
      reached += reaches(test, random, pairs, rates[0], rates[1], rates[2], threshold) ? 1 : 0;
    }
    return (double) reached / runs;
  }

  /** At the edge: rates of the arm alone, the base arm alone, both. */
  @ParameterizedTest
  @CsvSource({
    "71, true, 1.2, 0, .006, .002, .018", "72, true, 1.2, .002, .014, .01, 0",
    "73, true, 1.2, 0, .1, 0, .5", "74, false, 1.5, .001, .016, .005, .015",
    "75, false, 1.5, .001, .031, .02, 0", "76, false, 1.5, 0, .2, 0, .4"
  })
  void seldomJudgesAnArmAtTheEdgeWrongly(
      long seed,
      boolean above,
      double ratio,
      double allowance,
      double onlyArm,
      double onlyBase,
      double both) {
    assertEquals(ratio * (onlyBase + both) + allowance, onlyArm + both, 1e-12);
    double wrong = part(
        seed,
        RUNS,
        () -> {
          LinearNullTest test = above
              ? LinearNullTest.above(ratio, allowance)
              : LinearNullTest.below(ratio, allowance);
          test.start(above ? .5 : 1);
          return test;
        },
        5_000,
        new double[] {onlyArm, onlyBase, both},
        Math.log(20));
    assertTrue(wrong <= ALLOWED, wrong + " of the runs, allowed " + ALLOWED);
    assertTrue(wrong >= .002, wrong + " of the runs: the simulation tests nothing");
  }

  /** As planned for separate trials at a half: pairs do no worse. 90 of 100 leave 2.3 standard deviations of 200 runs. */
  @Test
  void findsATripledRateAndPassesAnEqualOneWithinTheTrialsPlannedForSeparateOnes() {
    double condemned = part(
        81,
        200,
        () -> open(true, 1.2, 0),
        RequiredTrials.above(.03, .01, .5, 1.2, 0, .01).p95(),
        new double[] {.022, .002, .008},
        Math.log(100));
    double passed = part(
        82,
        200,
        () -> open(false, 1.5, .001),
        RequiredTrials.below(.01, .01, .5, 1.5, .001, .05).p95(),
        new double[] {.002, .002, .008},
        Math.log(20));
    assertTrue(condemned >= .9, condemned + " of the runs");
    assertTrue(passed >= .9, passed + " of the runs");
  }

  @Test
  void boundsTheRatioWithPairs() {
    RatioConfidence separate = new RatioConfidence();
    RatioConfidence paired = new RatioConfidence();
    separate.update(10_000, 200, 10_000, 200);
    paired.updatePairs(10_000, 20, 20, 180);
    assertTrue(paired.lower(.05) <= 1 && paired.upper(.05) >= 1);
    assertTrue(paired.lower(.05) >= separate.lower(.05));
    assertTrue(paired.upper(.05) <= separate.upper(.05));
    RatioConfidence restored = new RatioConfidence();
    restored.restore(paired.save());
    assertEquals(paired.upper(.05), restored.upper(.05));
  }

  /** Simulated: 926 and 1,882 pairs on average. With 200 runs each mean is known to about 5 %. */
  @Test
  void needsFewerPairsThanSeparateTrialsWhereEventsComeTogether() {
    SplittableRandom random = new SplittableRandom(83);
    double paired = 0;
    double separate = 0;
    for (int run = 0; run < 200; run++) {
      paired += pairsUntilFound(random, true);
      separate += pairsUntilFound(random, false);
    }
    assertTrue(1.5 * paired < separate, paired / 200 + " and " + separate / 200);
  }

  private static int pairsUntilFound(SplittableRandom random, boolean paired) {
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    test.start(.5);
    int fed = 0;
    while (test.logEvidence() < Math.log(100)) {
      int both = Chance.binomial(random, 10, .008);
      int arm = Chance.binomial(random, 10 - both, .022 / .992);
      int base = Chance.binomial(random, 10 - both - arm, .002 / .97);
      if (paired) {
        test.updatePairs(10, arm, base, both);
      } else {
        test.update(10, arm + both, 10, base + both);
      }
      fed += 10;
    }
    return fed;
  }
}

package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveRatioTestTest {

  private static final int ALTERNATIVES = 8;

  static Stream<Case> vectors() {
    return VectorFile.cases("projection.txt");
  }

  static Stream<Case> shares() {
    return VectorFile.cases("configured-share.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectorsOfTheLikelihoodRatio(Case vector) {
    Line head = vector.head();
    boolean above = head.word(1).equals("above");
    AdaptiveRatioTest test = open(above, head.number(2));
    double rate = head.number(3);
    double tolerance = head.number(4);
    for (Line line : vector.all("interval").toList()) {
      test.updateAt(rate, line.number(0), line.number(1), line.number(2), line.number(3));
      double[] gammas = above ? LinearNullTest.aboveGrid() : LinearNullTest.belowGrid();
      if (vector.all("projection").findAny().isPresent()) {
        for (int i = 0; i < ALTERNATIVES; i++) {
          double q = Math.min(gammas[i] * head.number(2) * rate, .999);
          double got = test.projection(line.number(0), q, line.number(2), rate);
          assertNear(vector.only("projection").number(i), got, 1e-9, "projection " + i);
        }
      }
    }
    for (int i = 0; i < ALTERNATIVES; i++) {
      double gained = test.logAccount(i) + Math.log(ALTERNATIVES);
      assertNear(vector.only("grid").number(i), gained, tolerance, "alternative " + i);
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence");
  }

  @ParameterizedTest
  @MethodSource("shares")
  void reproducesTheVectorsOfAConfiguredShare(Case vector) {
    ConfiguredShareTest test = vector.head().word(1).equals("above")
        ? ConfiguredShareTest.above(vector.head().number(2))
        : ConfiguredShareTest.below(vector.head().number(2));
    test.start(1);
    for (Line line : vector.all("interval").toList()) {
      test.update(line.number(0), line.number(1), line.number(2));
    }
    for (int i = 0; i < ALTERNATIVES; i++) {
      double gained = test.logAccount(i) + Math.log(ALTERNATIVES);
      assertNear(vector.only("grid").number(i), gained, 1e-9, "alternative " + i);
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), 1e-9, "evidence");
    ConfiguredShareTest restored = ConfiguredShareTest.above(1);
    restored.restore(test.save());
    assertEquals(test.logEvidence(), restored.logEvidence());
  }

  @Test
  void refusesEventsAndSharesThatCannotBe() {
    ConfiguredShareTest test = ConfiguredShareTest.above(1.2);
    assertThrows(IllegalArgumentException.class, () -> ConfiguredShareTest.below(0));
    assertThrows(IllegalArgumentException.class, () -> test.update(-1, 0, .5));
    assertThrows(IllegalArgumentException.class, () -> test.update(0, Double.NaN, .5));
    for (double share : new double[] {0, 1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> test.update(1, 1, share));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isTheLinearTestWhileEventsAreRareOrThePastIsShort(boolean above) {
    AdaptiveRatioTest test = open(above, 1.5);
    LinearNullTest linear = above ? LinearNullTest.above(1.5, 0) : LinearNullTest.below(1.5, 0);
    linear.start(1);
    test.update(20, 10, 40, 20);
    linear.update(20, 10, 40, 20);
    test.update(20, 10, 10_000, 20);
    linear.update(20, 10, 10_000, 20);
    test.update(100, 10, 10_000, 100);
    linear.update(100, 10, 10_000, 100);
    assertEquals(linear.logEvidence(), test.logEvidence());
  }

  @Test
  void takesTheAssumedRateFromThePastAlone() {
    AdaptiveRatioTest test = open(true, 1.2);
    LinearNullTest linear = LinearNullTest.above(1.2, 0);
    AdaptiveRatioTest atTheRate = open(true, 1.2);
    linear.start(1);
    test.update(10, 5, 100, 30);
    linear.update(10, 5, 100, 30);
    double[] before = linear.save();
    double[] saved = atTheRate.save();
    System.arraycopy(before, 0, saved, 0, before.length);
    atTheRate.restore(saved);
    test.update(10, 6, 100, 90);
    atTheRate.updateAt(30.5 / 101, 10, 6, 100, 90);
    assertEquals(atTheRate.logEvidence(), test.logEvidence());
  }

  @Test
  void findsAHigherRateSoonerThanTheLinearTestWhereEventsAreFrequent() {
    AdaptiveRatioTest test = open(true, 1.2);
    LinearNullTest linear = LinearNullTest.above(1.2, 0);
    linear.start(1);
    for (int i = 0; i < 30; i++) {
      test.update(20, 10, 380, 114);
      linear.update(20, 10, 380, 114);
    }
    assertTrue(
        test.logEvidence() > linear.logEvidence() + 2,
        test.logEvidence() + " and " + linear.logEvidence());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void staysANumberAtEveryExtreme(boolean above) {
    for (double ratio : new double[] {1e-6, .5, 1, 1.2, 20, 1e9}) {
      AdaptiveRatioTest test = open(above, ratio);
      for (double rate : new double[] {.05, .5, .8333, .95}) {
        for (double n : new double[] {0, 1, 1e9}) {
          for (double m : new double[] {0, 1, 1e9}) {
            for (double q : new double[] {0, .5, 1}) {
              for (double p : new double[] {0, .5, 1}) {
                test.updateAt(rate, n, n * q, m, m * p);
                test.update(n, n * q, m, m * p);
                assertTrue(Double.isFinite(test.logEvidence()), ratio + " at " + rate);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhereItWasSaved(boolean above) {
    AdaptiveRatioTest straight = open(above, 1.3);
    for (int i = 0; i < 30; i++) {
      AdaptiveRatioTest restored =
          above ? AdaptiveRatioTest.above(1.3) : AdaptiveRatioTest.below(1.3);
      restored.restore(straight.save());
      straight.update(10, i % 7, 30, i % 11);
      restored.update(10, i % 7, 30, i % 11);
      assertArrayEquals(straight.save(), restored.save());
    }
    assertThrows(IllegalArgumentException.class, () -> straight.restore(new double[9]));
  }

  @Test
  void refusesCountsAndRatiosThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> AdaptiveRatioTest.above(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> AdaptiveRatioTest.below(0));
    AdaptiveRatioTest test = AdaptiveRatioTest.above(1);
    assertThrows(IllegalArgumentException.class, () -> test.update(1, 2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> test.update(1, 1, Double.NaN, 1));
  }

  private static AdaptiveRatioTest open(boolean above, double ratio) {
    AdaptiveRatioTest test =
        above ? AdaptiveRatioTest.above(ratio) : AdaptiveRatioTest.below(ratio);
    test.start(1);
    return test;
  }
}

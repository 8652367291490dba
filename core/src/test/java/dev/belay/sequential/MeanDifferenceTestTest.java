package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeanDifferenceTestTest {

  static Stream<Case> vectors() {
    return VectorFile.cases("mean-difference.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    double tolerance = vector.head().number(2);
    MeanDifferenceTest test = MeanDifferenceTest.above(vector.head().number(1));
    test.start(1);
    for (Line line : vector.all("interval").toList()) {
      feed(test, line);
    }
    for (int i = 0; i < TwoMeans.BETS.length; i++) {
      double gained = test.logAccount(i) + Math.log(TwoMeans.BETS.length);
      assertNear(vector.only("grid").number(i), gained, tolerance, "alternative " + i);
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence");
  }

  /** Goodness is 1 - badness: a mean that is less bad is one that is better. */
  @ParameterizedTest
  @MethodSource("vectors")
  void findsTheSameBelowInTheValuesTurnedRound(Case vector) {
    double tolerance = vector.head().number(2);
    MeanDifferenceTest test = MeanDifferenceTest.below(-vector.head().number(1));
    test.start(1);
    for (Line line : vector.all("interval").toList()) {
      double n = line.number(0);
      double m = line.number(3);
      test.update(
          n,
          n - line.number(1),
          n - 2 * line.number(1) + line.number(2),
          m,
          m - line.number(4),
          m - 2 * line.number(4) + line.number(5));
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void rejectsWhatLiesBeyondItsBoundsAndNothingElse(Case vector) {
    MeanDifferenceConfidence confidence = new MeanDifferenceConfidence();
    vector.all("interval").forEach(line -> feed(confidence, line));
    double lower = confidence.lower(.1);
    double upper = confidence.upper(.1);
    assertTrue(-1 <= lower && lower <= upper && upper <= 1, lower + " to " + upper);
    if (lower > -1) {
      assertEquals(Math.log(20), evidence(MeanDifferenceTest.above(lower), vector), 1e-2);
    }
    if (upper < 1) {
      assertEquals(Math.log(20), evidence(MeanDifferenceTest.below(upper), vector), 1e-2);
    }
  }

  private static double evidence(MeanDifferenceTest test, Case vector) {
    test.start(1);
    vector.all("interval").forEach(line -> feed(test, line));
    return test.logEvidence();
  }

  private static void feed(MeanDifferenceTest test, Line line) {
    test.update(
        line.number(0),
        line.number(1),
        line.number(2),
        line.number(3),
        line.number(4),
        line.number(5));
  }

  private static void feed(MeanDifferenceConfidence confidence, Line line) {
    confidence.update(
        line.number(0),
        line.number(1),
        line.number(2),
        line.number(3),
        line.number(4),
        line.number(5));
  }

  @Test
  void knowsNothingBeforeBothArmsHaveValues() {
    MeanDifferenceTest test = MeanDifferenceTest.above(0);
    MeanDifferenceConfidence confidence = new MeanDifferenceConfidence();
    test.start(1);
    test.update(1000, 1000, 1000, 0, 0, 0);
    confidence.update(1000, 1000, 1000, 0, 0, 0);
    assertEquals(0, test.logEvidence(), 1e-15);
    assertEquals(-1, confidence.lower(.05));
    assertEquals(1, confidence.upper(.05));
  }

  @Test
  void closesInOnAConstantDifference() {
    MeanDifferenceConfidence confidence = new MeanDifferenceConfidence();
    for (int i = 0; i < 1000; i++) {
      confidence.update(10, 6, 3.6, 90, 36, 14.4);
    }
    assertTrue(confidence.lower(.01) < .2 && .2 < confidence.upper(.01));
    assertTrue(confidence.upper(.01) - confidence.lower(.01) < .01);
    assertTrue(confidence.lower(.01) < confidence.lower(.1));
    assertTrue(confidence.upper(.01) > confidence.upper(.1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1, 1e9})
  void staysANumberAtEveryExtreme(double n) {
    for (double difference : new double[] {-1, 0, 1}) {
      MeanDifferenceTest test = MeanDifferenceTest.above(difference);
      MeanDifferenceConfidence confidence = new MeanDifferenceConfidence();
      test.start(1);
      for (double m : new double[] {1e-9, 1, 1e9}) {
        for (double mean : new double[] {0, .5, 1}) {
          for (double baseMean : new double[] {0, .5, 1}) {
            test.update(n, n * mean, n * mean * mean, m, m * baseMean, m * baseMean);
            confidence.update(n, n * mean, n * mean * mean, m, m * baseMean, m * baseMean);
            assertTrue(Double.isFinite(test.logEvidence()));
            assertTrue(confidence.lower(.05) <= confidence.upper(.05));
          }
        }
      }
    }
  }

  @Test
  void goesOnWhereItWasSaved() {
    SplittableRandom random = new SplittableRandom(7);
    MeanDifferenceTest straight = MeanDifferenceTest.above(.01);
    MeanDifferenceConfidence straightBounds = new MeanDifferenceConfidence();
    straight.start(.5);
    for (int i = 0; i < 20; i++) {
      MeanDifferenceTest restored = MeanDifferenceTest.above(.01);
      MeanDifferenceConfidence restoredBounds = new MeanDifferenceConfidence();
      restored.restore(straight.save());
      restoredBounds.restore(straightBounds.save());
      double s = random.nextDouble(10);
      double t = random.nextDouble(90);
      straight.update(10, s, s * .7, 90, t, t * .5);
      restored.update(10, s, s * .7, 90, t, t * .5);
      straightBounds.update(10, s, s * .7, 90, t, t * .5);
      restoredBounds.update(10, s, s * .7, 90, t, t * .5);
      assertArrayEquals(straight.save(), restored.save());
      assertArrayEquals(straightBounds.save(), restoredBounds.save());
      assertEquals(straight.logEvidence(), restored.logEvidence());
      assertEquals(straightBounds.lower(.05), restoredBounds.lower(.05));
    }
    assertThrows(IllegalArgumentException.class, () -> straight.restore(new double[3]));
    assertThrows(IllegalArgumentException.class, () -> straightBounds.restore(new double[3]));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.01, 1.01, Double.NaN})
  void refusesADifferenceThatCannotBe(double difference) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MeanDifferenceTest.above(difference));
    assertEquals("difference must be in [-1.0, 1.0], but was " + difference, refused.getMessage());
  }

  @Test
  void refusesSumsThatCannotBe() {
    MeanDifferenceTest test = MeanDifferenceTest.above(0);
    for (double[] sums : List.of(
        new double[] {-1, 0, 0},
        new double[] {Double.POSITIVE_INFINITY, 0, 0},
        new double[] {Double.NaN, 0, 0},
        new double[] {10, 10.1, 1},
        new double[] {10, -.1, 0},
        new double[] {10, Double.NaN, 1},
        new double[] {10, 5, 5.1},
        new double[] {10, 5, -.1},
        new double[] {10, 5, Double.NaN})) {
      assertThrows(
          IllegalArgumentException.class, () -> test.update(sums[0], sums[1], sums[2], 1, 0, 0));
      assertThrows(
          IllegalArgumentException.class, () -> test.update(1, 0, 0, sums[0], sums[1], sums[2]));
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> test.update(1, 0, 0, 2, 1, 1.5));
    assertEquals("baseSumOfSquares must be in [0, sum = 1.0], but was 1.5", refused.getMessage());
    test.update(10, 10 + 1e-6, 10, 10, 5, 5 + 1e-6);
  }
}

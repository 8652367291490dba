package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of shares: {@link ShareShiftTest}, {@link SameDistributionTest} and {@link PopulationStability}. */
class ShareShiftTestTest {

  static Stream<Case> equality() {
    return VectorFile.cases("same-distribution.txt");
  }

  static Stream<Case> stability() {
    return VectorFile.cases("population-stability.txt");
  }

  @ParameterizedTest
  @MethodSource("equality")
  void reproducesTheVectorsOfEquality(Case vector) {
    long[] arm = counts(vector.only("arm"));
    long[] base = counts(vector.only("base"));
    double got = SameDistributionTest.logFactor(
        arm,
        Arrays.stream(arm).sum(),
        numbers(vector.only("arm-shares")),
        base,
        Arrays.stream(base).sum(),
        numbers(vector.only("base-shares")));
    assertNear(vector.only("evidence").number(0), got, 1e-9, "evidence");
  }

  @ParameterizedTest
  @MethodSource("stability")
  void reproducesTheVectorsOfStability(Case vector) {
    PopulationStability stability =
        PopulationStability.of(counts(vector.only("arm")), counts(vector.only("base")));
    assertNear(vector.only("stability").number(0), stability.index(), 1e-9, "index");
    assertNear(vector.only("stability").number(1), stability.noiseFloor(), 1e-9, "noise floor");
    assertEquals(stability.index() > stability.noiseFloor(), stability.aboveNoise());
  }

  private static long[] counts(Line line) {
    return line.words().stream().mapToLong(Long::parseLong).toArray();
  }

  private static double[] numbers(Line line) {
    return line.words().stream().mapToDouble(Double::parseDouble).toArray();
  }

  /** The mean of the linear tests, put together by hand on a grid of five. */
  @Test
  void isTheMeanOfTheLinearTestsOfAllClassesBothWays() {
    double[] gammas = {1.25, 1.6, 2.5, 5, 15};
    long[] arm = {30, 20, 10};
    long[] base = {600, 380, 160};
    ShareShiftTest test = ShareShiftTest.above(3, .25, .002);
    test.start(1);
    test.update(arm, base);
    double[] terms = new double[6];
    for (int i = 0; i < 3; i++) {
      LinearNullTest forward =
          LinearNullTest.above(1.25, .002, gammas, LinearNullTest.logs(gammas));
      LinearNullTest swapped =
          LinearNullTest.above(1.25, .002, gammas, LinearNullTest.logs(gammas));
      forward.start(1);
      swapped.start(1);
      forward.update(60, arm[i], 1140, base[i]);
      swapped.update(1140, base[i], 60, arm[i]);
      terms[2 * i] = forward.logEvidence();
      terms[2 * i + 1] = swapped.logEvidence();
    }
    assertNear(LogSpace.sum(terms) - Math.log(6), test.logEvidence(), 1e-12, "evidence");
  }

  @Test
  void findsAShareThatMovedEitherWayAndPassesThoseThatDidNot() {
    ShareShiftTest more = ShareShiftTest.above(3, .25, .002);
    ShareShiftTest fewer = ShareShiftTest.above(3, .25, .002);
    ShareShiftTest equal = ShareShiftTest.above(3, .25, .002);
    ShareShiftTest within = ShareShiftTest.below(3, .5, .005);
    ShareShiftTest notWithin = ShareShiftTest.below(3, .5, .005);
    for (ShareShiftTest test : List.of(more, fewer, equal, within, notWithin)) {
      test.start(1);
    }
    for (int i = 0; i < 100; i++) {
      more.update(new long[] {60, 32, 8}, new long[] {640, 320, 40});
      fewer.update(new long[] {64, 34, 2}, new long[] {640, 300, 60});
      equal.update(new long[] {64, 32, 4}, new long[] {640, 320, 40});
      within.update(new long[] {64, 32, 4}, new long[] {640, 320, 40});
      notWithin.update(new long[] {60, 32, 8}, new long[] {640, 320, 40});
    }
    assertTrue(more.logEvidence() > Math.log(1000));
    assertTrue(fewer.logEvidence() > Math.log(1000));
    assertTrue(equal.logEvidence() < 0);
    assertTrue(within.logEvidence() > Math.log(20));
    assertTrue(notWithin.logEvidence() < 0);
  }

  @Test
  void findsADifferenceOfDistributionsAndNoneInEqualOnes() {
    SameDistributionTest different = new SameDistributionTest(3);
    SameDistributionTest same = new SameDistributionTest(3);
    different.start(1);
    same.start(1);
    for (int i = 0; i < 50; i++) {
      different.update(new long[] {50, 40, 10}, new long[] {600, 320, 80});
      same.update(new long[] {60, 32, 8}, new long[] {600, 320, 80});
    }
    assertTrue(different.logEvidence() > Math.log(1000));
    assertTrue(same.logEvidence() < 0);
  }

  @Test
  void changesNothingOverAnEmptyArm() {
    ShareShiftTest shift = ShareShiftTest.above(2, .25, .002);
    SameDistributionTest same = new SameDistributionTest(2);
    shift.start(1);
    same.start(1);
    for (long[][] counts : new long[][][] {{{0, 0}, {5, 5}}, {{9, 0}, {0, 0}}, {{0, 0}, {0, 0}}}) {
      shift.update(counts[0], counts[1]);
      same.update(counts[0], counts[1]);
    }
    assertEquals(0, shift.logEvidence(), 1e-15);
    assertEquals(0, same.logEvidence(), 1e-15);
    PopulationStability empty = PopulationStability.of(new long[2], new long[] {4, 4});
    assertEquals(Double.POSITIVE_INFINITY, empty.noiseFloor());
    assertFalse(empty.aboveNoise());
  }

  @Test
  void staysANumberForBillions() {
    long many = 1_000_000_000L;
    ShareShiftTest above = ShareShiftTest.above(3, 0, 0);
    ShareShiftTest below = ShareShiftTest.below(3, 1, .1);
    SameDistributionTest same = new SameDistributionTest(3);
    above.start(1);
    below.start(1);
    same.start(1);
    for (long[] arm : new long[][] {{many, 0, 0}, {0, many, 0}, {1, 0, 0}}) {
      for (long[] base : new long[][] {{0, 0, many}, {many, many, many}, {0, 0, 1}}) {
        above.update(arm, base);
        below.update(arm, base);
        same.update(arm, base);
        assertTrue(Double.isFinite(above.logEvidence()));
        assertTrue(Double.isFinite(below.logEvidence()));
        assertTrue(Double.isFinite(same.logEvidence()));
        assertTrue(PopulationStability.of(arm, base).index() >= 0);
      }
    }
  }

  @Test
  void goesOnWhereItWasSaved() {
    ShareShiftTest shift = ShareShiftTest.above(2, .1, .01);
    SameDistributionTest same = new SameDistributionTest(2);
    shift.start(.5);
    same.start(.5);
    for (int i = 0; i < 10; i++) {
      ShareShiftTest restoredShift = ShareShiftTest.above(2, .1, .01);
      SameDistributionTest restoredSame = new SameDistributionTest(2);
      restoredShift.restore(shift.save());
      restoredSame.restore(same.save());
      long[] arm = {i % 3, i % 5};
      long[] base = {7L * i, 30 - i};
      shift.update(arm, base);
      same.update(arm, base);
      restoredShift.update(arm, base);
      restoredSame.update(arm, base);
      assertArrayEquals(shift.save(), restoredShift.save());
      assertArrayEquals(same.save(), restoredSame.save());
      assertEquals(shift.logEvidence(), restoredShift.logEvidence());
      assertEquals(same.logEvidence(), restoredSame.logEvidence());
    }
    assertThrows(IllegalArgumentException.class, () -> shift.restore(new double[6]));
    assertThrows(IllegalArgumentException.class, () -> same.restore(new double[7]));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> ShareShiftTest.above(1, .1, 0));
    assertThrows(IllegalArgumentException.class, () -> ShareShiftTest.above(2, -.1, 0));
    assertThrows(IllegalArgumentException.class, () -> ShareShiftTest.below(2, Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> ShareShiftTest.below(2, .1, 1.1));
    assertThrows(IllegalArgumentException.class, () -> new SameDistributionTest(1));
    ShareShiftTest shift = ShareShiftTest.above(2, .1, 0);
    SameDistributionTest same = new SameDistributionTest(2);
    long[] fine = {1, 1};
    for (long[] counts : new long[][] {{1}, {1, 2, 3}, {1, -1}}) {
      assertThrows(IllegalArgumentException.class, () -> shift.update(counts, fine));
      assertThrows(IllegalArgumentException.class, () -> shift.update(fine, counts));
      assertThrows(IllegalArgumentException.class, () -> same.update(counts, fine));
      assertThrows(IllegalArgumentException.class, () -> same.update(fine, counts));
      assertThrows(IllegalArgumentException.class, () -> PopulationStability.of(fine, counts));
    }
    assertThrows(
        IllegalArgumentException.class, () -> PopulationStability.of(new long[0], new long[0]));
  }
}

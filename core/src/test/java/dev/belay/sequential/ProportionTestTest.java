package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionTestTest {

  private static final int ALTERNATIVES = 12;

  static Stream<Case> vectors() {
    return VectorFile.cases("proportion.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    double tolerance = vector.head().number(1);
    ProportionTest test = new ProportionTest(0);
    for (Line line : vector.all("interval").toList()) {
      test.update(line.number(0), line.number(1), line.number(2));
    }
    for (int i = 0; i < ALTERNATIVES; i++) {
      double gained = test.logAccount(i) + Math.log(ALTERNATIVES);
      assertNear(vector.only("grid").number(i), gained, tolerance, "alternative " + i);
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence");
  }

  @Property(tries = 500)
  @Label(
      "whatever part of the pending trials completes, the evidence is at least what was said before")
  void neverSaysMoreThanAnyCompletionOfThePendingTrialsWill(
      @ForAll @IntRange(min = 0, max = 2000) int trials,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double expected,
      @ForAll @Scale(3) @DoubleRange(min = 0, max = 2) double oddsTolerance,
      @ForAll @IntRange(min = 0, max = 1000) int armPending,
      @ForAll @IntRange(min = 0, max = 1000) int basePending,
      @ForAll @DoubleRange(min = 0, max = 1) double armPart,
      @ForAll @DoubleRange(min = 0, max = 1) double basePart) {
    ProportionTest test = new ProportionTest(oddsTolerance);
    test.update(trials, Math.rint(trials * rate), expected);
    double said = test.logEvidence(expected, armPending, basePending);
    double rounding = 1e-9 * (trials + armPending + basePending + 1);
    for (double[] parts : new double[][] {{armPart, basePart}, {1, 1}, {0, 0}, {1, 0}, {0, 1}}) {
      double arm = Math.rint(parts[0] * armPending);
      double base = Math.rint(parts[1] * basePending);
      ProportionTest completed = new ProportionTest(oddsTolerance);
      completed.restore(test.save());
      completed.update(arm + base, arm, expected);
      assertTrue(said <= completed.logEvidence() + rounding, said + " before");
    }
    assertEquals(test.logEvidence(), test.logEvidence(expected, 0, 0), rounding);
  }

  @Property(tries = 500)
  @Label("the same holds when the pending trials were allotted at different shares")
  void neverSaysMoreThanAnyCompletionOfTrialsAllottedAtTwoShares(
      @ForAll @IntRange(min = 0, max = 2000) int trials,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate,
      @ForAll @Scale(6) @DoubleRange(min = .0001, max = .9999) double first,
      @ForAll @Scale(6) @DoubleRange(min = .0001, max = .9999) double second,
      @ForAll @IntRange(min = 0, max = 1000) int armPending,
      @ForAll @IntRange(min = 0, max = 1000) int basePending,
      @ForAll @DoubleRange(min = 0, max = 1) double armPart,
      @ForAll @DoubleRange(min = 0, max = 1) double basePart) {
    ProportionTest test = new ProportionTest(.05);
    test.update(trials, Math.rint(trials * rate), first);
    double said =
        test.logEvidence(Math.min(first, second), Math.max(first, second), armPending, basePending);
    double rounding = 1e-9 * (trials + armPending + basePending + 1);
    for (double[] parts : new double[][] {{armPart, basePart}, {1, 1}, {0, 0}, {1, 0}, {0, 1}}) {
      double arm = Math.rint(parts[0] * armPending);
      double base = Math.rint(parts[1] * basePending);
      ProportionTest completed = new ProportionTest(.05);
      completed.restore(test.save());
      completed.update(arm + basePending - base, arm, first);
      completed.update(armPending - arm + base, armPending - arm, second);
      assertTrue(said <= completed.logEvidence() + rounding, said + " before");
    }
    assertEquals(
        test.logEvidence(first, armPending, basePending),
        test.logEvidence(first, first, armPending, basePending));
  }

  @Test
  void refusesSharesThatAreNoRange() {
    ProportionTest test = new ProportionTest(0);
    assertEquals(
        "lowest and highest must be in (0, 1) and in order, but were 0.5 and 0.4",
        assertThrows(IllegalArgumentException.class, () -> test.logEvidence(.5, .4, 1, 1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> test.logEvidence(0, .5, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> test.logEvidence(.5, 1, 1, 1));
  }

  @Test
  void isCertainOfWhatCannotHappen() {
    ProportionTest test = new ProportionTest(.1);
    test.update(100, 0, 0);
    test.update(100, 100, 1);
    assertEquals(0, test.logEvidence(), 1e-15);
    assertEquals(0, test.logEvidence(0, 3, 3), 1e-15);
    test.update(1, 1, 0);
    assertEquals(Double.POSITIVE_INFINITY, test.logEvidence());
    assertEquals(Double.POSITIVE_INFINITY, test.logEvidence(.5, 3, 3));
    test.update(1000, 500, .5);
    assertEquals(Double.POSITIVE_INFINITY, test.logEvidence());
    ProportionTest restored = new ProportionTest(.1);
    restored.restore(test.save());
    assertEquals(Double.POSITIVE_INFINITY, restored.logEvidence());
    ProportionTest missing = new ProportionTest(0);
    missing.update(2, 1, 1);
    assertEquals(Double.POSITIVE_INFINITY, missing.logEvidence());
  }

  @Test
  void toleratesOddsWithinTheTolerance() {
    ProportionTest strict = new ProportionTest(0);
    ProportionTest tolerant = new ProportionTest(.25);
    for (int i = 0; i < 100; i++) {
      strict.update(1100, 600, .5);
      tolerant.update(1100, 600, .5);
    }
    assertTrue(strict.logEvidence() > Math.log(1000));
    assertTrue(tolerant.logEvidence() < 0);
    ProportionTest beyond = new ProportionTest(.25);
    for (int i = 0; i < 100; i++) {
      beyond.update(1600, 600, .5);
    }
    assertTrue(beyond.logEvidence() > Math.log(1000));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-9, .5, 1 - 1e-16, 1})
  void isNeverNaN(double expected) {
    for (double oddsTolerance : new double[] {0, .1, 1e9}) {
      ProportionTest test = new ProportionTest(oddsTolerance);
      for (double events : new double[] {0, .5, 1}) {
        test.update(0, 0, expected);
        test.update(1e9, events * 1e9, expected);
        assertFalse(Double.isNaN(test.logEvidence()));
        assertTrue(test.logEvidence(expected, 1e9, 1e9) <= test.logEvidence());
      }
    }
  }

  @Test
  void goesOnWhereItWasSaved() {
    ProportionTest straight = new ProportionTest(.05);
    straight.update(100, 60, .5);
    ProportionTest restored = new ProportionTest(.05);
    restored.restore(straight.save());
    straight.update(100, 60, .6);
    restored.update(100, 60, .6);
    assertArrayEquals(straight.save(), restored.save());
    assertThrows(IllegalArgumentException.class, () -> straight.restore(new double[13]));
  }

  @Test
  void refusesWhatCannotBe() {
    for (double oddsTolerance : new double[] {-.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new ProportionTest(oddsTolerance));
    }
    ProportionTest test = new ProportionTest(0);
    for (double expected : new double[] {-.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> test.update(1, 1, expected));
      assertThrows(IllegalArgumentException.class, () -> test.logEvidence(expected, 1, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> test.update(1, 2, .5));
    assertThrows(IllegalArgumentException.class, () -> test.logEvidence(.5, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> test.logEvidence(.5, 1, Double.NaN));
  }
}

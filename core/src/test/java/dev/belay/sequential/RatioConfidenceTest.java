package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RatioConfidenceTest {

  private static final double WIDEST_LOG_RATIO = 14;
  private static final double GRID_STEP = Math.exp(
      Math.log(RatioConfidence.LARGEST / RatioConfidence.SMALLEST) / (RatioConfidence.POINTS - 1));

  static Stream<Case> vectors() {
    return VectorFile.cases("ratio-bounds.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectorsExactlyByBisection(Case vector) {
    assertNear(vector.head().number(2), exactLower(vector), 1e-9, "lower");
    assertNear(vector.head().number(3), exactUpper(vector), 1e-9, "upper");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reportsThePointOfTheGridJustOutsideTheExactBound(Case vector) {
    double level = vector.head().number(1);
    RatioConfidence ratio = new RatioConfidence();
    vector
        .all("interval")
        .forEach(
            line -> ratio.update(line.number(0), line.number(1), line.number(2), line.number(3)));

    double exactLower = exactLower(vector);
    double lower = ratio.lower(level);
    assertTrue(lower <= exactLower, lower + " must not be above " + exactLower);
    double next = lower == 0 ? RatioConfidence.SMALLEST : lower * GRID_STEP;
    assertTrue(exactLower < next * (1 + 1e-9) || next > RatioConfidence.LARGEST * 1.01);

    double exactUpper = exactUpper(vector);
    double upper = ratio.upper(level);
    assertTrue(upper >= exactUpper, upper + " must not be below " + exactUpper);
    double previous =
        upper == Double.POSITIVE_INFINITY ? RatioConfidence.LARGEST : upper / GRID_STEP;
    assertTrue(exactUpper > previous * (1 - 1e-9) || previous < RatioConfidence.SMALLEST * .99);
  }

  private static double exactLower(Case vector) {
    double needed = Math.log(2 / vector.head().number(1));
    DoublePredicate rejected =
        logRatio -> evidence(vector, LinearNullTest.above(Math.exp(logRatio), 0)) >= needed;
    if (!rejected.test(-WIDEST_LOG_RATIO)) {
      return 0;
    }
    return bisect(logRatio -> !rejected.test(logRatio));
  }

  private static double exactUpper(Case vector) {
    double needed = Math.log(2 / vector.head().number(1));
    DoublePredicate rejected =
        logRatio -> evidence(vector, LinearNullTest.below(Math.exp(logRatio), 0)) >= needed;
    if (!rejected.test(WIDEST_LOG_RATIO)) {
      return Double.POSITIVE_INFINITY;
    }
    return bisect(rejected);
  }

  /** The smallest ratio for which the predicate, false at first and then true, is true. */
  private static double bisect(DoublePredicate reached) {
    double low = -WIDEST_LOG_RATIO;
    double high = WIDEST_LOG_RATIO;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (reached.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp(high);
  }

  private static double evidence(Case vector, LinearNullTest test) {
    test.start(1);
    for (Line line : vector.all("interval").toList()) {
      test.update(line.number(0), line.number(1), line.number(2), line.number(3));
    }
    return test.logEvidence();
  }

  @Test
  void acceptsEveryRatioBeforeAnythingIsKnown() {
    RatioConfidence ratio = new RatioConfidence();
    ratio.update(100, 0, 1900, 0);
    ratio.update(100, 50, 0, 0);
    assertEquals(0, ratio.lower(.05));
    assertEquals(Double.POSITIVE_INFINITY, ratio.upper(.05));
    assertArrayEquals(new RatioConfidence().save(), ratio.save());
  }

  @Test
  void refusesLevelsAndStatesThatCannotBe() {
    RatioConfidence ratio = new RatioConfidence();
    assertThrows(IllegalArgumentException.class, () -> ratio.lower(0));
    assertThrows(IllegalArgumentException.class, () -> ratio.upper(1));
    assertThrows(IllegalArgumentException.class, () -> ratio.update(1, 2, 3, 0));
    assertThrows(IllegalArgumentException.class, () -> ratio.restore(new double[3]));
  }
}

package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
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

class LinearNullTestTest {

  private static final int ALTERNATIVES = 8;

  static Stream<Case> vectors() {
    return VectorFile.cases("linear-null.txt");
  }

  static Stream<Case> restarts() {
    return VectorFile.cases("restarts.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    Line head = vector.head();
    double tolerance = head.number(4);
    LinearNullTest test = head.word(1).equals("above")
        ? LinearNullTest.above(head.number(2), head.number(3))
        : LinearNullTest.below(head.number(2), head.number(3));
    test.start(1);
    for (Line line : vector.all("interval").toList()) {
      feed(test, line);
      assertNear(line.number(4), test.logEvidence(), tolerance, "evidence after an interval");
    }
    for (int i = 0; i < ALTERNATIVES; i++) {
      double gained = test.logAccount(i) - Math.log(1.0 / ALTERNATIVES);
      assertNear(vector.only("grid").number(i), gained, tolerance, "alternative " + i);
    }
    assertNear(
        vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence at the end");
  }

  @ParameterizedTest
  @MethodSource("restarts")
  void reproducesTheVectorsOfLateStarts(Case vector) {
    LinearNullTest test = LinearNullTest.above(vector.head().number(1), 0);
    for (Line line : vector.lines()) {
      if (line.kind().equals("start")) {
        test.start(line.number(0));
      } else {
        feed(test, line);
        assertNear(line.number(4), test.logEvidence(), 1e-9, "evidence after an interval");
      }
    }
  }

  private static void feed(LinearNullTest test, Line interval) {
    test.update(interval.number(0), interval.number(1), interval.number(2), interval.number(3));
  }

  @Test
  void knowsNothingBeforeTheFirstUpdate() {
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    assertEquals(0, test.logEvidence());
    test.start(1);
    assertEquals(0, test.logEvidence(), 1e-15);
  }

  @Test
  void gainsNothingFromAnUpdateBeforeTheFirstStart() {
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    test.update(10, 10, 190, 0);
    assertEquals(0, test.logEvidence());
  }

  @Test
  void refusesToBetMoreThanThereIs() {
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    test.start(.75);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> test.start(.5));
    assertEquals("weight must be in (0, 0.25], but was 0.5", refused.getMessage());
    test.start(.25);
    assertThrows(IllegalArgumentException.class, () -> test.start(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.1e9, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesARatioThatIsNone(double ratio) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LinearNullTest.above(ratio, 0));
    assertEquals("ratio must be in (0, 1.0E9], but was " + ratio, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.0000001, Double.NaN})
  void refusesAnAllowanceThatIsNoRate(double allowance) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LinearNullTest.below(1.5, allowance));
    assertEquals("allowance must be in [0, 1], but was " + allowance, refused.getMessage());
  }

  @Test
  void refusesCountsThatCannotBe() {
    LinearNullTest test = LinearNullTest.above(1.2, 0);
    for (double[] counts : List.of(
        new double[] {-1, 0, 1, 0},
        new double[] {1, 2, 1, 0},
        new double[] {1, 0, 1, -.5},
        new double[] {1, 0, Double.POSITIVE_INFINITY, 0},
        new double[] {1, Double.NaN, 1, 0})) {
      assertThrows(
          IllegalArgumentException.class,
          () -> test.update(counts[0], counts[1], counts[2], counts[3]));
    }
  }

  @Test
  void refusesASavedStateOfAnotherLength() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LinearNullTest.above(1.2, 0).restore(OddsTest.above().save()));
  }

  /** The plan's 95th percentile bounds 95 of 100 runs from above; 90 leaves 2.3 standard deviations of 200 runs. */
  @Test
  void findsATripledRateWithinTheTrialsThatWerePlanned() {
    double planned = RequiredTrials.above(.03, .01, .05, 1.2, 0, .01).p95();
    SplittableRandom random = new SplittableRandom(20261123);
    int found = 0;
    for (int run = 0; run < 200; run++) {
      LinearNullTest test = LinearNullTest.above(1.2, 0);
      test.start(1);
      double best = 0;
      for (int trials = 0; trials < planned; trials += 20) {
        test.update(20, Chance.binomial(random, 20, .03), 380, Chance.binomial(random, 380, .01));
        best = Math.max(best, test.logEvidence());
      }
      found += best >= Math.log(100) ? 1 : 0;
    }
    assertTrue(found >= 180, found + " of 200");
  }

  @Test
  void passesAnEqualRateWithinTheTrialsThatWerePlanned() {
    double planned = RequiredTrials.below(.01, .01, .2, 1.5, .001, .05).p95();
    SplittableRandom random = new SplittableRandom(20261124);
    int passed = 0;
    for (int run = 0; run < 200; run++) {
      LinearNullTest test = LinearNullTest.below(1.5, .001);
      test.start(1);
      double best = 0;
      for (int trials = 0; trials < planned; trials += 50) {
        test.update(50, Chance.binomial(random, 50, .01), 200, Chance.binomial(random, 200, .01));
        best = Math.max(best, test.logEvidence());
      }
      passed += best >= Math.log(20) ? 1 : 0;
    }
    assertTrue(passed >= 180, passed + " of 200");
  }
}

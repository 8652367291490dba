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

class OddsTestTest {

  private static final int ALTERNATIVES = 12;

  static Stream<Case> vectors() {
    return VectorFile.cases("odds.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    double tolerance = vector.head().number(2);
    OddsTest test = open(vector.head().word(1).equals("above"));
    for (Line line : vector.all("interval").toList()) {
      test.update(line.number(0), line.number(1), line.number(2));
    }
    double[] accounts = test.save();
    for (int i = 0; i < ALTERNATIVES; i++) {
      double gained = accounts[i] - Math.log(1.0 / ALTERNATIVES);
      assertNear(vector.only("grid").number(i), gained, tolerance, "alternative " + i);
    }
    assertNear(vector.only("evidence").number(0), test.logEvidence(), tolerance, "evidence");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changesNothingOverAnEmptyInterval(boolean above) {
    OddsTest test = open(above);
    test.update(100, 3, .01);
    double[] before = test.save();
    test.update(0, 0, .5);
    assertArrayEquals(before, test.save());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnWhereItWasSaved(boolean above) {
    OddsTest straight = open(above);
    OddsTest before = open(above);
    straight.update(100, 3, .01);
    before.update(100, 3, .01);
    OddsTest after = above ? OddsTest.above() : OddsTest.below();
    after.restore(before.save());
    straight.update(7, 7, .02);
    after.update(7, 7, .02);
    assertEquals(straight.logEvidence(), after.logEvidence());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void staysANumberForABillionTrialsAllFailing(boolean above) {
    OddsTest test = open(above);
    test.update(1e9, 1e9, 1e-12);
    test.update(1e9, 0, .999999);
    assertTrue(Double.isFinite(test.logEvidence()));
  }

  /** The rule of evidence.md 2.4: 4.8 / reference at 5 %, whatever the reference. */
  @Test
  void meetsAnObjectiveAfterAboutFiveByItWithoutAnyEvent() {
    for (double reference : new double[] {.001, .01}) {
      OddsTest test = open(false);
      int trials = 0;
      while (test.logEvidence() < Math.log(20)) {
        test.update(1, 0, reference);
        trials++;
      }
      assertEquals(4.8, trials * reference, .1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -.1, Double.NaN})
  void refusesAReferenceThatIsNoRate(double reference) {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> OddsTest.above().update(1, 0, reference));
    assertEquals("reference must be in (0, 1), but was " + reference, refused.getMessage());
  }

  private static OddsTest open(boolean above) {
    OddsTest test = above ? OddsTest.above() : OddsTest.below();
    test.start(1);
    return test;
  }
}

package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequiredTrialsTest {

  static Stream<Case> vectors() {
    return VectorFile.cases("required-trials.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    Line head = vector.head();
    RequiredTrials trials = head.word(0).equals("above")
        ? RequiredTrials.above(
            head.number(1),
            head.number(2),
            head.number(3),
            head.number(4),
            head.number(5),
            head.number(6))
        : RequiredTrials.below(
            head.number(1),
            head.number(2),
            head.number(3),
            head.number(4),
            head.number(5),
            head.number(6));
    assertNear(head.number(7), trials.mean(), 1e-9, "mean");
    assertNear(head.number(8), trials.p95(), 1e-9, "p95");
  }

  @Test
  void needsMoreForAStricterLevelAndForASmallerDifference() {
    double usual = RequiredTrials.above(.02, .01, .05, 1.2, 0, .01).mean();
    assertTrue(usual < RequiredTrials.above(.02, .01, .05, 1.2, 0, .001).mean());
    assertTrue(usual < RequiredTrials.above(.015, .01, .05, 1.2, 0, .01).mean());
  }

  @Test
  void cannotDecideInsideTheNullOrWhereNothingEverFails() {
    RequiredTrials never = new RequiredTrials(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertEquals(never, RequiredTrials.above(.012, .01, .05, 1.2, 0, .01));
    assertEquals(never, RequiredTrials.below(0, 0, .05, 1.5, 0, .05));
  }

  @Test
  void refusesWhatIsNoRateShareOrLevel() {
    assertThrows(
        IllegalArgumentException.class, () -> RequiredTrials.above(1.1, .01, .05, 1.2, 0, .01));
    assertThrows(
        IllegalArgumentException.class, () -> RequiredTrials.above(.1, .01, 0, 1.2, 0, .01));
    assertThrows(
        IllegalArgumentException.class, () -> RequiredTrials.above(.1, .01, .05, 1.2, 0, 1));
  }

  /** The table of evidence.md 8.2, to the digits it gives. */
  @ParameterizedTest
  @CsvSource({"1.5, 96, .5", "2, 30, .5", "5, 8, .05", "10, 4.9, .05", "50, 2.4, .05"})
  void expectsTheExcessOfTheTable(double ratio, double want, double tolerance) {
    assertEquals(want, RequiredTrials.expectedExcess(ratio, 1.2, .01), tolerance);
  }

  @Test
  void expectsNoEndInsideTheNull() {
    assertEquals(Double.POSITIVE_INFINITY, RequiredTrials.expectedExcess(1.2, 1.2, .01));
    assertEquals(Double.POSITIVE_INFINITY, RequiredTrials.expectedExcess(.5, 1.2, .01));
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> RequiredTrials.expectedExcess(wrong, 1, .01));
      assertThrows(
          IllegalArgumentException.class, () -> RequiredTrials.expectedExcess(2, wrong, .01));
      assertThrows(
          IllegalArgumentException.class, () -> RequiredTrials.expectedExcess(2, 1, wrong));
    }
  }
}

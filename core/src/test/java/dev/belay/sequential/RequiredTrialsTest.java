package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.SplittableRandom;
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

  /** The example of evidence.md 8.4, to the digits it gives: 20 requests/s, of which a share has 0.2 or 1 a second. */
  @Test
  void plansTheExample() {
    RequiredTrials usual = RequiredTrials.below(.01, .01, .01, 1.5, 0, .05);
    assertEquals(5_500, usual.mean(), 50);
    assertEquals(7.7, hours(usual.mean(), .2), .05);
    assertEquals(16.6, hours(usual.p95(), .2), .05);
    assertEquals(5.8, hours(RequiredTrials.below(.01, .01, .01, 1.5, .001, .05).mean(), .2), .05);
    assertEquals(1.6, hours(RequiredTrials.below(.01, .01, .05, 1.5, 0, .05).mean(), 1), .05);
    assertEquals(42, hours(RequiredTrials.below(.01, .01, .01, 1.2, 0, .05).mean(), .2), .5);
    RequiredTrials doubled = RequiredTrials.above(.02, .01, .01, 1.2, 0, .01);
    assertEquals(3_200, doubled.mean(), 50);
    assertEquals(4.5, hours(doubled.mean(), .2), .05);
    RequiredTrials tenfold = RequiredTrials.above(.1, .01, .01, 1.2, 0, .01);
    assertEquals(5, 60 * hours(tenfold.mean(), .2), .5);
  }

  private static double hours(double trials, double perSecond) {
    return trials / perSecond / 3_600;
  }

  /** The simulations of evidence.md 9.3, in thousands, which 8.1 says are 0.73 to 0.90 of the planned mean. */
  @ParameterizedTest
  @CsvSource({
    ".01, 1.5, 0, 4.6, 10.8",
    ".01, 2, 0, 1.4, 3.2",
    ".01, 1.2, 0, 26, ",
    ".01, 1.5, .001, 3.3, 7.7",
    ".0001, 1.5, 0, 456, ",
    ".0001, 1.5, .001, 5.2, 8.6",
    "0, 1.5, .001, 4.6, "
  })
  void plansWhatWasSimulated(double rate, double ratio, double allowance, double mean, Double p95) {
    RequiredTrials planned = RequiredTrials.below(rate, rate, .05, ratio, allowance, .05);
    double rounding = .02;
    double part = 1_000 * mean / planned.mean();
    assertTrue(part > .73 - rounding && part < .90 + rounding, "mean " + part);
    if (p95 != null) {
      double part95 = 1_000 * p95 / planned.p95();
      assertTrue(part95 > .72 - rounding && part95 < .93 + rounding, "p95 " + part95);
    }
  }

  /** With no event nothing scatters; the mixture over the grid is done after 4.8 / reference (evidence.md 2.4). */
  @Test
  void plansForAReferenceWithoutEvents() {
    RequiredTrials planned = RequiredTrials.belowReference(0, .01, .05);
    assertEquals(planned.mean(), planned.p95(), 1e-9);
    assertEquals(4.8 / .01 / .83, planned.mean(), 10);
  }

  @Test
  void cannotDecideAtTheReference() {
    assertEquals(
        Double.POSITIVE_INFINITY, RequiredTrials.belowReference(.01, .01, .05).mean());
    assertEquals(
        Double.POSITIVE_INFINITY, RequiredTrials.belowReference(.02, .01, .05).p95());
    assertEquals(
        Double.POSITIVE_INFINITY, RequiredTrials.aboveReference(.01, .01, .05).mean());
    assertEquals(
        Double.POSITIVE_INFINITY, RequiredTrials.aboveReference(0, .01, .05).p95());
    for (double wrong : new double[] {0, 1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> RequiredTrials.aboveReference(.1, wrong, .05));
      assertThrows(
          IllegalArgumentException.class, () -> RequiredTrials.belowReference(.1, .2, wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> RequiredTrials.belowReference(-.1, .2, .05));
  }

  @ParameterizedTest
  @CsvSource({"true, .02, .01", "true, .05, .01", "false, .005, .01", "false, .001, .01"})
  void decidesAboutAReferenceWithinTheTrialsThatWerePlanned(
      boolean above, double rate, double level) {
    RequiredTrials planned = above
        ? RequiredTrials.aboveReference(rate, .01, level)
        : RequiredTrials.belowReference(rate, .01, level);
    SplittableRandom random = new SplittableRandom(20261125);
    int step = (int) Math.max(1, planned.mean() / 200);
    double sum = 0;
    int late = 0;
    for (int run = 0; run < 400; run++) {
      OddsTest test = above ? OddsTest.above() : OddsTest.below();
      test.start(1);
      int trials = 0;
      while (test.logEvidence() < Math.log(1 / level)) {
        test.update(step, Chance.binomial(random, step, rate), .01);
        trials += step;
      }
      sum += trials;
      late += trials > planned.p95() ? 1 : 0;
    }
    double part = sum / 400 / planned.mean();
    assertTrue(part > .7 && part < 1.05, "mean " + part);
    assertTrue(late <= 30, late + " of 400, where 20 are expected at most");
  }
}

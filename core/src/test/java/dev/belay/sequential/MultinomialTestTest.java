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

class MultinomialTestTest {

  static Stream<Case> vectors() {
    return VectorFile.cases("multinomial.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    double got = MultinomialTest.logEvidence(
        numbers(vector.only("counts")),
        numbers(vector.only("expected")),
        numbers(vector.only("concentration")));
    assertNear(vector.only("evidence").number(0), got, 1e-9, "evidence");
  }

  private static double[] numbers(Line line) {
    return line.words().stream().mapToDouble(Double::parseDouble).toArray();
  }

  /** Computed with 50 digits. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 690.7755278982137",
    "1e-10, 23.025850929882736",
    "0.001, 6.907178885383853",
    "0.3, 1.0957979948180756",
    "0.5, 0.5723649429247001",
    "0.75, 0.20328095143129538",
    "0.999999, 5.772164873855652e-07",
    "1.0001, -5.771334222047127e-05",
    "1.25, -0.09827183642181316",
    "1.5, -0.12078223763524522",
    "1.999, -0.0004224618006921073",
    "2.0001, 4.2281658112919945e-05",
    "2.4, 0.21685932244884157",
    "2.5, 0.2846828704729192",
    "2.6, 0.35741186354897986",
    "3.0, 0.6931471805599453",
    "5.5, 3.9578139676187165",
    "10.0, 12.801827480081469",
    "15.9, 27.625493215168692",
    "16.0, 27.89927138384089",
    "100.5, 361.4355404677776",
    "12345.678, 103959.91990554606",
    "1000000000.0, 19723265827.503716",
    "1000000000000000.0, 3.3538776394910668e+16",
    "1e+100, 2.2925850929940456e+102"
  })
  void knowsTheLogarithmOfTheGammaFunction(double x, double want) {
    assertEquals(want, LogGamma.of(x), 1e-12 * Math.abs(want));
  }

  @Test
  void knowsTheZerosOfTheLogarithmOfTheGammaFunction() {
    assertEquals(0, LogGamma.of(1), 1e-16);
    assertEquals(0, LogGamma.of(2), 1e-16);
  }

  @Test
  void isCertainOfWhatCannotHappenAndStaysANumberForBillions() {
    double[] ones = {1, 1};
    assertEquals(
        Double.POSITIVE_INFINITY,
        MultinomialTest.logEvidence(new double[] {1, 5}, new double[] {0, 1}, ones));
    assertTrue(Double.isFinite(
        MultinomialTest.logEvidence(new double[] {0, 5}, new double[] {0, 1}, ones)));
    assertTrue(Double.isFinite(
        MultinomialTest.logEvidence(new double[] {1e9, 0}, new double[] {1e-9, 1 - 1e-9}, ones)));
  }

  @Test
  void refusesWhatCannotBe() {
    double[] half = {.5, .5};
    double[] ones = {1, 1};
    for (double[] counts : new double[][] {{-1, 1}, {Double.NaN, 1}, {1}}) {
      assertThrows(
          IllegalArgumentException.class, () -> MultinomialTest.logEvidence(counts, half, ones));
    }
    for (double[] shares : new double[][] {{.5, .6}, {-.5, 1.5}, {Double.NaN, 1}, {1}}) {
      assertThrows(
          IllegalArgumentException.class, () -> MultinomialTest.logEvidence(ones, shares, ones));
    }
    for (double[] concentrations : new double[][] {{0, 1}, {Double.NaN, 1}, {1}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> MultinomialTest.logEvidence(ones, half, concentrations));
    }
  }
}

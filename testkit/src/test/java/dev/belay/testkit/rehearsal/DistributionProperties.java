package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionProperties {

  @Test
  void tellsTheQuantilesOfFourNumbers() {
    Distribution numbers = Distribution.of(DoubleStream.of(40, 10, 30, 20));
    assertEquals(4, numbers.size());
    assertEquals(10, numbers.quantile(0));
    assertEquals(10, numbers.quantile(.25));
    assertEquals(20, numbers.quantile(.5));
    assertEquals(30, numbers.quantile(.51));
    assertEquals(40, numbers.quantile(1));
    assertEquals(25, numbers.mean());
  }

  @Test
  void knowsNothingOfNoNumbers() {
    Distribution none = Distribution.of(DoubleStream.empty());
    assertEquals(0, none.size());
    assertTrue(Double.isNaN(none.quantile(.5)));
    assertTrue(Double.isNaN(none.mean()));
  }

  @Test
  void keepsItsNumbersToItself() {
    Distribution numbers = Distribution.of(DoubleStream.of(2, 1));
    numbers.values()[0] = 99;
    assertArrayEquals(new double[] {1, 2}, numbers.values());
  }

  @Test
  void refusesPartsThatAreNone() {
    Distribution numbers = Distribution.of(DoubleStream.of(1));
    assertEquals(
        "part must be in [0, 1], but was 1.5",
        assertThrows(IllegalArgumentException.class, () -> numbers.quantile(1.5))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> numbers.quantile(Double.NaN));
  }

  /** At least so many are not above it, and of any smaller number of the list that is not so. */
  @Property
  void aQuantileIsTheSmallestNumberThatSoManyAreNotAbove(
      @ForAll @Size(min = 1, max = 30) double[] values,
      @ForAll @DoubleRange(min = 0, max = 1) double part) {
    Distribution numbers = Distribution.of(DoubleStream.of(values).map(Math::rint));
    double quantile = numbers.quantile(part);
    long within =
        DoubleStream.of(numbers.values()).filter(value -> value <= quantile).count();
    assertTrue(within >= part * values.length - 1e-9);
    DoubleStream.of(numbers.values()).filter(value -> value < quantile).forEach(smaller -> {
      long fewer =
          DoubleStream.of(numbers.values()).filter(value -> value <= smaller).count();
      assertTrue(fewer < part * values.length);
    });
  }
}

package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void writesMultiplesOfOneTwoOrFive() {
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(Axis.linear(0, 100)));
    assertEquals(List.of("−2", "0", "2", "4", "6"), labels(Axis.linear(-.7, 5.5)));
    assertEquals(
        List.of("0", "0.005", "0.01", "0.015", "0.02", "0.025", "0.03"),
        labels(Axis.linear(0, .03)));
  }

  @Test
  void endsAtTheFirstAndTheLastTick() {
    Axis axis = Axis.linear(-.7, 5.5);
    assertEquals(-2, axis.low());
    assertEquals(6, axis.high());
  }

  @Test
  void tellsTimesInAUnitThatFits() {
    assertEquals("s", Axis.times(20, 90).unit());
    assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(Axis.times(20, 90)));
    assertEquals("min", Axis.times(500, 1_640).unit());
    assertEquals(List.of("0", "5", "10", "15", "20", "25", "30"), labels(Axis.times(500, 1_640)));
    assertEquals("h", Axis.times(4 * 3600, 11 * 3600).unit());
    assertEquals("d", Axis.times(86_400, 5 * 86_400).unit());
  }

  @Test
  void namesTimesThatAreFarApart() {
    Axis axis = Axis.times(5, 2 * 86_400);
    assertTrue(axis.logarithmic());
    assertEquals("", axis.unit());
    assertEquals(List.of("10 s", "1 min", "10 min", "1 h", "6 h", "1 d"), labels(axis));
  }

  @Test
  void namesFewerTimesWhereTheyWouldTouch() {
    Axis axis = Axis.times(0, 200 * 86_400);
    assertEquals(List.of("10 ms", "1 s", "10 s", "10 min", "6 h", "10 d"), labels(axis));
  }

  @Test
  void isLogarithmicWhereCountsSpanMoreThanTwoOrders() {
    assertFalse(Axis.counts(1, 100).logarithmic());
    assertTrue(Axis.counts(1, 101).logarithmic());
    assertEquals(
        List.of("1", "2", "5", "10", "20", "50", "100", "200"), labels(Axis.counts(1, 3, 116)));
    assertEquals(
        List.of("10", "100", "1,000", "10,000", "100,000"), labels(Axis.counts(10, 100_000)));
    assertEquals(
        List.of("1", "100", "10,000", "1 M", "100 M", "10 G", "1,000 G"),
        labels(Axis.counts(1, 1e12)));
  }

  @Test
  void leavesZerosOutOfTheSpan() {
    assertFalse(Axis.counts(0, 50, 60).logarithmic());
    Axis axis = Axis.counts(0, 5, 1_000);
    assertTrue(axis.logarithmic());
    assertEquals(5, axis.low());
    assertEquals(0, axis.at(0));
  }

  @Test
  void givesEqualNumbersRoomOnBothSides() {
    assertEquals(List.of("9", "9.5", "10", "10.5", "11"), labels(Axis.times(600, 600)));
    assertEquals(
        List.of("30,000", "32,000", "34,000", "36,000", "38,000"),
        labels(Axis.counts(34_180, 34_180)));
    assertEquals(List.of("0", "1"), labels(Axis.counts(0, 0)));
    assertEquals(List.of("0", "1", "2"), labels(Axis.counts(1, 1)));
  }

  @Test
  void countsInWholeNumbers() {
    assertEquals(List.of("0", "1", "2", "3"), labels(Axis.counts(0, 1, 3)));
  }

  @Test
  void putsWhatLiesBeyondAtTheEnds() {
    Axis axis = Axis.linear(0, 10);
    assertEquals(.25, axis.at(2.5));
    assertEquals(0, axis.at(-1));
    assertEquals(0, axis.at(Double.NEGATIVE_INFINITY));
    assertEquals(1, axis.at(Double.POSITIVE_INFINITY));
  }

  @Test
  void putsEqualFactorsAtEqualDistances() {
    Axis axis = Axis.counts(1, 10_000);
    assertEquals(.25, axis.at(10), 1e-12);
    assertEquals(.75, axis.at(1_000), 1e-12);
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void takesFewerMarksWhereTheirLabelsAreLong() {
    List<String> labels =
        Axis.counts(450_000, 570_000).ticks().stream().map(Axis.Tick::label).toList();
    assertEquals(List.of("450,000", "500,000", "550,000", "600,000"), labels);
  }
}

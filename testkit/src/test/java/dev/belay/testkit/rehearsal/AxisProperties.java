package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever the numbers are, an axis has room for them and a few ticks that differ. */
class AxisProperties {

  @Property
  void countsFit(
      @ForAll @Size(min = 1, max = 20)
          List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> counts) {
    double[] numbers = counts.stream().mapToDouble(Long::doubleValue).toArray();
    Axis axis = Axis.counts(numbers);
    requireReadable(axis);
    for (double number : numbers) {
      assertTrue(number <= axis.high(), () -> number + " is beyond " + axis);
      assertTrue(
          number >= axis.low() || (axis.logarithmic() && number == 0),
          () -> number + " is below " + axis);
    }
  }

  @Property
  void timesFit(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 31_536_000) Double> times) {
    double[] numbers = times.stream().mapToDouble(Double::doubleValue).toArray();
    Axis axis = Axis.times(numbers);
    requireReadable(axis);
    for (double number : numbers) {
      assertTrue(number <= axis.high(), () -> number + " is beyond " + axis);
      assertTrue(
          number >= axis.low() || (axis.logarithmic() && number < .01),
          () -> number + " is below " + axis);
    }
  }

  @Example
  void timesFitThoughTheMarksAreRounded() {
    timesFit(List.of(.15, .28));
  }

  @Property
  void evidenceFits(
      @ForAll @DoubleRange(min = -60, max = 0) double low,
      @ForAll @DoubleRange(min = .7, max = 60) double high) {
    Axis axis = Axis.linear(low, high);
    requireReadable(axis);
    assertTrue(axis.low() <= low + 1e-9 && high <= axis.high() + 1e-9, axis::toString);
  }

  @Property
  void growsFromEndToEnd(
      @ForAll @LongRange(min = 1, max = 1_000_000) long smaller,
      @ForAll @LongRange(min = 1, max = 1_000_000) long more) {
    long larger = smaller + more;
    Axis axis = Axis.counts(smaller, larger);
    assertTrue(axis.at(smaller) >= 0);
    assertTrue(axis.at(smaller) < axis.at(larger), axis::toString);
    assertTrue(axis.at(larger) <= 1);
  }

  private static void requireReadable(Axis axis) {
    List<Axis.Tick> ticks = axis.ticks();
    assertTrue(axis.low() < axis.high(), axis::toString);
    assertTrue(ticks.size() >= 2 && ticks.size() <= 12, axis::toString);
    assertEquals(
        ticks.size(),
        new HashSet<>(ticks.stream().map(Axis.Tick::label).toList()).size(),
        axis::toString);
    for (int i = 0; i < ticks.size(); i++) {
      double value = ticks.get(i).value();
      assertTrue(value >= axis.low() && value <= axis.high(), axis::toString);
      assertTrue(i == 0 || value > ticks.get(i - 1).value(), axis::toString);
    }
    requireNoLabelTouchesTheNext(axis);
  }

  /** A plot is some 300 pixels wide, and a character at most 6.5. */
  private static void requireNoLabelTouchesTheNext(Axis axis) {
    List<Axis.Tick> ticks = axis.ticks();
    for (int i = 1; i < ticks.size(); i++) {
      double gap =
          308 * (axis.at(ticks.get(i).value()) - axis.at(ticks.get(i - 1).value()));
      double halves =
          6.5 * (ticks.get(i).label().length() + ticks.get(i - 1).label().length()) / 2;
      assertTrue(gap > halves, axis::toString);
    }
  }
}

package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.testkit.rehearsal.Plot.Point;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class ThinningProperties {

  @Property
  void noPointIsFarFromWhatIsLeft(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 3) Double> widths,
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -5, max = 5) Double> heights) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    for (int i = 0; i < Math.min(widths.size(), heights.size()); i++) {
      Point before = points.get(i);
      points.add(new Point(before.x() + widths.get(i), before.y() + heights.get(i)));
    }
    List<Point> left = Thinning.of(points);
    assertEquals(points.get(0), left.get(0));
    assertEquals(points.get(points.size() - 1), left.get(left.size() - 1));
    assertTrue(points.containsAll(left));
    for (Point point : points) {
      assertTrue(distance(point, left) <= .3 + 1e-9, () -> point + " is far from " + left);
    }
  }

  /** To the nearest of many places on the line. */
  private static double distance(Point point, List<Point> line) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < line.size(); i++) {
      least = Math.min(least, distance(point, line.get(i - 1), line.get(i)));
    }
    return least;
  }

  /** By halving the way between the two ends, of which the nearest place to a point is always in one half. */
  private static double distance(Point point, Point from, Point to) {
    Point low = from;
    Point high = to;
    for (int i = 0; i < 60; i++) {
      Point middle = new Point((low.x() + high.x()) / 2, (low.y() + high.y()) / 2);
      if (length(point, low) < length(point, high)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.min(length(point, low), length(point, high));
  }

  private static double length(Point one, Point other) {
    return Math.hypot(one.x() - other.x(), one.y() - other.y());
  }

  @Example
  void leavesOnlyTheEndsOfAStraightLine() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      points.add(new Point(i, 2 * i + (i % 2 == 0 ? 0 : .1)));
    }
    assertEquals(List.of(points.get(0), points.get(99)), Thinning.of(points));
  }

  @Example
  void keepsAPeakInsideOnePixelColumn() {
    List<Point> points = List.of(new Point(5, 0), new Point(5, 9), new Point(5, 4));
    assertEquals(points, Thinning.of(points));
  }
}

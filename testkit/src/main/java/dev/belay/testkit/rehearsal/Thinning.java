package dev.belay.testkit.rehearsal;

import dev.belay.testkit.rehearsal.Plot.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out the points of a line that nobody would miss: what is left is nowhere further from it than a fraction of a pixel. By
 * U. Ramer, "An iterative procedure for the polygonal approximation of plane curves" (1972).
 */
final class Thinning {

  private static final double PIXELS = .3;

  private final List<Point> points;
  private final List<Point> kept = new ArrayList<>();

  private Thinning(List<Point> points) {
    this.points = points;
  }

  /** Some of the points, which are in pixels; the first and the last are among them. */
  static List<Point> of(List<Point> points) {
    if (points.size() < 3) {
      return points;
    }
    Thinning thinning = new Thinning(points);
    thinning.kept.add(points.get(0));
    thinning.keep(0, points.size() - 1);
    return List.copyOf(thinning.kept);
  }

  /** Keeps what is needed after the first point and up to the last. */
  private void keep(int first, int last) {
    double farthest = PIXELS;
    int middle = last;
    for (int i = first + 1; i < last; i++) {
      double distance = distance(points.get(i), points.get(first), points.get(last));
      if (distance > farthest) {
        farthest = distance;
        middle = i;
      }
    }
    if (middle < last) {
      keep(first, middle);
      keep(middle, last);
    } else {
      kept.add(points.get(last));
    }
  }

  /** From a point to the straight way between two others. */
  private static double distance(Point point, Point first, Point last) {
    double width = last.x() - first.x();
    double height = last.y() - first.y();
    double x = point.x() - first.x();
    double y = point.y() - first.y();
    double square = width * width + height * height;
    double nearest = square == 0 ? 0 : Math.max(0, Math.min(1, (x * width + y * height) / square));
    return Math.hypot(x - nearest * width, y - nearest * height);
  }
}

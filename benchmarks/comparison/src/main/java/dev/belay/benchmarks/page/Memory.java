package dev.belay.benchmarks.page;

import dev.belay.benchmarks.MemoryReport;
import java.util.ArrayList;
import java.util.List;

/** The heap of an endpoint, beside how many there are. */
final class Memory {

  private Memory() {}

  /**
   * The mean over endpoints.
   *
   * @param endpoints how many there are
   * @param atRest bytes
   * @param inRollout bytes
   */
  record Point(int endpoints, double atRest, double inRollout) {}

  static List<Point> measure(int most) {
    double unused = MemoryReport.bytesPerEndpoint(10, true); // loads the classes
    List<Point> points = new ArrayList<>();
    for (int endpoints = 1; endpoints <= most; endpoints *= 10) {
      points.add(new Point(
          endpoints,
          MemoryReport.bytesPerEndpoint(endpoints, false),
          MemoryReport.bytesPerEndpoint(endpoints, true)));
    }
    return points;
  }
}

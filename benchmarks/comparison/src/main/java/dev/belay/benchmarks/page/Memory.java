package dev.belay.benchmarks.page;

import dev.belay.benchmarks.MemoryReport;
import java.util.ArrayList;
import java.util.List;

/**
 * The heap of an endpoint in a rollout, beside how many there are. One alone is too little: what the process itself keeps or lets go
 * of meanwhile is more.
 */
final class Memory {

  private static final int FEWEST = 10;

  private Memory() {}

  /**
   * The mean over endpoints.
   *
   * @param endpoints how many there are
   * @param bytes of each
   */
  record Point(int endpoints, double bytes) {}

  static List<Point> measure(int most) {
    double unused = MemoryReport.bytesPerEndpoint(FEWEST, true);
    List<Point> points = new ArrayList<>();
    for (int endpoints = FEWEST; endpoints <= most; endpoints *= 10) {
      points.add(new Point(endpoints, MemoryReport.bytesPerEndpoint(endpoints, true)));
    }
    return points;
  }
}

package dev.belay.sequential;

/**
 * The population stability index of an arm against a base arm: a description, not a test.
 *
 * <pre>
 *   index       = sum over the classes of (c - s) ln(c / s)      shares c and s, smoothed by 1/2 for each class
 *   noise floor = (K - 1)(1 / n + 1 / m)                          about its expectation when the arms are equal
 * </pre>
 *
 * <p>Values of .1 and .25 are conventions for a moderate and a large change. An index below the noise floor says nothing,
 * and one above it promises nothing about errors: use {@link ShareShiftTest} to decide.
 *
 * @param index the index, at least 0
 * @param noiseFloor what to expect of arms that are equal, positive infinity if one is empty
 */
public record PopulationStability(double index, double noiseFloor) {

  private static final double SMOOTHING = .5;

  /**
   * Computes both.
   *
   * @param armCounts trials of the arm in each class
   * @param baseCounts trials of the base arm in each class, as many classes
   * @return the index and its noise floor
   * @throws IllegalArgumentException if there is no class, the lengths differ, or a count is negative
   */
  public static PopulationStability of(long[] armCounts, long[] baseCounts) {
    int classes = armCounts.length;
    if (classes == 0) {
      throw new IllegalArgumentException("armCounts must have a class at least, but was empty");
    }
    double n = Counts.total("armCounts", armCounts, classes);
    double m = Counts.total("baseCounts", baseCounts, classes);
    double index = 0;
    for (int i = 0; i < classes; i++) {
      double share = (armCounts[i] + SMOOTHING) / (n + classes * SMOOTHING);
      double baseShare = (baseCounts[i] + SMOOTHING) / (m + classes * SMOOTHING);
      index += (share - baseShare) * Math.log(share / baseShare);
    }
    double floor = n == 0 || m == 0 ? Double.POSITIVE_INFINITY : (classes - 1) * (1 / n + 1 / m);
    return new PopulationStability(index, floor);
  }

  /**
   * Tells whether the index says anything.
   *
   * @return whether it is above the noise floor
   */
  public boolean aboveNoise() {
    return index > noiseFloor;
  }
}

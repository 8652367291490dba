package dev.belay.sequential;

import java.util.Arrays;

/**
 * A running confidence sequence for the ratio {@code q / p} of two event rates: the ratios that neither side of
 * {@link LinearNullTest} rejects.
 *
 * <p>Ratios are tried on a grid of {@value #POINTS} points, evenly spaced by logarithm from {@value #SMALLEST} to
 * {@value #LARGEST}. Evidence is monotone in the ratio, so the rejected points form two ends, and a reported bound is the
 * outermost rejected point that is nearest to the accepted ones: a little wider than the exact bound, never narrower.
 *
 * <p>If the ratio is constant, both bounds hold at all times together with a probability of at least
 * {@code 1 - level}. With a ratio that moves, the lower bound stays below its largest and the upper bound above its
 * smallest value so far. What {@link LinearNullTest} does not cover is not covered here.
 *
 * <p>An interval without events changes nothing and costs nothing. Not thread-safe.
 */
public final class RatioConfidence {

  static final int POINTS = 40;
  static final double SMALLEST = .05;
  static final double LARGEST = 100;

  private final double[] ratios = new double[POINTS];
  private final LinearNullTest[] above = new LinearNullTest[POINTS];
  private final LinearNullTest[] below = new LinearNullTest[POINTS];

  /** A sequence that has seen nothing: the ratio may be anything. */
  public RatioConfidence() {
    double step = Math.log(LARGEST / SMALLEST) / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
      ratios[i] = SMALLEST * Math.exp(i * step);
      above[i] = LinearNullTest.above(ratios[i], 0);
      above[i].start(1);
      below[i] = LinearNullTest.below(ratios[i], 0);
      below[i].start(1);
    }
  }

  /**
   * Takes the counts of one interval; see {@link LinearNullTest#update}.
   *
   * @param trials trials of the arm, at least 0
   * @param events events of the arm, in [0, trials]
   * @param baseTrials trials of the base arm, at least 0
   * @param baseEvents events of the base arm, in [0, baseTrials]
   * @throws IllegalArgumentException if a count is outside its range
   */
  public void update(double trials, double events, double baseTrials, double baseEvents) {
    Counts.check(trials, events);
    Counts.check(baseTrials, baseEvents);
    if (events + baseEvents == 0) {
      return;
    }
    for (int i = 0; i < POINTS; i++) {
      above[i].update(trials, events, baseTrials, baseEvents);
      below[i].update(trials, events, baseTrials, baseEvents);
    }
  }

  /**
   * Takes pairs of trials made on the same subjects; see {@link LinearNullTest#updatePairs}. Their evidence is monotone in the ratio
   * too.
   *
   * @param pairs pairs of trials, at least 0
   * @param onlyArm pairs with an event of the arm alone, at least 0
   * @param onlyBase pairs with an event of the base arm alone, at least 0
   * @param both pairs with an event of either, at least 0; the three together are at most {@code pairs}
   * @throws IllegalArgumentException if a count is outside its range
   */
  public void updatePairs(long pairs, long onlyArm, long onlyBase, long both) {
    Counts.pairs(pairs, onlyArm, onlyBase, both);
    if (onlyArm + onlyBase + both == 0) {
      return;
    }
    for (int i = 0; i < POINTS; i++) {
      above[i].updatePairs(pairs, onlyArm, onlyBase, both);
      below[i].updatePairs(pairs, onlyArm, onlyBase, both);
    }
  }

  /**
   * Returns the lower bound of the ratio.
   *
   * @param level the probability that either bound is ever wrong, in (0, 1)
   * @return a point of the grid, or 0 if none is rejected
   */
  public double lower(double level) {
    double needed = Math.log(2 / Counts.probability("level", level));
    for (int i = POINTS - 1; i >= 0; i--) {
      if (above[i].logEvidence() >= needed) {
        return ratios[i];
      }
    }
    return 0;
  }

  /**
   * Returns the upper bound of the ratio.
   *
   * @param level the probability that either bound is ever wrong, in (0, 1)
   * @return a point of the grid, or positive infinity if none is rejected
   */
  public double upper(double level) {
    double needed = Math.log(2 / Counts.probability("level", level));
    for (int i = 0; i < POINTS; i++) {
      if (below[i].logEvidence() >= needed) {
        return ratios[i];
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Returns what has been accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    int width = above[0].save().length;
    double[] saved = new double[2 * POINTS * width];
    for (int i = 0; i < POINTS; i++) {
      System.arraycopy(above[i].save(), 0, saved, 2 * i * width, width);
      System.arraycopy(below[i].save(), 0, saved, (2 * i + 1) * width, width);
    }
    return saved;
  }

  /**
   * Goes on where a sequence was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    int width = above[0].save().length;
    if (saved.length != 2 * POINTS * width) {
      throw new IllegalArgumentException(
          "saved must have length " + 2 * POINTS * width + ", but was " + saved.length);
    }
    for (int i = 0; i < POINTS; i++) {
      above[i].restore(Arrays.copyOfRange(saved, 2 * i * width, (2 * i + 1) * width));
      below[i].restore(Arrays.copyOfRange(saved, (2 * i + 1) * width, (2 * i + 2) * width));
    }
  }
}

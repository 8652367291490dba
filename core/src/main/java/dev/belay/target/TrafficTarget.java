package dev.belay.target;

import java.time.Duration;

/**
 * What carries a split out. Level-triggered: it is told what is wanted, and asked what is in force, as often as it takes.
 *
 * <p>Calls may wait; the engine makes them on threads of their own, one at a time for each endpoint, and treats an exception
 * like {@link SubmitResult.Unknown}. Implementations are thread-safe.
 */
public interface TrafficTarget {

  /**
   * Tells what the target can express. A plan that it cannot express is refused at the start, never rounded.
   *
   * @return always the same capabilities
   */
  Capabilities capabilities();

  /**
   * Asks what is in force. Changes nothing.
   *
   * @return what the target knows
   */
  Observation observe();

  /**
   * Tells what is wanted. Returns at once; the split need not be in force yet. Submitting the same split twice has the
   * effect of once. What {@link SplitIntent#hindrance} tells is answered, and nothing is changed then; the target keeps the highest
   * fence where the traffic is split, if it can, and else in memory.
   *
   * @param intent the split that is wanted, in place of which one, and by whose word
   * @return what came of it
   */
  SubmitResult submit(SplitIntent intent);

  /** How a target chooses the version of a call. */
  enum Assignment {
    /**
     * Each call by itself, by chance. Then the {@linkplain dev.belay.ModelEndpoint#routeOf(dev.belay.ModelVersion) reported} calls of
     * each version are held against the split, and a mismatch stops the rollout until a person has looked.
     */
    BY_CALL,
    /** By a key, so that calls stay together; or in a way that is not known. Then the calls are not held against the split. */
    BY_KEY
  }

  /**
   * What a target can express.
   *
   * @param step the smallest step of a share, in basis points, at least 1
   * @param smallestShare the smallest share above 0, in basis points, at least 1
   * @param retreatTime how long a retreat takes to be in force, from its submission
   * @param pollEvery how long the engine leaves the target alone between two looks at a split that is on its way; at least zero. What
   *     is not in force yet is looked at every 200 ms at most
   * @param assignment how the version of a call is chosen
   */
  record Capabilities(
      int step,
      int smallestShare,
      Duration retreatTime,
      Duration pollEvery,
      Assignment assignment) {

    private static final Duration POLL_EVERY = Duration.ofSeconds(1);

    /**
     * Checks the numbers.
     *
     * @param step the smallest step of a share
     * @param smallestShare the smallest share above 0
     * @param retreatTime how long a retreat takes to be in force
     * @param pollEvery how long the target is left alone between two looks
     * @param assignment how the version of a call is chosen
     * @throws IllegalArgumentException if a number is out of range
     */
    public Capabilities {
      if (step < 1 || smallestShare < 1) {
        throw new IllegalArgumentException("step and smallestShare must be at least 1, but were "
            + step + " and " + smallestShare);
      }
      if (retreatTime.isNegative()) {
        throw new IllegalArgumentException(
            "retreatTime must be at least zero, but was " + retreatTime);
      }
      if (pollEvery.isNegative()) {
        throw new IllegalArgumentException("pollEvery must be at least zero, but was " + pollEvery);
      }
    }

    /**
     * Capabilities of a target that keeps calls together, or may.
     *
     * @param step the smallest step of a share
     * @param smallestShare the smallest share above 0
     * @param retreatTime how long a retreat takes to be in force
     * @param pollEvery how long the target is left alone between two looks
     * @throws IllegalArgumentException if a number is out of range
     */
    public Capabilities(int step, int smallestShare, Duration retreatTime, Duration pollEvery) {
      this(step, smallestShare, retreatTime, pollEvery, Assignment.BY_KEY);
    }

    /**
     * Capabilities of a target that keeps calls together, or may, and that may be looked at once a second.
     *
     * @param step the smallest step of a share
     * @param smallestShare the smallest share above 0
     * @param retreatTime how long a retreat takes to be in force
     * @throws IllegalArgumentException if a number is out of range
     */
    public Capabilities(int step, int smallestShare, Duration retreatTime) {
      this(step, smallestShare, retreatTime, POLL_EVERY);
    }

    /**
     * Tells whether a share can be expressed exactly.
     *
     * @param share a share in basis points
     * @return true if it can
     */
    public boolean canExpress(int share) {
      return share == 0 || (share >= smallestShare && share % step == 0);
    }
  }
}

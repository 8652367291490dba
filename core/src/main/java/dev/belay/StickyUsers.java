package dev.belay;

import java.time.Duration;
import java.util.Optional;

/**
 * How users who stay on one version by their keys are told from a bad version: users differ, and while the same ones stay on
 * the candidate, unlucky users look like a bad version. Either {@linkplain #reassignedEvery draw them anew} or
 * {@linkplain #calibratedFor watch them before}. Does nothing for calls that are assigned at random. Immutable.
 */
public final class StickyUsers {

  private static final Duration SHORTEST_DRAW = Duration.ofSeconds(10);
  private static final Duration SEVEN_DAYS = Duration.ofDays(7);

  /** Calls that are still running at the end of a draw are lost to it: at most a tenth of them. */
  private static final int LONGEST_CALLS_PER_DRAW = 10;

  /** Every key keeps its version for the whole rollout, and nobody is watched before. */
  static final StickyUsers NOTHING = new StickyUsers(Optional.empty(), Duration.ZERO);

  private final Optional<Duration> reassignEvery;
  private final Duration calibrateFor;

  private StickyUsers(Optional<Duration> reassignEvery, Duration calibrateFor) {
    this.reassignEvery = reassignEvery;
    this.calibrateFor = calibrateFor;
  }

  /**
   * Draws anew, every so often and at each change of the share, which sticky keys go to the candidate. Differences between
   * users then average out, which they never do while the same users stay on the candidate: far fewer calls are needed to
   * tell a bad version from unlucky users.
   *
   * <p>It costs what keys are for: a key moves between versions at each draw, so a user may see one version now and the
   * other a while later, and a growing share no longer only adds keys. A share is kept until a draw of it is complete, so
   * each step lasts so long at least. Processes with the same salt agree on the first draw alone. A call that completes after
   * its draw has ended is not counted when users are compared; with slow calls choose long draws.
   *
   * @param value at least 10 seconds, at most 7 days; the policy wants at least ten times its
   *     {@linkplain RolloutPolicy.Builder#longestCall longest call}
   * @return the setting
   * @throws IllegalArgumentException if the value is out of range
   */
  public static StickyUsers reassignedEvery(Duration value) {
    if (value.compareTo(SHORTEST_DRAW) < 0 || value.compareTo(SEVEN_DAYS) > 0) {
      throw new IllegalArgumentException("reassignEvery must be at least " + SHORTEST_DRAW
          + " and at most " + SEVEN_DAYS + ", but was " + value);
    }
    return new StickyUsers(Optional.of(value), Duration.ZERO);
  }

  /**
   * Keeps the candidate without any share for so long at the beginning, while the stable version serves everyone. What is
   * learned of sticky users then tells unlucky users from a bad version: without it, users who differ much hide all but
   * large differences between the versions. Needs at least 20 failures in that time, and the same users after it.
   *
   * @param value at least zero, at most 7 days, within the {@linkplain RolloutPolicy.Builder#deadline deadline}
   * @return the setting
   * @throws IllegalArgumentException if the value is out of range
   */
  public static StickyUsers calibratedFor(Duration value) {
    if (value.isNegative() || value.compareTo(SEVEN_DAYS) > 0) {
      throw new IllegalArgumentException(
          "calibrateFor must be at least zero and at most " + SEVEN_DAYS + ", but was " + value);
    }
    return new StickyUsers(Optional.empty(), value);
  }

  /**
   * Returns how often sticky keys are drawn anew.
   *
   * @return a duration, empty for never
   */
  public Optional<Duration> reassignEvery() {
    return reassignEvery;
  }

  /**
   * Returns how long the users of either version are watched before the candidate takes any.
   *
   * @return a duration, zero for no longer than it takes to prepare
   */
  public Duration calibrateFor() {
    return calibrateFor;
  }

  /** Refuses draws that most calls would not fit into. */
  void require(Duration longestCall) {
    Duration least = longestCall.multipliedBy(LONGEST_CALLS_PER_DRAW);
    reassignEvery.ifPresent(value -> {
      if (value.compareTo(least) < 0) {
        throw new IllegalArgumentException(
            "reassignEvery must be at least " + least + ", ten longest calls, but was " + value);
      }
    });
  }
}

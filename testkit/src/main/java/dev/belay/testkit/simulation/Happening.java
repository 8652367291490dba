package dev.belay.testkit.simulation;

import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import java.time.Duration;

/** One thing that happens in a history. */
sealed interface Happening {

  /**
   * Requests, one after the other, each of which fails by chance.
   *
   * @param count how many
   * @param gap the time between two
   * @param stableFails how likely stable fails
   * @param candidateFails how likely the candidate fails
   */
  record Requests(int count, Duration gap, double stableFails, double candidateFails)
      implements Happening {}

  /**
   * A request that takes long.
   *
   * @param lasting how long until it succeeds
   */
  record SlowRequest(Duration lasting) implements Happening {}

  /**
   * Nobody asks for anything.
   *
   * @param duration how long
   */
  record Quiet(Duration duration) implements Happening {}

  /**
   * Somebody starts a rollout, again if need be. Nothing, if one runs.
   */
  record Start() implements Happening {}

  /**
   * Somebody sends a command, perhaps one that was sent before, perhaps after looking too long ago.
   *
   * @param kind what it asks for
   * @param id which one it is
   * @param revisionsAgo how old the revision is that it expects, below 0 for any revision
   */
  record Send(Kind kind, int id, int revisionsAgo) implements Happening {

    /** What a command asks for. */
    enum Kind {
      PAUSE,
      RESUME,
      APPROVE,
      PROMOTE,
      ROLL_BACK
    }
  }

  /**
   * Somebody sets another version live in an emergency: stable, or the candidate, whichever it is not.
   */
  record Emergency() implements Happening {}

  /**
   * The store misbehaves from now on.
   *
   * @param how in which way
   */
  record StoreTrouble(FakeStore.Trouble how) implements Happening {}

  /**
   * The store takes long for each append from now on.
   *
   * @param each how long
   */
  record StoreSlow(Duration each) implements Happening {}

  /**
   * The target misbehaves from now on.
   *
   * @param how in which way
   */
  record TargetTrouble(FakeTarget.Trouble how) implements Happening {}

  /** A signal cannot be read from now on. */
  record SignalTrouble() implements Happening {}

  /** All is well from now on. */
  record Heal() implements Happening {}

  /**
   * The wall clock jumps.
   *
   * @param by how far
   */
  record ClockJump(Duration by) implements Happening {}

  /**
   * The process ends, at some moment, and another one starts.
   *
   * @param when at which moment
   * @param downFor how long until the next one starts
   */
  record Crash(When when, Duration downFor) implements Happening {

    /** At which moment a process ends. */
    enum When {
      /** At once. */
      NOW,
      /** Right before the next append is made. */
      BEFORE_APPEND,
      /** Right after the next append is made, before anybody hears of it. */
      AFTER_APPEND
    }
  }
}

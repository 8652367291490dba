package dev.belay.testkit.simulation;

import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import java.time.Duration;

/**
 * Something that goes wrong in a simulation: at a moment, or from a moment on for a while. Moments are counted from the start of
 * the rollout.
 *
 * @param kind what goes wrong
 * @param at when it begins, at least zero and at most 365 days
 * @param lasting how long it lasts, at least zero and at most 365 days; for a crash, how long until the next process starts
 * @param amount how long the store takes for one answer, or how far the wall clock jumps; otherwise zero
 * @param signal the name of the signal that is down; otherwise empty
 * @param step for a crash, the step of the first process that is not taken any more; otherwise 0
 */
public record Fault(
    Kind kind, Duration at, Duration lasting, Duration amount, String signal, long step) {

  /** What can go wrong. */
  public enum Kind {
    /** {@link FakeStore.Trouble#DOWN}. */
    STORE_DOWN,
    /** {@link FakeStore.Trouble#ANSWER_LOST}. */
    STORE_ANSWERS_LOST,
    /** Each append takes long before anything is written. */
    STORE_SLOW,
    /** {@link FakeTarget.Trouble#THROWS}. */
    TARGET_DOWN,
    /** {@link FakeTarget.Trouble#BUSY}. */
    TARGET_BUSY,
    /** {@link FakeTarget.Trouble#CONFLICT}. */
    TARGET_IN_CONFLICT,
    /** {@link FakeTarget.Trouble#REFUSES}. */
    TARGET_REFUSES,
    /** {@link FakeTarget.Trouble#UNKNOWN_BUT_TAKEN}. */
    TARGET_UNKNOWN_BUT_TAKEN,
    /** {@link FakeTarget.Trouble#UNKNOWN_AND_NOT_TAKEN}. */
    TARGET_UNKNOWN_AND_NOT_TAKEN,
    /** {@link FakeTarget.Trouble#CANNOT_TELL}. */
    TARGET_CANNOT_TELL,
    /** {@link FakeTarget.Trouble#TAKES_BACK}. */
    TARGET_TAKES_BACK,
    /** Somebody else puts the split before back: {@link FakeTarget#revert}. */
    TARGET_REVERTED,
    /** A signal throws, and what it should have seen is lost to it. */
    SIGNAL_DOWN,
    /** The wall clock jumps. */
    CLOCK_JUMP,
    /** The process ends, with all that it had in memory, and another one starts later. */
    CRASH;

    /** Whether it needs a target outside the process. */
    boolean ofTarget() {
      return name().startsWith("TARGET_");
    }
  }

  /**
   * Checks the times.
   *
   * @param kind what goes wrong
   * @param at when it begins
   * @param lasting how long it lasts
   * @param amount how long an answer takes, or how far the clock jumps
   * @param signal the name of the signal
   * @param step the step that is not taken any more
   * @throws IllegalArgumentException if a time is out of range
   */
  public Fault {
    Require.atLeastZero("at", at);
    Require.atLeastZero("lasting", lasting);
    if (kind == Kind.STORE_SLOW) {
      Require.aboveZero("amount", amount);
    }
    if (step < 0) {
      throw new IllegalArgumentException("step must be at least 0, but was " + step);
    }
  }

  private static Fault of(Kind kind, Duration at, Duration lasting) {
    return new Fault(kind, at, lasting, Duration.ZERO, "", 0);
  }

  /**
   * The store takes nothing.
   *
   * @param at when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault storeDown(Duration at, Duration lasting) {
    return of(Kind.STORE_DOWN, at, lasting);
  }

  /**
   * The store takes everything, and its answers do not come.
   *
   * @param at when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault storeAnswersLost(Duration at, Duration lasting) {
    return of(Kind.STORE_ANSWERS_LOST, at, lasting);
  }

  /**
   * The store takes long.
   *
   * @param at when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @param each how long one append takes, above zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault storeSlow(Duration at, Duration lasting, Duration each) {
    return new Fault(Kind.STORE_SLOW, at, lasting, each, "", 0);
  }

  /**
   * The target misbehaves. The simulation must have one: {@link Simulation#onPlatform}.
   *
   * @param how in which way
   * @param at when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault target(FakeTarget.Trouble how, Duration at, Duration lasting) {
    return switch (how) {
      case THROWS -> of(Kind.TARGET_DOWN, at, lasting);
      case BUSY -> of(Kind.TARGET_BUSY, at, lasting);
      case CONFLICT -> of(Kind.TARGET_IN_CONFLICT, at, lasting);
      case REFUSES -> of(Kind.TARGET_REFUSES, at, lasting);
      case UNKNOWN_BUT_TAKEN -> of(Kind.TARGET_UNKNOWN_BUT_TAKEN, at, lasting);
      case UNKNOWN_AND_NOT_TAKEN -> of(Kind.TARGET_UNKNOWN_AND_NOT_TAKEN, at, lasting);
      case CANNOT_TELL -> of(Kind.TARGET_CANNOT_TELL, at, lasting);
      case TAKES_BACK -> of(Kind.TARGET_TAKES_BACK, at, lasting);
    };
  }

  /**
   * Somebody else puts the split of before back. The simulation must have a target: {@link Simulation#onPlatform}.
   *
   * @param at when, at least zero
   * @return the fault
   * @throws IllegalArgumentException if the time is out of range
   */
  public static Fault targetReverted(Duration at) {
    return of(Kind.TARGET_REVERTED, at, Duration.ZERO);
  }

  /**
   * A signal cannot be read.
   *
   * @param name the signal's name; the plan's policy must have it
   * @param at when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault signalDown(String name, Duration at, Duration lasting) {
    return new Fault(Kind.SIGNAL_DOWN, at, lasting, Duration.ZERO, name, 0);
  }

  /**
   * The wall clock jumps.
   *
   * @param at when, at least zero
   * @param by how far, either way
   * @return the fault
   * @throws IllegalArgumentException if the time is out of range
   */
  public static Fault clockJump(Duration at, Duration by) {
    return new Fault(Kind.CLOCK_JUMP, at, Duration.ZERO, by, "", 0);
  }

  /**
   * The process ends, without a chance to do anything about it. Calls in flight are lost.
   *
   * @param at when, at least zero
   * @param restartAfter how long until the next process starts on the same journal, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a time is out of range
   */
  public static Fault crash(Duration at, Duration restartAfter) {
    return of(Kind.CRASH, at, restartAfter);
  }

  /**
   * The process ends right before it takes a certain step. A step is one turn of its control loop, or one task of its input and
   * output, such as an append; see {@link SimulationResult#steps}. An append that is a step of its own is then not made; for
   * one that is made and not heard of, crash at the step after it.
   *
   * @param number which step of the first process, at least 1
   * @param restartAfter how long until the next process starts on the same journal, at least zero
   * @return the fault
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Fault crashAtStep(long number, Duration restartAfter) {
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1, but was " + number);
    }
    return new Fault(Kind.CRASH, Duration.ZERO, restartAfter, Duration.ZERO, "", number);
  }

  /** Returns for example {@code STORE_DOWN at PT1M for PT30S}. */
  @Override
  public String toString() {
    return kind
        + (signal.isEmpty() ? "" : " '" + signal + "'")
        + (step > 0 ? " before step " + step : " at " + at)
        + (amount.isZero() ? "" : " by " + amount)
        + (lasting.isZero() ? "" : " for " + lasting);
  }
}

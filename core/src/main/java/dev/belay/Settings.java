package dev.belay;

import dev.belay.health.HealthSignal;
import dev.belay.text.Printable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Refuses settings that are out of range, or do not go together. */
final class Settings {

  /** The longest that a call, or a wait of the control plane, may be set to. */
  static final Duration HOUR = Duration.ofHours(1);

  /** The longest that a rollout may be set to last. */
  static final Duration YEAR = Duration.ofDays(365);

  /** How many characters the name of a signal or a strategy may have. */
  static final int LONGEST_NAME = 100;

  private Settings() {}

  static double errorProbability(String name, double value) {
    if (!(value > 0 && value < .5)) {
      throw new IllegalArgumentException(name + " must be in (0, 0.5), but was " + value);
    }
    return value;
  }

  static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
    return value;
  }

  static Duration aboveZero(String name, Duration value, Duration longest) {
    if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be above zero and at most " + longest + ", but was " + value);
    }
    return value;
  }

  static Duration atLeastZero(String name, Duration value, Duration longest) {
    if (value.isNegative() || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          name + " must be at least zero and at most " + longest + ", but was " + value);
    }
    return value;
  }

  /** A call that is given up has to be answered by somebody. */
  static void requireShield(Optional<Duration> callDeadline, boolean shield) {
    if (callDeadline.isPresent() && !shield) {
      throw new IllegalArgumentException(
          "callDeadline cannot be combined with shield(false): nobody would answer the call");
    }
  }

  /** Names must differ, and the signals that decide must be able to carry a promotion. */
  static void requireSignals(List<HealthSignal> deciding, List<HealthSignal> observed) {
    Set<String> names = new HashSet<>(Set.of(HealthSignal.sampleRatio().name()));
    deciding.forEach(signal -> requireNewName(names, signal));
    observed.forEach(signal -> requireNewName(names, signal));
    if (deciding.stream().noneMatch(HealthSignal::sequential)) {
      throw new IllegalArgumentException(
          "signals must have at least one that gathers evidence about calls, but were "
              + deciding.stream().map(HealthSignal::name).toList());
    }
  }

  private static void requireNewName(Set<String> names, HealthSignal signal) {
    String name = Printable.require("signal name", signal.name(), LONGEST_NAME);
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "signals must have different names, but two are called '" + name + "'");
    }
  }
}

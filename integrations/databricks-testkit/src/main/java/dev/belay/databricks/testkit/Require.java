package dev.belay.databricks.testkit;

import java.time.Duration;
import java.util.regex.Pattern;

/** What arguments must be, told in the same words everywhere. */
final class Require {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");
  private static final int WHOLE = 100;

  private Require() {}

  static int positive(String argument, int value) {
    return inRange(argument, value, 1, Integer.MAX_VALUE);
  }

  static int percent(String argument, int value) {
    return inRange(argument, value, 0, WHOLE);
  }

  static int status(String argument, int value) {
    return inRange(argument, value, 200, 599);
  }

  private static int inRange(String argument, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          argument + " must be in [" + least + ", " + most + "], but was " + value);
    }
    return value;
  }

  static void whole(String argument, int sum) {
    if (sum != WHOLE) {
      throw new IllegalArgumentException(
          argument + " must sum to " + WHOLE + ", but summed to " + sum);
    }
  }

  static Duration notNegative(String argument, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(argument + " must not be negative, but was " + value);
    }
    return value;
  }

  static String name(String argument, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(argument
          + " must be 1 to 63 characters out of A-Z a-z 0-9 _ . -, but was '" + value + "'");
    }
    return value;
  }

  static String filled(String argument, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(argument + " must not be empty, but was ''");
    }
    return value;
  }
}

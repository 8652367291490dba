package dev.belay.examples;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the demo rolls its versions out. */
enum Strategy {
  /** A share that grows as fast as the evidence allows. */
  CANARY("canary"),
  /** Nothing, while calls in the shadow prove the candidate; then everything at one instant. */
  BLUE_GREEN("blue-green"),
  /** One slice, then everything but a hold-back. */
  COMBINED("combined");

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /**
   * Finds the strategy that the value of an option names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static Strategy parse(String option, String value) {
    return Arrays.stream(values())
        .filter(strategy -> strategy.word.equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            option + " must be one of " + words() + ", but was '" + value + "'"));
  }

  /** Lists the words for all of them. */
  static String words() {
    return Arrays.stream(values()).map(Strategy::toString).collect(Collectors.joining(", "));
  }

  /** Tells whether the candidate stands complete beside the stable version, which is released at the end. */
  boolean keepsTwo() {
    return this != CANARY;
  }

  @Override
  public String toString() {
    return word;
  }
}

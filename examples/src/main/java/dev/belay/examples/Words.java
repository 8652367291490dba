package dev.belay.examples;

import java.util.EnumSet;
import java.util.stream.Collectors;

/** The words of an option: each constant of an enum is one, as its {@code toString} has it. */
final class Words {

  private Words() {}

  /**
   * Finds the constant that the value of an option names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static <E extends Enum<E>> E parse(Class<E> words, String option, String value) {
    return EnumSet.allOf(words).stream()
        .filter(word -> word.toString().equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            option + " must be one of " + all(words) + ", but was '" + value + "'"));
  }

  /** Lists them. */
  static <E extends Enum<E>> String all(Class<E> words) {
    return EnumSet.allOf(words).stream().map(Enum::toString).collect(Collectors.joining(", "));
  }
}

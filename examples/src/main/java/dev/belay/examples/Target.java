package dev.belay.examples;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What splits the traffic in the demo. */
enum Target {
  /** The service itself: Belay's own router chooses for each request. */
  ROUTER("router"),
  /** A real HAProxy between the service and the models; Belay only tells it the shares. */
  HAPROXY("haproxy");

  private final String word;

  Target(String word) {
    this.word = word;
  }

  /**
   * Finds the target that the value of an option names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static Target parse(String option, String value) {
    return Arrays.stream(values())
        .filter(target -> target.word.equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            option + " must be one of " + words() + ", but was '" + value + "'"));
  }

  /** Lists the words for all of them. */
  static String words() {
    return Arrays.stream(values()).map(Target::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return word;
  }
}

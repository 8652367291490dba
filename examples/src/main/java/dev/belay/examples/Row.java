package dev.belay.examples;

import java.util.Arrays;
import java.util.List;

/**
 * One row of data: what a user sends, and the answer that would be right.
 *
 * @param values the value of each column as text, {@value #MISSING} where it is not known
 * @param label the right answer
 */
record Row(List<String> values, String label) {

  /** What stands for a value that is not known. */
  static final String MISSING = "?";

  Row {
    values = List.copyOf(values);
  }

  /** Tells whether all values are known. */
  boolean complete() {
    return !values.contains(MISSING);
  }

  /** Writes the values as one line, without the label: the body of a request. */
  String toLine() {
    return String.join(",", values);
  }

  /**
   * Splits a line at its commas and strips the spaces around the values. The rows here hold no quotes and no commas inside a
   * value, so that this is the whole format and a CSV library would be one dependency more for nothing.
   */
  static List<String> split(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }
}

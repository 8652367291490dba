package dev.belay.examples;

import dev.belay.examples.DataSet.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of "Adult" (census income) from the UCI Machine Learning Repository: who earns more than 50,000 dollars a year.
 *
 * <p>The files have spaces after their commas and {@code ?} for a value that is not known, and the labels of the test rows
 * end with a dot.
 */
final class AdultRows {

  static final String TRAINING = "adult-train.csv";
  static final String SERVING = "adult-test.csv";

  private static final List<Column> COLUMNS = List.of(
      Column.number("age"),
      Column.category("workclass"),
      Column.category("education"),
      Column.number("education-num"),
      Column.category("marital-status"),
      Column.category("occupation"),
      Column.category("relationship"),
      Column.category("race"),
      Column.category("sex"),
      Column.number("capital-gain"),
      Column.number("capital-loss"),
      Column.number("hours-per-week"),
      Column.category("native-country"));

  /** The sampling weight {@code fnlwgt} says how many people a row stands for, and nothing about this one. */
  private static final int WEIGHT = 2;

  private static final int FIELDS = 15;

  private AdultRows() {}

  /**
   * Reads both files.
   *
   * @param directory the folder that holds them
   * @throws IOException if one cannot be read
   * @throws IllegalArgumentException if a line does not have the format
   */
  static DataSet read(Path directory) throws IOException {
    return new DataSet(
        "income",
        "UCI Adult",
        COLUMNS,
        rows(directory.resolve(TRAINING)),
        rows(directory.resolve(SERVING)));
  }

  private static List<Row> rows(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      // The original test file begins with a remark.
      if (!line.isBlank() && !line.startsWith("|")) {
        rows.add(parse(line, file.getFileName() + " line " + number));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + " must have at least 1 row, but had none");
    }
    return rows;
  }

  /** Parses one line; {@code where} names it in the message if it cannot be parsed. */
  static Row parse(String line, String where) {
    List<String> fields = Row.split(line);
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(
          where + " must have " + FIELDS + " fields, but had " + fields.size());
    }
    List<String> values = new ArrayList<>(fields.subList(0, FIELDS - 1));
    values.remove(WEIGHT);
    for (int i = 0; i < values.size(); i++) {
      if (COLUMNS.get(i).numeric()) {
        requireNumber(where, COLUMNS.get(i).name(), values.get(i));
      }
    }
    String label = fields.get(FIELDS - 1);
    return new Row(values, label.endsWith(".") ? label.substring(0, label.length() - 1) : label);
  }

  private static void requireNumber(String where, String name, String value) {
    try {
      Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          where + ": " + name + " must be a number, but was '" + value + "'", e);
    }
  }
}

package dev.belay.examples;

import dev.belay.examples.DataSet.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/** The preprocessing of a model: turns the values of a row into what the model takes. Implementations are immutable. */
interface Encoding {

  /**
   * Encodes the values of a row.
   *
   * @throws IllegalArgumentException if the preprocessing cannot take a value
   */
  Example<Label> encode(List<String> values, Label label);

  /** Numbers are scaled; each category becomes a feature of its own, and one that is not known becomes none. */
  static Encoding oneHot(List<Column> columns, List<Row> training) {
    List<Scale> scales = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      scales.add(columns.get(i).numeric() ? Scale.of(training, i) : Scale.NONE);
    }
    return (values, label) -> {
      requireSize(columns, values);
      ArrayExample<Label> example = new ArrayExample<>(label);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        String value = values.get(i);
        if (column.numeric()) {
          example.add(column.name(), scales.get(i).apply(Double.parseDouble(value)));
        } else if (!value.equals(Row.MISSING)) {
          example.add(column.name() + "=" + value, 1);
        }
      }
      return example;
    };
  }

  /**
   * Each category becomes its number in a vocabulary. The vocabulary is taken from complete rows, so that a value which is
   * not known has no number: this is the fault of version 3, and nothing in its own tests shows it.
   */
  static Encoding vocabulary(List<Column> columns, List<Row> completeRows) {
    List<Map<String, Integer>> vocabularies = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Map<String, Integer> vocabulary = new HashMap<>();
      if (!columns.get(i).numeric()) {
        for (Row row : completeRows) {
          vocabulary.putIfAbsent(row.values().get(i), vocabulary.size());
        }
      }
      vocabularies.add(vocabulary);
    }
    return (values, label) -> {
      requireSize(columns, values);
      ArrayExample<Label> example = new ArrayExample<>(label);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        example.add(
            column.name(),
            column.numeric()
                ? Double.parseDouble(values.get(i))
                : numberOf(column, vocabularies.get(i), values.get(i)));
      }
      return example;
    };
  }

  private static int numberOf(Column column, Map<String, Integer> vocabulary, String value) {
    Integer number = vocabulary.get(value);
    if (number == null) {
      throw new IllegalArgumentException(column.name() + " must be one of the " + vocabulary.size()
          + " words of the vocabulary, but was '" + value + "'");
    }
    return number;
  }

  private static void requireSize(List<Column> columns, List<String> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a row must have " + columns.size() + " values, but had " + values.size());
    }
  }

  /**
   * Moves a number to mean 0 and standard deviation 1.
   *
   * @param mean the mean of the training rows
   * @param deviation their standard deviation, above 0
   */
  record Scale(double mean, double deviation) {

    static final Scale NONE = new Scale(0, 1);

    static Scale of(List<Row> rows, int column) {
      double sum = 0;
      double squares = 0;
      for (Row row : rows) {
        double value = Double.parseDouble(row.values().get(column));
        sum += value;
        squares += value * value;
      }
      double mean = sum / rows.size();
      double deviation = Math.sqrt(squares / rows.size() - mean * mean);
      return new Scale(mean, deviation > 0 ? deviation : 1);
    }

    double apply(double value) {
      return (value - mean) / deviation;
    }
  }
}

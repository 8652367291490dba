package dev.belay.examples;

import java.util.List;

/**
 * Rows to learn from, and rows to serve, which no model has seen.
 *
 * @param model what the models predict; the name of the endpoint
 * @param origin where the rows come from, for people
 * @param columns the columns of the rows, without the label
 * @param training the rows to learn from
 * @param serving the rows that users send
 */
record DataSet(
    String model, String origin, List<Column> columns, List<Row> training, List<Row> serving) {

  DataSet {
    columns = List.copyOf(columns);
    training = List.copyOf(training);
    serving = List.copyOf(serving);
  }

  /**
   * One column.
   *
   * @param name its name
   * @param numeric true for numbers, false for categories
   */
  record Column(String name, boolean numeric) {

    static Column number(String name) {
      return new Column(name, true);
    }

    static Column category(String name) {
      return new Column(name, false);
    }
  }
}

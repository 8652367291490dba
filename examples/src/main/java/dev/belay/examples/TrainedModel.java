package dev.belay.examples;

import java.util.List;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/**
 * A model with its preprocessing. Thread-safe.
 *
 * @param version the version of the model
 * @param kind what it is, for people
 * @param model the model
 * @param encoding its preprocessing
 */
record TrainedModel(String version, String kind, Model<Label> model, Encoding encoding) {

  /**
   * Predicts the label of a row.
   *
   * @throws IllegalArgumentException if the preprocessing cannot take a value
   */
  String predict(List<String> values) {
    return model
        .predict(encoding.encode(values, LabelFactory.UNKNOWN_LABEL))
        .getOutput()
        .getLabel();
  }

  /** Returns the part of the rows that it predicts right. */
  double accuracy(List<Row> rows) {
    long right =
        rows.stream().filter(row -> predict(row.values()).equals(row.label())).count();
    return (double) right / rows.size();
  }
}

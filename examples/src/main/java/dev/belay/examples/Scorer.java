package dev.belay.examples;

/** How the service comes by a prediction. */
interface Scorer {

  /**
   * Predicts.
   *
   * @param line a row
   * @return the label
   * @throws Exception if no version could answer
   */
  String predict(String line) throws Exception;
}

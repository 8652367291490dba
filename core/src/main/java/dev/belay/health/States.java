package dev.belay.health;

import java.util.ArrayList;
import java.util.List;

/** Puts the arrays of several tests into one monitor state, and takes them apart again. */
final class States {

  private States() {}

  static MonitorState join(String format, double[]... parts) {
    List<Double> values = new ArrayList<>();
    for (double[] part : parts) {
      for (double value : part) {
        values.add(value);
      }
    }
    return new MonitorState(format, values);
  }

  /** Splits a state into parts as long as those of the given, freshly saved ones. */
  static double[][] split(MonitorState state, String format, double[]... like) {
    int count = 0;
    for (double[] part : like) {
      count += part.length;
    }
    double[] values = state.require(format, count);
    double[][] parts = new double[like.length][];
    int at = 0;
    for (int i = 0; i < like.length; i++) {
      parts[i] = java.util.Arrays.copyOfRange(values, at, at + like[i].length);
      at += like[i].length;
    }
    return parts;
  }
}

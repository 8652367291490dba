package dev.belay.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The parts that a monitor accumulates, saved and restored together as one state. */
final class States {

  private final String format;
  private final List<Part> parts = new ArrayList<>();

  private record Part(Supplier<double[]> save, Consumer<double[]> restore) {}

  /** Starts without parts; the format changes whenever the parts do. */
  States(String format) {
    this.format = format;
  }

  States add(Supplier<double[]> save, Consumer<double[]> restore) {
    parts.add(new Part(save, restore));
    return this;
  }

  MonitorState save() {
    List<Double> values = new ArrayList<>();
    for (Part part : parts) {
      for (double value : part.save().get()) {
        values.add(value);
      }
    }
    return new MonitorState(format, values);
  }

  void restore(MonitorState state) {
    int count = parts.stream().mapToInt(part -> part.save().get().length).sum();
    double[] values = state.require(format, count);
    int at = 0;
    for (Part part : parts) {
      int length = part.save().get().length;
      part.restore().accept(Arrays.copyOfRange(values, at, at + length));
      at += length;
    }
  }
}

package dev.belay.health;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Collections;
import java.util.List;

/**
 * What a monitor has accumulated, in a form that any store can keep.
 *
 * @param format names the meaning of the values and changes with it, for example {@code failure-rate/1}
 * @param values the numbers
 */
public record MonitorState(String format, List<Double> values) {

  /** The state of a monitor that accumulates nothing. */
  public static final MonitorState NONE = new MonitorState("none", List.of());

  /**
   * Copies the values.
   *
   * @param format names the meaning of the values
   * @param values the numbers
   */
  public MonitorState {
    // Thousands of them, of every rollout: as an array, not as objects.
    values = Collections.unmodifiableList(ImmutableDoubleArray.copyOf(values).asList());
  }

  /**
   * Returns the values if they are of the expected format.
   *
   * @param expected the format that the reader understands
   * @param count how many values it expects
   * @return the values
   * @throws IllegalArgumentException if format or number differ
   */
  public double[] require(String expected, int count) {
    if (!format.equals(expected) || values.size() != count) {
      throw new IllegalArgumentException("state must be of format " + expected + " with " + count
          + " values, but was of format " + format + " with " + values.size());
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

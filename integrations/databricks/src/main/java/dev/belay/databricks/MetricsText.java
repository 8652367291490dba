package dev.belay.databricks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text format of Prometheus, as far as gauges go: the name, the values of the labels, and the number after them. What
 * follows the number is a time, and left out, like every line that is in another form.
 */
final class MetricsText {

  private static final Pattern LINE = Pattern.compile(
      "\\s*([A-Za-z_:][A-Za-z0-9_:]*)\\s*(?:\\{(.*)})?\\s+([^\\s{}]+)(?:\\s+[^\\s{}]+)?\\s*");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private MetricsText() {}

  /**
   * One number.
   *
   * @param name the metric
   * @param labels the values of its labels, without their names, which the platform does not document
   * @param value the number
   */
  record Sample(String name, List<String> labels, double value) {}

  static List<Sample> parse(String text) {
    List<Sample> samples = new ArrayList<>();
    text.lines().forEach(line -> {
      Matcher parts = LINE.matcher(line);
      if (parts.matches() && isNumber(group(parts, 3))) {
        samples.add(new Sample(group(parts, 1), labels(parts.group(2)), number(group(parts, 3))));
      }
    });
    return samples;
  }

  private static String group(Matcher matcher, int index) {
    return Objects.requireNonNull(matcher.group(index), "the group is in every match");
  }

  private static List<String> labels(@Nullable String block) {
    List<String> values = new ArrayList<>();
    Matcher label = LABEL.matcher(block == null ? "" : block);
    while (label.find()) {
      values.add(group(label, 1));
    }
    return List.copyOf(values);
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(Inf|NaN|[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?)");
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }
}

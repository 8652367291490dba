package dev.belay.examples;

/** Draws how far something is on its way, in characters that every terminal has. */
final class Bar {

  private Bar() {}

  /**
   * Draws a bar.
   *
   * @param value how far it is; below zero or not a number for not at all
   * @param threshold where the bar ends, above 0
   * @param width characters between the brackets
   */
  static String of(double value, double threshold, int width) {
    double part = value / threshold;
    // Rounded down, so that a full bar always means that the threshold was reached.
    int full = part > 0 ? (int) Math.min(width, Math.floor(part * width)) : 0;
    return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
  }
}

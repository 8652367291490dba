package dev.belay.testkit.rehearsal;

import java.util.List;

/**
 * Draws one plot: a frame with two axes, and what is put into it afterwards. Colours and line widths are those of the page's
 * style; lines keep a colour of their own where the style is not applied. Not thread-safe.
 */
final class Plot {

  private static final int WIDTH = 360;
  private static final int HEIGHT = 232;
  private static final int ABOVE = 12;
  private static final int LEFT = 36;
  private static final int RIGHT = 344;
  private static final int TOP = 24;
  private static final int BOTTOM = 192;

  private final Axis across;
  private final Axis up;
  private final Markup out = new Markup();
  private final Markup top = new Markup();

  /**
   * A point of a plot, in the numbers of its axes.
   *
   * @param x across
   * @param y up
   */
  record Point(double x, double y) {}

  /**
   * Begins with an empty frame.
   *
   * @param told what is seen, for those who do not see it
   * @param across the axis from left to right
   * @param acrossName what it shows
   * @param up the axis from bottom to top
   * @param upName what it shows
   */
  Plot(String told, Axis across, String acrossName, Axis up, String upName) {
    this.across = across;
    this.up = up;
    out.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", told);
    out.element("title", told).newline();
    grid();
    text(out, upName, "name", 4, ABOVE, "start");
    String name = across.unit().isEmpty() ? acrossName : acrossName + ", " + across.unit();
    text(out, name, "name", (LEFT + RIGHT) / 2., HEIGHT - 6, "middle");
    out.newline();
  }

  private void grid() {
    out.open("g", "class", "grid", "stroke", "currentColor", "stroke-width", "0.3");
    across.ticks().forEach(tick -> rule(x(tick.value()), TOP, x(tick.value()), BOTTOM));
    up.ticks().forEach(tick -> rule(LEFT, y(tick.value()), RIGHT, y(tick.value())));
    out.close("g").newline();
    across
        .ticks()
        .forEach(tick -> text(out, tick.label(), "tick", x(tick.value()), BOTTOM + 15, "middle"));
    up.ticks()
        .forEach(tick -> text(out, tick.label(), "tick", LEFT - 6, y(tick.value()) + 3.5, "end"));
    out.newline();
  }

  /** Draws straight lines from point to point. */
  Plot line(List<Point> points, String style) {
    List<Point> pixels =
        points.stream().map(point -> new Point(x(point.x()), y(point.y()))).toList();
    StringBuilder path = new StringBuilder();
    for (Point point : Thinning.of(pixels)) {
      path.append(path.isEmpty() ? 'M' : 'L').append(pair(point.x(), point.y()));
    }
    return path(path, style);
  }

  /** Draws a line that stays at each point's height until the next one. */
  Plot steps(List<Point> points, String style) {
    StringBuilder path = new StringBuilder();
    String height = "";
    for (Point point : points) {
      String next = Markup.pixel(y(point.y()));
      if (path.isEmpty()) {
        path.append('M').append(pair(x(point.x()), y(point.y())));
      } else if (!next.equals(height)) {
        path.append('H').append(Markup.pixel(x(point.x()))).append('V').append(next);
      }
      height = next;
    }
    if (!points.isEmpty()) {
      path.append('H').append(Markup.pixel(x(points.get(points.size() - 1).x())));
    }
    return path(path, style);
  }

  private Plot path(StringBuilder path, String style) {
    out.empty(
            "path", "class", style, "d", path.toString(), "fill", "none", "stroke", "currentColor")
        .newline();
    return this;
  }

  /** Marks where the line of a run ends. */
  Plot end(List<Point> points, Ending ending) {
    if (!points.isEmpty()) {
      Point last = points.get(points.size() - 1);
      String mark = "M" + pair(x(last.x()), y(last.y())) + ending.mark();
      top.empty("path", "class", "mark " + ending.style(), "d", mark, "stroke", "currentColor");
      top.newline();
    }
    return this;
  }

  /** Draws a level across the whole plot. Its name is above the plot, where no line can hide it. */
  Plot level(double height, String name) {
    String path = "M" + LEFT + " " + Markup.pixel(y(height)) + "H" + RIGHT;
    top.empty("path", "class", "level", "d", path, "stroke", "currentColor");
    text(top, name, "level-name", RIGHT, ABOVE, "end");
    top.newline();
    return this;
  }

  String svg() {
    return out.raw(top.toString()).close("svg").newline().toString();
  }

  private void rule(double x1, double y1, double x2, double y2) {
    out.empty("path", "d", "M" + pair(x1, y1) + "L" + pair(x2, y2));
  }

  private static void text(
      Markup out, String text, String style, double x, double y, String anchor) {
    out.element(
        "text",
        text,
        "class",
        style,
        "x",
        Markup.pixel(x),
        "y",
        Markup.pixel(y),
        "text-anchor",
        anchor);
  }

  private double x(double value) {
    return LEFT + (RIGHT - LEFT) * across.at(value);
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * up.at(value);
  }

  private static String pair(double x, double y) {
    return Markup.pixel(x) + " " + Markup.pixel(y);
  }
}

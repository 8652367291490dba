package dev.belay.testkit.rehearsal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where numbers lie along one side of a plot, and which of them are written there: 1, 2 or 5 times a power of ten and its
 * multiples, or times that have a name. Immutable.
 *
 * @param low the number at the beginning
 * @param high the number at the end, above low
 * @param logarithmic whether equal distances are equal factors; then both ends are above 0
 * @param unit what the written numbers count, empty if they say it themselves
 * @param ticks the numbers that are written, the lowest first
 */
record Axis(double low, double high, boolean logarithmic, String unit, List<Tick> ticks) {

  /** From this factor on between the smallest and the largest number, an axis is logarithmic. */
  private static final double TWO_ORDERS = 100;

  private static final double SHORTEST_TIME = .01;
  private static final int MOST_STEPS = 6;

  /** How many characters a logarithmic axis has room for. */
  private static final int CHARACTERS = 48;

  private static final double LEAST_SPREAD = .2;
  private static final double ROUNDING = 1e-9;
  private static final int[] MANTISSAS = {1, 2, 5};

  /**
   * A number that is written at an axis.
   *
   * @param value where
   * @param label what is written
   */
  record Tick(double value, String label) {}

  /** Equal distances, rounded outwards to whole steps. */
  static Axis linear(double low, double high) {
    return linear(low, high, 0, 1, "");
  }

  /** Whether numbers are too far apart for equal distances. */
  static boolean spansOrders(double smallestAboveZero, double largest) {
    return largest > TWO_ORDERS * smallestAboveZero;
  }

  /** For whole numbers, at least one and none below 0. On a logarithmic axis, zeros lie before the beginning. */
  static Axis counts(double... numbers) {
    double smallest = DoubleStream.of(numbers).min().orElseThrow();
    double largest = DoubleStream.of(numbers).max().orElseThrow();
    double aboveZero =
        DoubleStream.of(numbers).filter(number -> number > 0).min().orElse(1);
    return spansOrders(aboveZero, largest)
        ? logarithmic(aboveZero, largest)
        : linear(from(smallest, largest), to(smallest, largest), 1, 1, "");
  }

  /** For times in seconds, at least one and none below 0. On a logarithmic axis, very short ones lie before the beginning. */
  static Axis times(double... seconds) {
    double shortest = DoubleStream.of(seconds).min().orElseThrow();
    double longest = DoubleStream.of(seconds).max().orElseThrow();
    double begin = Math.max(SHORTEST_TIME, shortest);
    return spansOrders(begin, longest)
        ? named(begin, longest)
        : time(from(shortest, longest), to(shortest, longest));
  }

  /** For times in seconds, at equal distances. */
  static Axis time(double low, double high) {
    TimeScale unit = TimeScale.fitting(high);
    return linear(low, high, SHORTEST_TIME, unit.seconds(), unit.symbol());
  }

  /** What is not far from zero begins there. */
  private static double from(double smallest, double largest) {
    return smallest <= largest / 2 ? 0 : smallest - room(smallest, largest);
  }

  private static double to(double smallest, double largest) {
    return largest <= 0 ? 1 : largest + room(smallest, largest);
  }

  /** Numbers that are nearly equal shall look like that. */
  private static double room(double smallest, double largest) {
    return Math.max(0, LEAST_SPREAD * largest - (largest - smallest)) / 2;
  }

  private static Axis linear(
      double low, double high, double leastStep, double unit, String symbol) {
    int number = atLeast(Math.max((high - low) / unit / MOST_STEPS, leastStep));
    Axis axis = stepped(low, high, mark(number), unit, symbol);
    while (axis.isCrowded() && axis.ticks.size() > 2) {
      number++;
      axis = stepped(low, high, mark(number), unit, symbol);
    }
    return axis;
  }

  private static Axis stepped(
      double low, double high, BigDecimal step, double unit, String symbol) {
    double size = step.doubleValue() * unit;
    long first = (long) Math.floor(low / size + ROUNDING);
    long last = Math.max(first + 1, (long) Math.ceil(high / size - ROUNDING));
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(i * size, Numbers.label(step.multiply(BigDecimal.valueOf(i)))));
    }
    // 3 times .05 is more than .15.
    return new Axis(
        Math.min(first * size, low),
        Math.max(last * size, high),
        false,
        symbol,
        List.copyOf(ticks));
  }

  /** Equal factors, rounded outwards to 1, 2 or 5 times a power of ten. */
  private static Axis logarithmic(double low, double high) {
    int last = atLeast(high);
    int first = atLeast(low);
    if (mark(first).doubleValue() > low * (1 + ROUNDING)) {
      first--;
    }
    Axis axis = marked(first, last, 1);
    for (int every = MANTISSAS.length; axis.isCrowded(); every += MANTISSAS.length) {
      axis = marked(first, last, every);
    }
    return axis;
  }

  /** With every so many marks; if that is a multiple of 3, they are powers of ten. */
  private static Axis marked(int first, int last, int every) {
    List<Tick> ticks = IntStream.rangeClosed(first, last)
        .filter(number -> Math.floorMod(number, every) == 0)
        .mapToObj(Axis::mark)
        .map(mark -> new Tick(mark.doubleValue(), Numbers.label(mark)))
        .toList();
    return new Axis(mark(first).doubleValue(), mark(last).doubleValue(), true, "", ticks);
  }

  /** With the times that have a name, as far as there is room for them. */
  private static Axis named(double low, double high) {
    Axis axis = new Axis(low, high, true, "", TimeScale.named(low, high));
    List<Tick> ticks = new ArrayList<>();
    for (Tick tick : axis.ticks) {
      if (ticks.isEmpty() || !axis.touch(ticks.get(ticks.size() - 1), tick)) {
        ticks.add(tick);
      }
    }
    return new Axis(low, high, true, "", List.copyOf(ticks));
  }

  private boolean isCrowded() {
    return IntStream.range(1, ticks.size()).anyMatch(i -> touch(ticks.get(i - 1), ticks.get(i)));
  }

  private boolean touch(Tick left, Tick right) {
    double half = (left.label.length() + right.label.length()) / 2.;
    return CHARACTERS * (at(right.value) - at(left.value)) < half + 1;
  }

  /** Numbers that people would choose, in order: ..., .5, 1 (the 0th), 2, 5, 10, ... */
  private static BigDecimal mark(int number) {
    return BigDecimal.valueOf(MANTISSAS[Math.floorMod(number, MANTISSAS.length)])
        .scaleByPowerOfTen(Math.floorDiv(number, MANTISSAS.length));
  }

  /** The first mark that is not below. */
  private static int atLeast(double value) {
    int number = MANTISSAS.length * (int) Math.floor(Math.log10(value));
    while (mark(number).doubleValue() < value * (1 - ROUNDING)) {
      number++;
    }
    return number;
  }

  /**
   * Tells where a number lies.
   *
   * @param value the number, infinite or not; what lies beyond an end is at that end
   * @return the part of the way from the beginning to the end, in [0, 1]
   */
  double at(double value) {
    double inside = Math.max(low, Math.min(high, value));
    return logarithmic
        ? Math.log(inside / low) / Math.log(high / low)
        : (inside - low) / (high - low);
  }
}

package dev.belay.testkit.jqwik;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A whole in parts: counts over a few places, which sum to exactly the whole. */
final class Parts {

  private static final int MOST_PLACES = 6;

  private Parts() {}

  /** A place, and how much of the whole is there, in comparison with the others. */
  record Place(int place, int weight) {}

  /** A few of the places from 0 to a number, possibly the same ones more than once; at least one. */
  static Arbitrary<List<Place>> of(int places) {
    return at(Arbitraries.integers().between(0, places - 1));
  }

  static Arbitrary<List<Place>> at(Arbitrary<Integer> places) {
    return Combinators.combine(places, Arbitraries.integers().between(1, 10))
        .as(Place::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_PLACES);
  }

  /** Divides a whole; what rounding leaves over is not lost, since the cut points are rounded and not the parts. */
  static long[] divide(long whole, List<Place> places, int length) {
    long weights = places.stream().mapToLong(Place::weight).sum();
    long[] counts = new long[length];
    long before = 0;
    for (Place place : places) {
      long after = before + place.weight();
      counts[place.place()] += share(whole, after, weights) - share(whole, before, weights);
      before = after;
    }
    return counts;
  }

  /** Divides a part of the whole over places in proportion to how the whole is divided: no place gets more than it has. */
  static long[] divide(long part, long[] whole) {
    long all = 0;
    for (long count : whole) {
      all += count;
    }
    long[] counts = new long[whole.length];
    long before = 0;
    for (int i = 0; i < whole.length && all > 0; i++) {
      long after = before + whole[i];
      counts[i] = share(part, after, all) - share(part, before, all);
      before = after;
    }
    return counts;
  }

  /** Of numbers up to a thousand million each, so that the product is a long. */
  private static long share(long amount, long numerator, long denominator) {
    return amount * numerator / denominator;
  }
}

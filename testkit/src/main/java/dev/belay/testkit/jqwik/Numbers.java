package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Numbers and times in the ranges that the domain has, with their ends drawn often. All of them shrink to the least. */
final class Numbers {

  static final Duration HOUR = Duration.ofHours(1);
  static final Duration WEEK = Duration.ofDays(7);
  static final Duration YEAR = Duration.ofDays(365);

  /** The most requests of one version in one interval. Sums of many intervals stay far below 2^53. */
  static final long MOST_REQUESTS = 1_000_000_000;

  private static final int MOST_ATTEMPTS = 1_000;

  /** When everything that is drawn begins: that of virtual time. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Duration NANO = Duration.ofNanos(1);
  private static final List<Duration> UNITS = List.of(
      Duration.ofMillis(1),
      Duration.ofSeconds(1),
      Duration.ofMinutes(1),
      Duration.ofHours(1),
      Duration.ofDays(1));

  private Numbers() {}

  /**
   * Leaves the edges to the parts, which have them at random. Those of a whole would be the first thousand combinations of its parts'
   * edges, in which all parts but the last few are always the same.
   */
  static <T> Arbitrary<T> whole(Arbitrary<T> parts) {
    return parts.edgeCases(EdgeCases.Config::none);
  }

  static Arbitrary<Integer> basisPoints() {
    return Arbitraries.integers().between(0, BasisPoints.WHOLE);
  }

  /** Above zero. */
  static Arbitrary<Duration> durations(Duration longest) {
    return durations(NANO, longest);
  }

  /** Mostly as people set them, now and then any number of nanoseconds. */
  static Arbitrary<Duration> durations(Duration shortest, Duration longest) {
    Arbitrary<Duration> set = Combinators.combine(
            Arbitraries.of(UNITS), Arbitraries.integers().between(1, 120))
        .as(Duration::multipliedBy);
    Arbitrary<Duration> any =
        Arbitraries.longs().between(shortest.toNanos(), longest.toNanos()).map(Duration::ofNanos);
    return Arbitraries.<Duration>frequencyOf(Tuple.of(4, set), Tuple.of(1, any))
        .map(value -> within(value, shortest, longest));
  }

  private static Duration within(Duration value, Duration shortest, Duration longest) {
    if (value.compareTo(shortest) < 0) {
      return shortest;
    }
    return value.compareTo(longest) > 0 ? longest : value;
  }

  static Arbitrary<Instant> instants() {
    return durations(Duration.ZERO, YEAR).map(START::plus);
  }

  /** In (0, 0.5). */
  static Arbitrary<Double> errorProbabilities() {
    return Arbitraries.doubles().between(0, false, .5, false).ofScale(6);
  }

  /** In [low, high], to a ten thousandth. */
  static Arbitrary<Double> between(double low, double high) {
    return Arbitraries.doubles().between(low, high).ofScale(4);
  }

  /** In (0, 1), to a ten thousandth. */
  static Arbitrary<Double> partsOfAll() {
    return Arbitraries.doubles().between(0, false, 1, false).ofScale(4);
  }

  /** Parts in [0, 1], none and all of them often. */
  static Arbitrary<Double> parts() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(0.)),
        Tuple.of(6, between(0, 1)),
        Tuple.of(1, Arbitraries.just(1.)));
  }

  /** Moments of something that goes from 0 to 1: its end in half of the cases, else each as often. */
  static Arbitrary<Double> moments() {
    Arbitrary<Double> any = Arbitraries.integers()
        .between(0, 1_000)
        .withDistribution(RandomDistribution.uniform())
        .map(part -> part / 1_000.);
    return Arbitraries.oneOf(any, Arbitraries.just(1.));
  }

  /** From a request in a quarter of an hour to a million in a second. */
  static Arbitrary<Double> requestsPerSecond() {
    return between(-3, 6).map(exponent -> Math.pow(10, exponent));
  }

  /** From none to a thousand million, mostly as many as come in a second. */
  static Arbitrary<Long> requests() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(0L)),
        Tuple.of(6, Arbitraries.longs().between(0, 1_000)),
        Tuple.of(2, Arbitraries.longs().between(0, 100_000)),
        Tuple.of(1, Arbitraries.longs().between(0, MOST_REQUESTS)));
  }

  /** How many of any number of calls fail, if there are as many: mostly none or a few. */
  static Arbitrary<Long> failures() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just(0L)),
        Tuple.of(6, Arbitraries.longs().between(0, 30)),
        Tuple.of(2, Arbitraries.longs().between(0, 1_000)),
        Tuple.of(1, Arbitraries.longs().between(0, MOST_REQUESTS)));
  }

  static Arbitrary<Integer> attempts() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.integers().between(1, 3)),
        Tuple.of(1, Arbitraries.integers().between(1, MOST_ATTEMPTS)));
  }

  static Arbitrary<Boolean> either() {
    return Arbitraries.of(false, true);
  }
}

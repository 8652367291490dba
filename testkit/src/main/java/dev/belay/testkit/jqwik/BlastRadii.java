package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Blast radii of every setting. */
final class BlastRadii {

  private static final long LARGEST_CAP = 1_000_000_000;

  private BlastRadii() {}

  static Arbitrary<BlastRadius> all() {
    List<Arbitrary<Consumer<BlastRadius.Builder>>> settings = List.of(
        Settings.maybe(
            Arbitraries.longs().between(1, LARGEST_CAP), BlastRadius.Builder::maxFailures),
        Settings.maybe(
            Arbitraries.integers().between(1, Integer.MAX_VALUE),
            BlastRadius.Builder::maxConsecutiveFailures),
        Settings.maybe(
            Arbitraries.longs().between(1, BlastRadius.UNLIMITED),
            BlastRadius.Builder::maxRequests),
        Settings.maybe(
            Arbitraries.integers().between(1, BasisPoints.WHOLE),
            (builder, share) -> builder.maxSharePercent(share / 100.)),
        Settings.maybe(failuresPerStep(), BlastRadius.Builder::failuresPerStep));
    return Settings.built(BlastRadius::builder, settings, BlastRadius.Builder::build);
  }

  /** Without an upper limit: a step may cost whatever it costs. */
  private static Arbitrary<Double> failuresPerStep() {
    Arbitrary<Double> usual = Numbers.between(-3, 6).map(exponent -> Math.pow(10, exponent));
    return Arbitraries.frequencyOf(
        Tuple.of(8, usual),
        Tuple.of(1, Arbitraries.of(Double.MIN_VALUE, Double.POSITIVE_INFINITY)));
  }
}

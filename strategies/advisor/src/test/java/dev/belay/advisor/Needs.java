package dev.belay.advisor;

import dev.belay.ExpectedTraffic;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Needs of all kinds, contradictory ones among them. */
final class Needs extends DomainContextBase {

  @Provide
  Arbitrary<RolloutNeeds> needs() {
    return Combinators.combine(
            traffic(),
            Arbitraries.of(Tolerance.class),
            Arbitraries.of(PartialExposure.class),
            Arbitraries.of(
                Duration.ofSeconds(1),
                Duration.ofSeconds(59),
                Duration.ofMinutes(1),
                Duration.ofDays(1)),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))),
            Arbitraries.of(true, false))
        .as((traffic, tolerance, exposure, returnWithin, coexist, instant, fit, repeat) ->
            RolloutNeeds.at(traffic)
                .broadFailure(tolerance)
                .partialExposure(exposure)
                .returnWithin(returnWithin)
                .mustCoexist(coexist)
                .nearInstantCutover(instant)
                .twoFullCopiesFit(fit)
                .callsMayBeRepeated(repeat)
                .build());
  }

  /** From a request in a quarter of an hour to a million in a second, from none that fails to most. */
  private static Arbitrary<ExpectedTraffic> traffic() {
    Arbitrary<Double> perSecond =
        Arbitraries.doubles().between(-3, 6).map(exponent -> Math.pow(10, exponent));
    Arbitrary<Double> failing = Arbitraries.oneOf(
        Arbitraries.just(0.),
        Arbitraries.doubles().between(-6, -.05).map(exponent -> Math.pow(10, exponent)));
    return Combinators.combine(perSecond, failing)
        .as((rate, part) -> ExpectedTraffic.perSecond(rate).failing(part));
  }

  /** The same needs, to be made stricter in one of them. */
  static RolloutNeeds.Builder like(RolloutNeeds needs) {
    return RolloutNeeds.at(needs.traffic())
        .broadFailure(needs.broadFailure())
        .partialExposure(needs.partialExposure())
        .returnWithin(needs.returnWithin())
        .mustCoexist(needs.mustCoexist())
        .nearInstantCutover(needs.nearInstantCutover())
        .twoFullCopiesFit(needs.twoFullCopiesFit())
        .callsMayBeRepeated(needs.callsMayBeRepeated());
  }
}
